/* daemon/api/classify.c - POST /api/v1/classify: verdicts on articles that are sent
 *
 * One JSON object, an array of them, or objects one after another (JSON Lines); the answer
 * has the same form and order. All are judged, or the request is refused. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "classifier/verdict_json.h"
#include "daemon/format.h"
#include "daemon/params.h"
#include "daemon/route.h"
#include "indexer/article_id.h"

/* Features shown with explain=1. */
#define EVIDENCE_MOST 12
/* Words with their weights in one answer, shared out among its articles: they are most of its
 * memory. */
#define SPANS_MOST 50000u

enum form { FORM_JSON, FORM_JSONL };

struct options {
    bool explain;
    unsigned format; /* 0: as sent, else 1 + enum form */
};

static const char *const format_words[] = { "auto", "json", "jsonl", NULL };

/* clang-format off */
const plx_param plx_api_classify_params[] = {
    { "explain", PLX_PARAM_SWITCH, offsetof(struct options, explain), 0, 0, NULL, "say what the model weighed" },
    { "format", PLX_PARAM_CHOICE, offsetof(struct options, format), 0, 0, format_words, "form of the answer; auto: as sent" },
    { .name = NULL },
};
/* clang-format on */

/* One request on its way. */
struct batch {
    plx_context *c;
    struct options options;
    plx_judge *judge;
    const plx_model *model;
    int64_t deadline_ms;
    json_t *articles; /* array */
    json_t *verdicts; /* array */
    bool is_single;   /* one object was sent, and gets one object back */
    bool is_lines;
};

static int64_t clock_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* ------------------------------------------------------------ reading */

static plx_status refuse(struct batch *b, unsigned status, const char *code, const char *field,
                         const char *what)
{
    plx_problem_set(&b->c->reply->problem, status, code, field, "%s", what);
    return PLX_ERR_STOPPED;
}

static plx_status refuse_json(struct batch *b, const json_error_t *e, const char *at)
{
    const plx_strbuf *body = &b->c->request->body;
    size_t line = 1;

    for (const char *p = body->s; p < at; p++)
        line += *p == '\n';
    plx_problem_set(&b->c->reply->problem, 400, "bad-json", NULL, "line %zu: %s", line, e->text);
    plx_problem_hint(&b->c->reply->problem,
                     "send an article as JSON, an array of articles, or one article a line");
    return PLX_ERR_STOPPED;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && strchr(" \t\r\n", *p))
        p++;
    return p;
}

/* The values of the body, one after another: one, or JSON Lines. */
static plx_status read_values(struct batch *b)
{
    const plx_strbuf *body = &b->c->request->body;
    const char *end = body->s + body->len;
    const char *p = skip_blanks(body->s, end);

    while (p < end) {
        json_error_t e;
        json_t *v = json_loadb(p, (size_t)(end - p), JSON_DISABLE_EOF_CHECK, &e);
        if (!v)
            return refuse_json(b, &e, p + (e.position > 0 ? e.position - 1 : 0));
        if (json_array_append_new(b->articles, v) != 0)
            return refuse(b, 503, "no-memory", NULL, "out of memory");
        if (json_array_size(b->articles) > b->c->request->limits->articles)
            return PLX_OK; /* refused by its number */
        p = skip_blanks(p + e.position, end);
    }
    return PLX_OK;
}

static plx_status read_body(struct batch *b)
{
    const uint32_t most = b->c->request->limits->articles;
    plx_status rc = read_values(b);
    size_t n = json_array_size(b->articles);

    if (rc)
        return rc;
    if (n == 0)
        return refuse(b, 400, "empty", NULL, "the body has no article");
    b->is_lines = n > 1;
    b->is_single = n == 1 && json_is_object(json_array_get(b->articles, 0));
    if (n == 1 && !b->is_single) {
        json_t *list = json_incref(json_array_get(b->articles, 0));
        json_decref(b->articles);
        b->articles = list;
    }
    if (json_array_size(b->articles) <= most)
        return PLX_OK;
    refuse(b, 413, "limit", NULL, "too many articles in one request");
    plx_problem_hint(&b->c->reply->problem, "send at most %u at a time", most);
    return PLX_ERR_STOPPED;
}

/* ------------------------------------------------------------ judging */

static plx_status explain(struct batch *b, const plx_article *a, const plx_verdict *v,
                          plx_explanation *out, plx_error *err)
{
    const plx_explain_request rq = {
        .part = { a->title, a->text },
        .tokens = { &b->c->worker->title, &b->c->worker->text },
        .label = v->best,
        .most = EVIDENCE_MOST,
    };
    size_t spans = SPANS_MOST / json_array_size(b->articles);
    plx_status rc = plx_explain(b->judge, &rq, out, err);

    if (rc)
        return rc;
    return plx_explanation_keep_spans(out, spans < PLX_SPANS_IN_JSON ? spans : PLX_SPANS_IN_JSON,
                                      err);
}

