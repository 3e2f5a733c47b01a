"""Does the daemon answer as /openapi.json says? Used by openapi.bats.

usage: openapi.py URL shape|parameters|answers|problems
       openapi.py URL writes TOKEN

Every complaint is a line; status 1 if there are any.
"""
import copy
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

from jsonschema import Draft202012Validator, RefResolver

# Asked by machines that may add a parameter to get past a cache: theirs are not read.
NOT_READ = {"/healthz", "/readyz", "/metrics"}
METHODS = {"get", "post", "delete"}
# Ids of make_index(): without own fields, undated, with an address for an id, with own fields.
PLAIN = urllib.parse.quote("https://wire.example/2019/12/talks?page=2", safe="")
ARTICLES = [PLAIN, "undated-1", "hostile", "demo-n01"]

# What a document of our kind looks like: the parts of OpenAPI 3.1 that are used, and nothing else.
DOCUMENT = {
    "type": "object",
    "required": ["openapi", "info", "servers", "paths", "components"],
    "additionalProperties": False,
    "properties": {
        "openapi": {"pattern": r"^3\.1\.\d+$"},
        "info": {
            "type": "object",
            "required": ["title", "version"],
            "additionalProperties": False,
            "properties": {k: {"type": "string"} for k in ("title", "version", "description")},
        },
        "servers": {"type": "array", "items": {"required": ["url"]}},
        "paths": {
            "patternProperties": {
                "^/": {
                    "propertyNames": {"enum": sorted(METHODS)},
                    "additionalProperties": {"$ref": "#/$defs/operation"},
                }
            },
            "additionalProperties": False,
        },
        "components": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "schemas": {"type": "object"},
                "responses": {"additionalProperties": {"$ref": "#/$defs/response"}},
                "securitySchemes": {"additionalProperties": {"required": ["type"]}},
            },
        },
    },
    "$defs": {
        "operation": {
            "type": "object",
            "required": ["operationId", "summary", "parameters", "responses"],
            "additionalProperties": False,
            "properties": {
                "operationId": {"type": "string", "pattern": "^[a-z0-9_]+$"},
                "summary": {"type": "string"},
                "description": {"type": "string"},
                "parameters": {"type": "array", "items": {"$ref": "#/$defs/parameter"}},
                "requestBody": {
                    "required": ["content"],
                    "properties": {"content": {"$ref": "#/$defs/content"}},
                },
                "responses": {
                    "propertyNames": {"pattern": "^([1-5][0-9][0-9]|default)$"},
                    "minProperties": 2,
                    "additionalProperties": {
                        "anyOf": [{"$ref": "#/$defs/response"}, {"required": ["$ref"]}]
                    },
                },
                "security": {"type": "array", "items": {"type": "object"}},
            },
        },
        "parameter": {
            "type": "object",
            "required": ["name", "in", "description", "schema"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "in": {"enum": ["query", "path"]},
                "description": {"type": "string"},
                "required": {"type": "boolean"},
                "style": {"const": "form"},
                "explode": {"type": "boolean"},
                "schema": {"type": "object", "required": ["type"]},
            },
        },
        "response": {
            "type": "object",
            "required": ["description"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string"},
                "headers": {"type": "object"},
                "content": {"$ref": "#/$defs/content"},
            },
        },
        "content": {"type": "object", "additionalProperties": {"required": ["schema"]}},
    },
}

