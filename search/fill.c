#include "search/fill.h"

#include <stdlib.h>
#include <string.h>

#include "search/highlight.h"
#include "search/snippet.h"

#define SNIPPET_DEFAULT 240u

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
}

/* A page while it is filled. */
typedef struct page {
    const plx_filling *f;
    plx_marks marks;
    plx_error *err;
} page;

/* Text with marks; the whole of it, or the best passage. */
static plx_status mark(const page *x, const plx_hit *hit, const char *text, bool whole, char **to)
{
    const plx_search_request *req = x->f->req;
    plx_snippet_options opt = { .open = req->mark_open ? req->mark_open : "**",
                                .close = req->mark_close ? req->mark_close : "**",
                                .bytes = req->snippet_bytes ? req->snippet_bytes : SNIPPET_DEFAULT,
                                .whole = whole };
    const plx_snippet_text source = { x->f->an, x->f->tokens, hit->article.lang, text,
                                      strlen(text) };
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc = plx_snippet(&source, &x->marks.highlight, &opt, &out, x->err);

    *to = rc ? NULL : out.len ? plx_strbuf_detach(&out) : strdup("");
    plx_strbuf_release(&out);
    return rc || *to ? rc : no_memory(x->err);
}

static plx_status mark_title(const page *x, plx_hit *hit)
{
    const char *title = hit->article.title;
    plx_status rc = title ? mark(x, hit, title, true, &hit->title_marked) : PLX_OK;

    if (!rc && title && strcmp(title, hit->title_marked) == 0) {
        free(hit->title_marked);
        hit->title_marked = NULL;
    }
    return rc;
}

static plx_status add_snippet(const page *x, plx_hit *hit)
{
    const char *text = hit->article.text ? hit->article.text : "";
    plx_status rc = mark(x, hit, text, false, &hit->snippet);

    free(hit->article.text);
    hit->article.text = NULL;
    return rc ? rc : mark_title(x, hit);
}

static plx_status fill_group(const page *x, plx_hit *hit)
{
    const plx_collapse *c = x->f->collapse;

    hit->duplicates = plx_collapse_copies(c, hit->docid);
    if (!hit->duplicates)
        return PLX_OK;
    hit->group = strdup(plx_collapse_name(c, hit->docid));
    return hit->group ? PLX_OK : no_memory(x->err);
}

/* Is a snippet wanted, and is there time for it? */
static plx_status ask_snippet(const page *x, bool *out)
{
    const plx_filling *f = x->f;
    plx_status rc;

    *out = false;
    if (!f->req->snippets)
        return PLX_OK;
    rc = plx_deadline_phase(f->deadline, PLX_PHASE_SNIPPETS, x->err);
    *out = !rc;
    return plx_partial_allow(rc, PLX_PARTIAL_SNIPPETS, f->partial);
}

static plx_status fill_hit(const page *x, const plx_ranked *r, plx_hit *hit)
{
    const plx_filling *f = x->f;
    bool has_snippet;
    plx_status rc = ask_snippet(x, &has_snippet);

    hit->docid = r->docid;
    hit->score = r->score;
    hit->full = plx_bits_has(f->full, r->docid);
    if (!rc)
        rc = plx_snapshot_article(f->snap, r->docid, has_snippet, &hit->article, x->err);
    if (!rc)
        rc = plx_snapshot_verdict(f->snap, r->docid, &hit->verdict, x->err);
    if (!rc && f->req->collapse)
        rc = fill_group(x, hit);
    if (!rc && has_snippet)
        rc = add_snippet(x, hit);
    return rc;
}

plx_status plx_fill_hits(const plx_filling *f, const plx_ranked *ranked, size_t n,
                         plx_search_result *out, plx_error *err)
{
    page x = { .f = f, .err = err };
    plx_status rc = PLX_OK;
    size_t i;

    out->hits = calloc(n + 1, sizeof *out->hits);
    if (!out->hits)
        return no_memory(err);
    if (f->req->snippets)
        rc = plx_marks_make(f->plan, plx_snapshot_documents(f->snap), &x.marks, err);
    for (i = 0; !rc && i < n; i++) {
        plx_hit *hit = &out->hits[i];

        rc = plx_deadline_check(f->deadline, err);
        if (rc)
            break;
        out->hit_count++;
        plx_article_init(&hit->article);
        rc = fill_hit(&x, &ranked[i], hit);
    }
    plx_marks_release(&x.marks);
    return plx_partial_allow(rc, PLX_PARTIAL_HITS, f->partial);
}