static plx_status add_verdict(struct batch *b, const plx_article *a, const plx_verdict *v,
                              plx_error *err)
{
    plx_explanation x = { 0 };
    json_t *o = NULL;
    plx_status rc = PLX_OK;

    if (b->options.explain && plx_verdict_is_scored(v))
        rc = explain(b, a, v, &x, err);
    if (!rc)
        o = plx_verdict_json(a, v, b->model, b->options.explain ? &x : NULL);
    if (!rc && json_array_append_new(b->verdicts, o) != 0)
        rc = plx_fail(err, PLX_ERR_NOMEM, "classify: out of memory");
    plx_explanation_release(&x);
    return rc;
}

static plx_status judge_article(struct batch *b, const plx_article *a, plx_error *err)
{
    plx_worker *w = b->c->worker;
    const char *title = a->title ? a->title : "";
    const char *text = a->text ? a->text : "";
    plx_verdict v = { 0 };
    plx_status rc = plx_analyser_run(w->analyser, a->lang, title, strlen(title), &w->title, err);

    if (!rc)
        rc = plx_analyser_run(w->analyser, a->lang, text, strlen(text), &w->text, err);
    if (!rc)
        rc = plx_judge_tokens(b->judge, &w->title, &w->text, a->lang, &v, err);
    return rc ? rc : add_verdict(b, a, &v, err);
}

static plx_status take_article(struct batch *b, const json_t *v, plx_error *err)
{
    plx_article a;
    plx_status rc;

    if (!json_is_object(v))
        return plx_fail(err, PLX_ERR_INVALID, "it is no JSON object");
    plx_article_init(&a);
    rc = plx_article_from_json(v, true, &a, err);
    if (!rc && !a.title && !a.text)
        rc = plx_fail(err, PLX_ERR_INVALID, "it has neither title nor text");
    if (!rc)
        rc = plx_article_ensure_id(&a, NULL, err);
    if (!rc)
        rc = judge_article(b, &a, err);
    plx_article_release(&a);
    return rc;
}

static plx_status judge_all(struct batch *b, plx_error *err)
{
    for (size_t i = 0; i < json_array_size(b->articles); i++) {
        plx_status rc;
        if (clock_ms() > b->deadline_ms)
            return plx_fail(err, PLX_ERR_DEADLINE, "the time limit ended the work at article %zu",
                            i + 1);
        rc = take_article(b, json_array_get(b->articles, i), err);
        if (rc)
            return plx_fail_prefix(err, rc, "article %zu", i + 1);
    }
    return PLX_OK;
}

/* ------------------------------------------------------------ answering */

static void write_verdicts(struct batch *b)
{
    plx_reply *reply = b->c->reply;
    bool as_lines = b->options.format ? b->options.format - 1 == FORM_JSONL : b->is_lines;

    if (b->is_single || as_lines) {
        reply->type = plx_format_type(as_lines ? PLX_FORMAT_JSONL : PLX_FORMAT_JSON);
        for (size_t i = 0; i < json_array_size(b->verdicts); i++)
            plx_reply_json(reply, json_incref(json_array_get(b->verdicts, i)));
        return;
    }
    plx_reply_json(reply, json_incref(b->verdicts));
}

/* A model that cannot be had is no fault of the client. */
static plx_status get_judge(struct batch *b, plx_error *err)
{
    plx_context *c = b->c;
    plx_status rc = plx_worker_judge(c->daemon->workers, c->worker, &b->judge, &b->model, err);

    if (rc == PLX_OK || rc == PLX_ERR_STALE)
        return rc;
    c->reply->cause = *err;
    return refuse(b, 503, "model", NULL, "the model cannot be read now");
}

static plx_status classify(struct batch *b, plx_error *err)
{
    plx_context *c = b->c;
    plx_status rc = read_body(b);

    if (!rc)
        rc = get_judge(b, err);
    if (!rc)
        rc = judge_all(b, err);
    if (!rc)
        write_verdicts(b);
    return c->reply->problem.status ? PLX_OK : rc;
}

plx_status plx_api_classify(plx_context *c, plx_error *err)
{
    struct batch b = { .c = c, .articles = json_array(), .verdicts = json_array() };
    const char *query = c->request->query;
    plx_status rc = PLX_OK;
    char *memory;

    b.deadline_ms = clock_ms() + c->request->limits->search_ms;
    if (!b.articles || !b.verdicts)
        rc = plx_fail(err, PLX_ERR_NOMEM, "classify: out of memory");
    else if (plx_params_read(plx_api_classify_params, query, strlen(query), &b.options, &memory,
                             &c->reply->problem)) {
        free(memory);
        rc = classify(&b, err);
    }
    json_decref(b.articles);
    json_decref(b.verdicts);
    return rc;
}