Q = "q=harbour"
SEARCHES = [
    "", Q, Q + "&limit=1", "q=xyzzyplugh", Q + "&facets=stance,source,month,date,author",
    "facets=stance*source,source&facet_top=2", Q + "&explain=1", "explain=1",
    Q + "&collapse=1&limit=30", "q=qassem+soleimani&explain=1", "q=harbor", 'q=%22open+phrase',
    Q + "&since=2019-12&until=2019", "q=iran&stance=neutral&likely=1&facets=stance",
    Q + "&no_hits=1", Q + "&snippets=0", "cursor=start", "cursor=start&limit=2&q=iran",
    "q=pmf&explain=1", 'q=%22green+zone%22+NEAR/5+rocket&explain=1', "q=since%3A2019+attack*&explain=1",
]
# Address, and the schema of each line where lines are sent.
ANSWERS = (
    [("/api/v1/search?" + s, None) for s in SEARCHES]
    + [(f"/api/v1/search?{Q}&format={f}", s) for f, s in (("jsonl", "Hit"), ("csv", None), ("ids", None))]
    + [("/api/v1/facets?" + s, None) for s in (
        "", Q, "q=xyzzyplugh", "facets=stance*source", "facets=author,date&facet_sort=value",
        "q=iran&collapse=1&explain=1", "facets=source&format=csv", "facets=stance*year&format=csv")]
    + [("/api/v1/timeline?" + s, None) for s in (
        "", Q, "q=xyzzyplugh", "q=iran&by=month", "by=year&per=source&top=2", "facets=source&collapse=1",
        "q=iran&format=csv", "q=iran&format=svg&shares=1", 'q=%22open+phrase')]
    + [("/api/v1/compare?" + s, None) for s in (
        "", Q, "q=xyzzyplugh", "q=iran&articles=2&terms=5", "by=source&sample=all",
        "q=iran&sides=neutral,anti-iran&snippets=0", "q=iran&format=csv", "labels=person",
        "min_articles=1&min_sources=1&terms=50")]
    + [("/api/v1/suggest?" + s, None) for s in ("", "q=har", "q=the+har&limit=1", "q=har&format=suggestions")]
    + [("/api/v1/stats", None), ("/api/v1/stats?top=1", None)]
    + [(f"/api/v1/export?{s}", "Record") for s in ("", Q, Q + "&limit=1", "q=iran&no_text=1&sort=date", "cursor=start&limit=3")]
    + [(f"/api/v1/export?{Q}&format={f}", None) for f in ("csv", "bibtex", "csl-json")]
    + [(f"/api/v1/articles/{a}", None) for a in ARTICLES]
    + [(f"/api/v1/articles/{a}/similar{s}", None) for a in ("demo-n01", PLAIN) for s in ("", "?explain=1&limit=3")]
    + [("/api/v1/articles/demo-n01/similar?format=jsonl", "Hit")]
    + [("/api/v1/labels", None), ("/api/v1/labels?format=jsonl", "Label"), ("/api/v1/labels?format=csv", None),
       ("/api/v1/searches", None), ("/api/v1/searches?format=jsonl", "SavedSearch"), ("/api/v1/searches?format=csv", None)]
    + [("/feed", None), ("/feed?" + Q, None), ("/opensearch.xml", None), ("/openapi.json", None),
       ("/healthz", None), ("/readyz", None), ("/metrics", None)]
)

# What is refused, by path pattern: each must be a problem with this field.
REFUSED = [
    ("/api/v1/search?colour=red", "colour"), ("/api/v1/search?limit=0", "limit"),
    ("/api/v1/search?cursor=nonsense", "cursor"), ("/api/v1/search?cursor=start&offset=1", "offset"),
    ("/api/v1/search?cursor=start&sort=date", "sort"), ("/api/v1/search?stance=sideways", "stance"),
    ("/api/v1/facets?facets=colour", "facets"), ("/api/v1/facets?format=csv", "facets"),
    ("/api/v1/timeline?by=decade", "by"), ("/api/v1/timeline?facets=colour", "facets"),
    ("/api/v1/timeline?per=colour", "per"), ("/api/v1/timeline?top=21", "top"),
    ("/api/v1/timeline?q=colour:red", "q"), ("/api/v1/compare?by=colour", "by"),
    ("/api/v1/compare?sides=up,down", "sides"), ("/api/v1/compare?sample=many", "sample"),
    ("/api/v1/compare?source=x&q=a:b", "q"), ("/api/v1/suggest?limit=101", "limit"),
    ("/api/v1/stats?q=a", "q"), ("/api/v1/export?limit=10001", "limit"),
    ("/api/v1/export?collapse=1", "collapse"), ("/api/v1/export?format=ids", "format"),
    ("/api/v1/export?cursor=AAAA", "cursor"), ("/api/v1/articles/nobody", None),
    ("/api/v1/articles/nobody/similar", None), ("/api/v1/articles/demo-n01?x=1", "x"),
    ("/api/v1/articles/demo-n01/similar?q=a", "q"), ("/feed?colour=red", "colour"),
    ("/opensearch.xml?a=1", "a"), ("/openapi.json?a=1", "a"), ("/api/v1/nothing", None),
]

