#include "search/export_writer.h"

#include <stdlib.h>

#include "base/json.h"
#include "search/cite.h"
#include "search/export.h"

struct plx_export_writer {
    plx_export_options opt;
    plx_cite_keys *keys;
    plx_strbuf key;
    uint32_t written;
};

/* One form: what stands before, for each article, behind. */
struct form {
    void (*begin)(const plx_model_info *model, plx_strbuf *out);
    plx_status (*add)(plx_export_writer *w, const plx_exported *x, plx_strbuf *out, plx_error *err);
    const char *end; /* NULL: nothing */
    bool has_text, has_votes;
};

static void begin_csl(const plx_model_info *model, plx_strbuf *out)
{
    (void)model;
    plx_strbuf_putc(out, '[');
}

static plx_status add_jsonl(plx_export_writer *w, const plx_exported *x, plx_strbuf *out,
                            plx_error *err)
{
    json_t *object = plx_export_json(x);

    (void)w;
    if (!object)
        return plx_fail(err, PLX_ERR_NOMEM, "export: out of memory");
    plx_json_print(object, false, out);
    plx_strbuf_putc(out, '\n');
    json_decref(object);
    return PLX_OK;
}

static plx_status add_csv(plx_export_writer *w, const plx_exported *x, plx_strbuf *out,
                          plx_error *err)
{
    (void)w;
    (void)err;
    plx_export_csv(x, out);
    return PLX_OK;
}

static plx_status add_id(plx_export_writer *w, const plx_exported *x, plx_strbuf *out,
                         plx_error *err)
{
    (void)w;
    (void)err;
    plx_strbuf_puts(out, x->article->id);
    plx_strbuf_putc(out, '\n');
    return PLX_OK;
}

static plx_status cite(plx_export_writer *w, const plx_exported *x, plx_citation *out,
                       plx_error *err)
{
    plx_status rc = plx_cite_key(w->keys, x->article, &w->key, err);

    *out = (plx_citation){ w->key.s, x->article, x->verdict, x->model };
    return rc;
}

static plx_status add_bibtex(plx_export_writer *w, const plx_exported *x, plx_strbuf *out,
                             plx_error *err)
{
    plx_citation c;
    plx_status rc = cite(w, x, &c, err);

    if (!rc)
        plx_cite_bibtex(&c, out);
    return rc;
}

static plx_status add_csl(plx_export_writer *w, const plx_exported *x, plx_strbuf *out,
                          plx_error *err)
{
    plx_citation c;
    json_t *item;
    plx_status rc = cite(w, x, &c, err);

    if (rc)
        return rc;
    item = plx_cite_csl(&c);
    if (!item)
        return plx_fail(err, PLX_ERR_NOMEM, "export: out of memory");
    plx_strbuf_puts(out, w->written ? ",\n" : "\n");
    plx_json_print(item, false, out);
    json_decref(item);
    return PLX_OK;
}

static const struct form forms[PLX_EXPORT_FORMS] = {
    [PLX_EXPORT_JSONL] = { NULL, add_jsonl, NULL, true, true },
    [PLX_EXPORT_CSV] = { plx_export_csv_header, add_csv, NULL, false, true },
    [PLX_EXPORT_BIBTEX] = { NULL, add_bibtex, NULL, false, false },
    [PLX_EXPORT_CSL_JSON] = { begin_csl, add_csl, "\n]\n", false, false },
    [PLX_EXPORT_IDS] = { NULL, add_id, NULL, false, false },
};

const char *const plx_export_words[] = { "jsonl", "csv", "bibtex", "csl-json", "ids", NULL };

bool plx_export_has_votes(plx_export_form form)
{
    return forms[form].has_votes;
}

/* ------------------------------------------------------------ life */

plx_status plx_export_writer_new(const plx_export_options *opt, plx_export_writer **out,
                                 plx_error *err)
{
    plx_export_writer *w = calloc(1, sizeof *w);

    *out = NULL;
    if (!w)
        return plx_fail(err, PLX_ERR_NOMEM, "export: out of memory");
    w->opt = *opt;
    plx_strbuf_init(&w->key);
    w->keys = plx_cite_keys_new();
    if (!w->keys) {
        plx_export_writer_free(w);
        return plx_fail(err, PLX_ERR_NOMEM, "export: out of memory");
    }
    *out = w;
    return PLX_OK;
}

void plx_export_writer_free(plx_export_writer *w)
{
    if (!w)
        return;
    plx_cite_keys_free(w->keys);
    plx_strbuf_release(&w->key);
    free(w);
}

uint32_t plx_export_count(const plx_export_writer *w)
{
    return w->written;
}

/* ------------------------------------------------------------ writing */

void plx_export_begin(plx_export_writer *w, const plx_model_info *model, plx_strbuf *out)
{
    if (forms[w->opt.form].begin)
        forms[w->opt.form].begin(model, out);
}

void plx_export_end(plx_export_writer *w, plx_strbuf *out)
{
    if (forms[w->opt.form].end)
        plx_strbuf_puts(out, forms[w->opt.form].end);
}

static plx_status add_exported(plx_export_writer *w, plx_exported *x, plx_strbuf *out,
                               plx_error *err)
{
    plx_status rc;

    x->rank = w->written + 1;
    x->no_coder = w->opt.no_coders;
    if (w->opt.labels && x->verdict->by_person)
        x->vote = plx_labels_find(w->opt.labels, x->article->id, x->model->target);
    rc = forms[w->opt.form].add(w, x, out, err);
    if (!rc && out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "export: out of memory");
    w->written += !rc;
    return rc;
}

plx_status plx_export_add(plx_export_writer *w, plx_snapshot *snap, uint32_t docid, plx_strbuf *out,
                          plx_error *err)
{
    bool with_text = forms[w->opt.form].has_text && !w->opt.no_text;
    plx_article article;
    plx_verdict verdict;
    plx_exported x = { .article = &article,
                       .verdict = &verdict,
                       .model = plx_snapshot_model(snap) };
    plx_status rc;

    plx_article_init(&article);
    rc = plx_snapshot_article(snap, docid, with_text, &article, err);
    if (!rc)
        rc = plx_snapshot_verdict(snap, docid, &verdict, err);
    if (!rc)
        rc = add_exported(w, &x, out, err);
    plx_article_release(&article);
    return rc;
}
