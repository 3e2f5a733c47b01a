/* daemon/write/article_body.h - articles out of the body of a request, read as `parallax index`
 * reads them
 *
 * JSON (one article, an array, articles one after another), a page of HTML, a text, a table, a feed
 * or a mail; told by Content-Type, else by what it looks like. What is packed (zip, gzip, WARC) is
 * not taken. What is wrong with one article is told of that article, and the others are taken. */
#ifndef PLX_DAEMON_ARTICLE_BODY_H
#define PLX_DAEMON_ARTICLE_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "collection/writer.h"
#include "daemon/problem.h"
#include "daemon/request.h"
#include "indexer/job.h"

/** What the address says of the articles. Zeroed: nothing. Borrowed. */
typedef struct plx_article_defaults {
    const char *source; /* outlet: of a page; of records that do not tell it */
    const char *lang;   /* of all of them */
    const char *charset;
    bool clean; /* take furniture out of the texts of records, too */
    /* Of one page or text, before what it says itself; with records they are refused. */
    const char *id, *url, *title, *author, *date;
} plx_article_defaults;

/** One article, or what should have been one. */
typedef struct plx_sent_article {
    size_t line;         /* of the body, from 1, in which it begins; 0: not known */
    plx_job *job;        /* converted; NULL: failed */
    char *error;         /* why it failed; malloc'd, NULL if it did not */
    plx_put_outcome put; /* the caller's */
} plx_sent_article;

typedef struct plx_sent_articles {
    plx_sent_article *item;
    size_t count, cap;
    size_t read;  /* of them, converted */
    size_t bytes; /* of their texts, about */
} plx_sent_articles;

/**
 * Read a body.
 *
 * @param out  released with plx_sent_articles_release(), after a refusal too
 * @return PLX_OK, also with failures in *out; PLX_ERR_STOPPED: refused, and *problem says why
 *         (over limits->articles; a kind that is not taken; nothing in it; a default that does not
 * go with it); PLX_ERR_NOMEM
 */
plx_status plx_article_body_read(const plx_request *rq, const plx_article_defaults *defaults,
                                 plx_sent_articles *out, plx_problem *problem, plx_error *err);

/** Let go what was made of one, and remember why; false without memory. */
bool plx_sent_article_fail(plx_sent_article *a, const char *why);

void plx_sent_articles_release(plx_sent_articles *s);

#endif