complaints = []


def complain(where, what):
    complaints.append(f"{where}: {what}")


def ask(url, method="GET", body=None, headers=None):
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


def validator(doc, schema):
    return Draft202012Validator(schema, resolver=RefResolver("", doc))


def check(where, doc, schema, value):
    for error in list(validator(doc, schema).iter_errors(value))[:3]:
        complain(where, "/".join(map(str, error.absolute_path)) + ": " + error.message[:200])


def named(doc, name):
    return {"$ref": "#/components/schemas/" + name}


def operation_of(doc, path, method="get"):
    """The operation that answers at a path; of several patterns that fit the longest."""
    for pattern in sorted(doc["paths"], key=len, reverse=True):
        if re.fullmatch(re.escape(pattern).replace(r"\{id\}", "[^/]+"), path):
            operation = doc["paths"][pattern].get(method)
            if operation:
                return operation
    return None


def check_shape(doc, url):
    check("document", DOCUMENT, DOCUMENT, doc)
    for name, schema in doc["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        if schema.get("type") == "object" and "additionalProperties" not in schema:
            complain(name, "takes members that are not described")
    for ref in re.findall(r'"\$ref": "#/components/([^"]+)"', json.dumps(doc)):
        kind, name = ref.split("/")
        if name not in doc["components"][kind]:
            complain(ref, "is not there")
    ids = [o["operationId"] for p in doc["paths"].values() for o in p.values()]
    if len(ids) != len(set(ids)):
        complain("operationId", "is not unique")


def check_parameters(doc, url):
    """The hint of a refusal is made from the table of parameters, and may be cut at its end."""
    for path, operations in doc["paths"].items():
        for method, operation in operations.items():
            if path in NOT_READ or operation.get("security"):
                continue
            address = path.replace("{id}", "demo-n01") + "?no-such-parameter=1"
            status, _, body = ask(url + address, method.upper(), b"{}" if method == "post" else None)
            problem = json.loads(body)
            names = [p["name"] for p in operation["parameters"] if p["in"] == "query"]
            if status != 400 or problem.get("field") != "no-such-parameter":
                complain(path, f"takes a parameter that is not described: {status}")
            elif names and not ("known are " + ", ".join(names)).startswith(problem["hint"]):
                complain(path, f"parameters {names} are not those of: {problem['hint']}")


def check_body(doc, where, content, kind, body, lines):
    if lines:
        for line in body.decode().splitlines():
            check(where, doc, named(doc, lines), json.loads(line))
    elif "json" in kind:
        check(where, doc, content["schema"], json.loads(body))


def check_answers(doc, url):
    asked = set()
    for address, lines in ANSWERS:
        path = address.split("?")[0]
        operation = operation_of(doc, path)
        status, headers, body = ask(url + address)
        asked.add(operation["operationId"] if operation else None)
        if status != 200 or not operation:
            complain(address, f"{status} {body[:200]!r}")
            continue
        content = operation["responses"]["200"]["content"]
        kind = headers["Content-Type"].split(";")[0]
        if kind not in content:
            complain(address, f"{kind} is not described")
            continue
        check_body(doc, address, content[kind], kind, body, lines)
    for path, operations in doc["paths"].items():
        if "get" in operations and not operations["get"].get("security"):
            if operations["get"]["operationId"] not in asked:
                complain(path, "no answer of it is checked")
    check_own_fields(doc, url)
    check_verdicts(doc, url)


def check_own_fields(doc, url):
    """Members of an article without own fields are all described."""
    for name, address in (("Article", f"/api/v1/articles/{PLAIN}"),
                          ("Record", "/api/v1/export?source=Harbour+Wire")):
        schema = copy.deepcopy(doc["components"]["schemas"][name])
        schema["additionalProperties"] = False
        check(address, doc, schema, json.loads(ask(url + address)[2]))


def check_verdicts(doc, url):
    article = {"id": "a", "title": "Port reopens", "text": "Ships from Iran wait outside. " * 40}
    content = doc["paths"]["/api/v1/classify"]["post"]["responses"]["200"]["content"]
    for query in ("", "?explain=1"):
        for sent in (article, [article, {"text": "short"}]):
            status, _, body = ask(url + "/api/v1/classify" + query, "POST", json.dumps(sent).encode())
            if status != 200:
                complain("classify", f"{status} {body[:200]!r}")
                continue
            check("classify" + query, doc, content["application/json"]["schema"], json.loads(body))


# What is written, in this order: method, address, body, status.
WRITTEN = [
    ("POST", "/api/v1/articles", {"id": "new-1", "title": "A new pier", "text": "The pier is new."}, 200),
    ("POST", "/api/v1/articles", [{"id": "new-1", "text": "Changed."}, {"id": "new-2", "text": 7}], 200),
    ("POST", "/api/v1/articles", [7], 400),
    ("POST", "/api/v1/labels", {"id": "demo-n01", "stance": "neutral"}, 200),
    ("POST", "/api/v1/labels", [{"id": "demo-n02", "stance": None}], 200),
    ("POST", "/api/v1/labels", {"id": "demo-n01", "stance": "sideways"}, 400),
    ("POST", "/api/v1/searches", {"name": "piers", "query": "pier"}, 200),
    ("POST", "/api/v1/searches", {"query": "pier"}, 400),
    ("POST", "/api/v1/reload", None, 200),
    ("GET", "/api/v1/labels", None, 200),
    ("GET", "/api/v1/review?limit=3", None, 200),
    ("GET", "/api/v1/review?limit=3&show_model=1", None, 200),
    ("POST", "/api/v1/review", {"id": "demo-n03"}, 200),
    ("POST", "/api/v1/review", {"id": "demo-n03", "again": True}, 200),
    ("POST", "/api/v1/review", {"id": "no such article"}, 400),
    ("GET", "/api/v1/searches", None, 200),
    ("GET", "/api/v1/articles/demo-n01", None, 200),
    ("GET", "/api/v1/search?labels=person", None, 200),
    ("DELETE", "/api/v1/searches/piers", None, 200),
    ("DELETE", "/api/v1/searches/piers", None, 404),
    ("DELETE", "/api/v1/articles/new-1", None, 200),
    ("DELETE", "/api/v1/articles/new-1", None, 404),
]


def check_writes(doc, url):
    token = {"Authorization": "Bearer " + sys.argv[3]}
    asked = set()
    for method, address, sent, expected in WRITTEN:
        where = f"{method} {address}"
        body = None if sent is None else json.dumps(sent).encode()
        if body is None and method == "POST":
            body = b""
        status, headers, answer = ask(url + address, method, body, token)
        operation = operation_of(doc, address.split("?")[0], method.lower())
        if status != expected or not operation:
            complain(where, f"{status}, not {expected}: {answer[:200]!r}")
            continue
        asked.add(operation["operationId"])
        if status >= 400:
            check(where, doc, named(doc, "Problem"), json.loads(answer))
        else:
            content = operation["responses"][str(status)]["content"]["application/json"]
            check(where, doc, content["schema"], json.loads(answer))
        if method != "GET" and ask(url + address, method, body)[0] != 401:
            complain(where, "is done without a token")
    for path, operations in doc["paths"].items():
        for operation in operations.values():
            if operation.get("security") and operation["operationId"] not in asked:
                complain(path, "no answer of it is checked")


def check_problems(doc, url):
    for address, field in REFUSED:
        status, headers, body = ask(url + address)
        if not 400 <= status < 500 or headers["Content-Type"] != "application/problem+json":
            complain(address, f"{status} {headers['Content-Type']}")
            continue
        problem = json.loads(body)
        check(address, doc, named(doc, "Problem"), problem)
        if problem.get("field") != field or problem["status"] != status:
            complain(address, f"field {problem.get('field')}, not {field}: {problem['detail']}")
        operation = operation_of(doc, address.split("?")[0])
        if operation and str(status) not in operation["responses"]:
            complain(address, f"{status} is not described")


def main():
    url, what = sys.argv[1:3]
    doc = json.loads(ask(url + "/openapi.json")[2])
    checks = {"shape": check_shape, "parameters": check_parameters,
              "answers": check_answers, "problems": check_problems,
              "writes": check_writes}
    checks[what](doc, url)
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
