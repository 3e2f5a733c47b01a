#include "daemon/write/article_body.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/write/json_body.h"
#include "indexer/convert.h"
#include "indexer/reader_file.h"
#include "indexer/sniff.h"

/* How the body is called where a file would have its name; the second promises JSON. */
#define NAME      "body"
#define NAME_JSON "body.json"

/* How bytes are read that call themselves so. */
enum manner { BY_LOOKS = 0, AS_JSON, AS_HTML };

static const struct {
    const char *type;
    enum manner manner;
} manners[] = {
    { "application/json", AS_JSON },
    { "application/x-ndjson", AS_JSON },
    { "application/ndjson", AS_JSON },
    { "application/jsonl", AS_JSON },
    { "application/x-jsonlines", AS_JSON },
    { "application/json-seq", AS_JSON },
    { "text/html", AS_HTML },
    { "application/xhtml+xml", AS_HTML },
};

/* A body being read. */
struct reading {
    const plx_request *rq;
    const plx_article_defaults *defaults;
    const plx_converter *converter;
    plx_sent_articles *out;
    plx_problem *problem;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "articles: out of memory");
}

static plx_status refused(plx_error *err)
{
    return plx_fail(err, PLX_ERR_STOPPED, "refused");
}

/* --------------------------------------------------------------- articles */

bool plx_sent_article_fail(plx_sent_article *a, const char *why)
{
    free(a->error);
    a->error = strdup(why);
    return a->error != NULL;
}

void plx_sent_articles_release(plx_sent_articles *s)
{
    for (size_t i = 0; i < s->count; i++) {
        plx_job_free(s->item[i].job);
        free(s->item[i].error);
    }
    free(s->item);
    *s = (plx_sent_articles){ 0 };
}

static plx_status add(struct reading *r, size_t line, plx_sent_article **out, plx_error *err)
{
    plx_sent_articles *s = r->out;

    if (s->count == r->rq->limits->articles) {
        plx_problem_set(r->problem, 413, "limit", NULL, "more than %u articles in one request",
                        r->rq->limits->articles);
        plx_problem_hint(r->problem, "send fewer at a time");
        return refused(err);
    }
    if (s->count == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 16;
        plx_sent_article *grown = realloc(s->item, cap * sizeof *grown);

        if (!grown)
            return no_memory(err);
        s->item = grown;
        s->cap = cap;
    }
    *out = &s->item[s->count++];
    **out = (plx_sent_article){ .line = line };
    return PLX_OK;
}

static plx_status add_failure(struct reading *r, size_t line, const char *why, plx_error *err)
{
    plx_sent_article *a;
    plx_status rc = add(r, line, &a, err);

    if (rc)
        return rc;
    return plx_sent_article_fail(a, why) ? PLX_OK : no_memory(err);
}

/* ----------------------------------------------------------------- items */

static bool is_page(const plx_item *item)
{
    return item->kind == PLX_ITEM_HTML || item->kind == PLX_ITEM_TEXT;
}

static const char *page_default(const plx_article_defaults *d)
{
    const struct {
        const char *value, *name;
    } given[] = { { d->id, "id" },
                  { d->url, "url" },
                  { d->title, "title" },
                  { d->author, "author" },
                  { d->date, "date" } };

    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (given[i].value)
            return given[i].name;
    return NULL;
}

static plx_status set(char **field, const char *value, plx_error *err)
{
    return value ? plx_article_set(field, value, strlen(value), err) : PLX_OK;
}

/* What the address says of a page comes first, as --meta does. */
static plx_status set_defaults(const plx_article_defaults *d, plx_article *a, plx_error *err)
{
    plx_status rc = set(&a->id, d->id, err);

    if (!rc)
        rc = set(&a->url, d->url, err);
    if (!rc)
        rc = set(&a->title, d->title, err);
    if (!rc)
        rc = set(&a->author, d->author, err);
    if (!rc)
        rc = set(&a->source, d->source, err);
    if (!rc && d->date)
        rc = plx_date_parse_iso(d->date, strlen(d->date), &a->date, err);
    if (!rc && d->date)
        a->date_how = plx_date_how_find("given");
    return rc;
}

static plx_status convert(const struct reading *r, const plx_item *item, plx_job *job,
                          plx_error *err)
{
    plx_status rc = plx_prepared_new(&job->prepared, err);

    if (!rc && is_page(item))
        rc = set_defaults(r->defaults, &job->prepared->article, err);
    if (!rc)
        rc = plx_convert(r->converter, item, &job->prepared->article, &job->report, err);
    job->may_learn = r->defaults->clean || is_page(item);
    return rc;
}

static plx_status take_item(struct reading *r, const plx_item *item, plx_sent_article *a,
                            plx_error *err)
{
    plx_error why = { 0 };
    plx_job *job = NULL;
    plx_status rc = plx_job_new(PLX_JOB_ITEM, NULL, &job, err);

    if (!rc)
        rc = convert(r, item, job, &why);
    if (!rc) {
        const plx_article *article = &job->prepared->article;

        a->job = job;
        r->out->read++;
        r->out->bytes += article->text ? strlen(article->text) : 0;
        return PLX_OK;
    }
    plx_job_free(job);
    if (rc == PLX_ERR_NOMEM)
        return no_memory(err);
    return plx_sent_article_fail(a, why.msg) ? PLX_OK : no_memory(err);
}

static plx_status refuse_default(struct reading *r, const char *name, plx_error *err)
{
    plx_problem_set(r->problem, 400, "bad-value", name,
                    "parameter '%s' goes with one page or text: records have it themselves", name);
    return refused(err);
}

