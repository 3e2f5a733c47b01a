/* Any bytes as the body of a request, and their first line as its Content-Type: articles, objects
 * of JSON, and where a form goes back to. What is taken is well-formed, what is refused says why.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "daemon/write/article_body.h"
#include "daemon/write/form.h"
#include "daemon/write/json_body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check_articles(const plx_request *rq)
{
    const plx_article_defaults defaults = { .source = "Harbour Wire" };
    plx_sent_articles sent;
    plx_problem problem = { 0 };
    plx_error err;
    plx_status rc = plx_article_body_read(rq, &defaults, &sent, &problem, &err);
    size_t read = 0;

    require(rc == PLX_OK || rc == PLX_ERR_STOPPED);
    require((rc == PLX_ERR_STOPPED) == (problem.status != 0));
    require(sent.count <= rq->limits->articles);
    for (size_t i = 0; i < sent.count; i++) {
        const plx_sent_article *a = &sent.item[i];

        require(a->job || a->error || rc);
        require(!a->job || (a->job->prepared->article.id && !a->error));
        read += a->job != NULL;
    }
    require(read == sent.read);
    plx_sent_articles_release(&sent);
}

static void check_objects(const plx_request *rq)
{
    static const char *const names[] = { "id", "stance", NULL };
    plx_problem problem = { 0 };
    json_t *list;

    if (!plx_json_body_read(rq, &list, &problem)) {
        require(problem.status && !list);
        return;
    }
    require(json_array_size(list) && json_array_size(list) <= rq->limits->articles);
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!plx_json_body_check_names(json_array_get(list, i), i + 1, names, &problem))
            require(plx_utf8_valid(problem.detail, strlen(problem.detail)));
    json_decref(list);
}

/* A path of ours, and nothing that ends a header line. */
static void check_back(const char *back)
{
    plx_reply reply;

    plx_reply_init(&reply);
    plx_form_back(&reply, back);
    require(reply.location[0] == '/' && reply.location[1] != '/' && reply.location[1] != '\\');
    for (const char *s = reply.location; *s; s++)
        require(*s > 0x20 && *s < 0x7f);
    plx_reply_release(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    size_t n = line ? (size_t)(line - data) : 0;
    const plx_daemon_limits limits = { .articles = 20 };
    char *type = strndup((const char *)data, n);
    plx_request rq = { .type = type, .limits = &limits, .body = PLX_STRBUF_INIT };

    require(type != NULL);
    if (line)
        plx_strbuf_add(&rq.body, line + 1, size - n - 1);
    check_articles(&rq);
    check_objects(&rq);
    plx_form_is(&rq);
    check_back(rq.body.s);
    plx_strbuf_release(&rq.body);
    free(type);
    return 0;
}