static plx_status on_item(void *ctx, plx_item *item, plx_error *err)
{
    struct reading *r = ctx;
    const char *name = is_page(item) ? NULL : page_default(r->defaults);
    plx_sent_article *a = NULL;
    plx_status rc = PLX_OK;

    /* an id is made of the content, not of a file that the daemon might find under this name */
    if (!item->line)
        item->line = 1;
    if (name)
        rc = refuse_default(r, name, err);
    if (!rc)
        rc = add(r, item->line, &a, err);
    if (!rc)
        rc = take_item(r, item, a, err);
    plx_item_free(item);
    return rc;
}

/* where: "body:3"; the message begins with it. */
static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    const char *line = strrchr(where, ':'), *message = why->msg;
    size_t n = strlen(where);

    if (strncmp(message, where, n) == 0 && message[n] == ':')
        message += n + 1 + (message[n + 1] == ' ');
    return add_failure(ctx, line ? strtoul(line + 1, NULL, 10) : 0, message, NULL);
}

/* ---------------------------------------------------------------- reading */

static enum manner find_manner(const char *type)
{
    for (size_t i = 0; type && i < sizeof manners / sizeof *manners; i++) {
        size_t n = strlen(manners[i].type);

        if (strncasecmp(type, manners[i].type, n) == 0 && (!type[n] || strchr("; \t", type[n])))
            return manners[i].manner;
    }
    return BY_LOOKS;
}

/* The character set that Content-Type names, malloc'd; NULL if it names none. */
static char *find_charset(const char *type)
{
    static const char name[] = "charset=";
    const char *s = type ? strcasestr(type, name) : NULL;

    if (!s)
        return NULL;
    s += sizeof name - 1;
    s += *s == '"';
    return strndup(s, strcspn(s, "\"; \t"));
}

static plx_status read_page(struct reading *r, char *charset, plx_error *err)
{
    plx_item *item;
    plx_status rc = plx_item_new(PLX_ITEM_HTML, NAME, NULL, &item, err);

    if (rc)
        return rc;
    plx_strbuf_add(&item->bytes, r->rq->body.s, r->rq->body.len);
    item->charset = charset ? strdup(charset) : NULL;
    if (item->bytes.failed || (charset && !item->charset)) {
        plx_item_free(item);
        return no_memory(err);
    }
    return on_item(r, item, err);
}

static plx_status refuse_kind(struct reading *r, unsigned status, const char *why, plx_error *err)
{
    plx_problem_set(r->problem, status, status == 415 ? "unsupported" : "empty", NULL, "%s", why);
    plx_problem_hint(r->problem, "send articles as JSON or JSON Lines, or a page of HTML");
    return refused(err);
}

/* Anything that is read, but what is packed: it may be of any size, unpacked. */
static plx_status check_kind(struct reading *r, plx_error *err)
{
    const plx_strbuf *body = &r->rq->body;
    size_t n = body->len < PLX_STREAM_BYTES ? body->len : PLX_STREAM_BYTES;
    plx_error why = { 0 };
    plx_kind kind;

    if (strspn(body->s, " \t\r\n") == body->len)
        return refuse_kind(r, 400, "the body has no article", err);
    if (plx_sniff(body->s, n, &kind, &why) != PLX_OK)
        return refuse_kind(r, 415, why.msg, err);
    if (kind == PLX_KIND_WARC || kind == PLX_KIND_ARCHIVE || kind == PLX_KIND_COMPRESSION)
        return refuse_kind(r, 415, "archives and what is compressed are not taken", err);
    if (kind != PLX_KIND_JSON && find_manner(r->rq->type) != AS_JSON)
        return PLX_OK;
    return plx_json_body_fits(r->rq, r->problem) ? PLX_OK : refused(err);
}

static plx_status read_stream(struct reading *r, const char *name, const char *charset,
                              plx_error *err)
{
    static const plx_read_limits limits = PLX_READ_LIMITS;
    const plx_item_sink sink = { .on_item = on_item, .on_failure = on_failure, .ctx = r };
    plx_reading reading = {
        .sink = &sink, .path = name, .charset = charset, .layers.limits = &limits
    };
    plx_stream *in = NULL;
    plx_status rc = plx_stream_memory(r->rq->body.s, r->rq->body.len, &in, err);

    if (!rc)
        rc = plx_reading_stream(&reading, in, err);
    plx_stream_close(in);
    return rc;
}

static plx_status read_body(struct reading *r, plx_error *err)
{
    enum manner manner = find_manner(r->rq->type);
    char *charset = find_charset(r->rq->type);
    plx_status rc = check_kind(r, err);

    if (!rc && manner == AS_HTML)
        rc = read_page(r, charset, err);
    else if (!rc)
        rc = read_stream(r, manner == AS_JSON ? NAME_JSON : NAME, charset, err);
    free(charset);
    return rc;
}

plx_status plx_article_body_read(const plx_request *rq, const plx_article_defaults *defaults,
                                 plx_sent_articles *out, plx_problem *problem, plx_error *err)
{
    const plx_reader_options options = { .source = defaults->source,
                                         .lang = defaults->lang,
                                         .charset = defaults->charset,
                                         .clean = defaults->clean };
    plx_converter *converter = NULL;
    struct reading r = { rq, defaults, NULL, out, problem };
    plx_status rc = plx_converter_new(&options, &converter, err);

    *out = (plx_sent_articles){ 0 };
    r.converter = converter;
    if (!rc)
        rc = read_body(&r, err);
    plx_converter_free(converter);
    return rc;
}
