/* Judging a whole index anew: batches of articles are read here, judged by threads, written here.
 */
#include "collection/relabel.h"

#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"
#include "collection/crew.h"
#include "collection/schema.h"
#include "collection/writer_internal.h"

#define DOCIDS_AT_ONCE 4096
/* Articles of a batch, and bytes of packed records that end one. Starting threads for each batch
 * costs nothing beside judging so many. */
#define BATCH_ARTICLES 512
#define BATCH_BYTES    ((size_t)32 << 20)

/* A stance as the index holds it. */
typedef struct stored {
    uint32_t docid;
    uint8_t n;
    unsigned char bytes[PLX_VERDICT_BYTES];
} stored;

/* An article of a batch. */
typedef struct item {
    size_t at, len; /* its record */
    plx_verdict verdict;
    bool is_foreign;
} item;

typedef struct run {
    plx_writer *w;
    plx_relabel_result *out;
    uint32_t *docids;
    size_t docid_count;
    stored *stances; /* by rising docid; documents without one are left out */
    size_t stance_count, stance_cap, stance_at;
    bool no_memory;         /* for one more stance */
    plx_preparer **workers; /* one a thread; the first is the writer's own */
    size_t worker_count;

    item *items;
    size_t item_count;
    plx_strbuf records;
} run;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "relabel: out of memory");
}

const char *plx_relabel_stance(const plx_label_set *labels, unsigned ordinal)
{
    static const char *const others[] = { PLX_STANCE_UNCLEAR, PLX_STANCE_OFF_TOPIC,
                                          PLX_STANCE_NOT_JUDGED };

    return ordinal < labels->count ? labels->name[ordinal] : others[ordinal - labels->count];
}

/* ------------------------------------------------------------ what there is */

plx_status plx_writer_docids(plx_writer *w, uint32_t **docids, size_t *n, plx_error *err)
{
    plx_postings *it = NULL;
    size_t cap = 0, got = DOCIDS_AT_ONCE;
    plx_status rc = plx_postings_open(w->st, "", 0, &it, err);

    *docids = NULL;
    *n = 0;
    while (!rc && got == DOCIDS_AT_ONCE) {
        if (*n + DOCIDS_AT_ONCE > cap) {
            uint32_t *grown = realloc(*docids, 2 * (cap + DOCIDS_AT_ONCE) * sizeof *grown);

            if (!grown) {
                rc = plx_fail(err, PLX_ERR_NOMEM, "relabel: out of memory");
                break;
            }
            *docids = grown;
            cap = 2 * (cap + DOCIDS_AT_ONCE);
        }
        rc = plx_postings_read(it, *docids + *n, DOCIDS_AT_ONCE, &got, err);
        *n += got;
    }
    plx_postings_close(it);
    if (rc) {
        free(*docids);
        *docids = NULL;
        *n = 0;
    }
    return rc;
}

static int keep_stance(void *ctx, uint32_t docid, const char *p, size_t n)
{
    run *r = ctx;
    stored *s;

    if (n > PLX_VERDICT_BYTES) /* none of ours: is written anew */
        return 0;
    if (r->stance_count == r->stance_cap) {
        size_t cap = 2 * r->stance_cap + DOCIDS_AT_ONCE;
        stored *grown = realloc(r->stances, cap * sizeof *grown);

        r->no_memory = !grown;
        if (!grown)
            return 1;
        r->stances = grown;
        r->stance_cap = cap;
    }
    s = &r->stances[r->stance_count++];
    s->docid = docid;
    s->n = (uint8_t)n;
    memcpy(s->bytes, p, n);
    return 0;
}

static plx_status read_stances(run *r, plx_error *err)
{
    plx_status rc = plx_store_each_value(r->w->st, PLX_SLOT_STANCE, keep_stance, r, err);

    return !rc && r->no_memory ? no_memory(err) : rc;
}

/* The stored stance of a document; they are asked for by rising docid. */
static const stored *stance_of(run *r, uint32_t docid)
{
    static const stored none = { 0 };

    while (r->stance_at < r->stance_count && r->stances[r->stance_at].docid < docid)
        r->stance_at++;
    if (r->stance_at == r->stance_count || r->stances[r->stance_at].docid != docid)
        return &none;
    return &r->stances[r->stance_at];
}

/* The labels that the stored stances count in: those of the last commit. */
static plx_status read_old_labels(run *r, plx_error *err)
{
    plx_model_info info = { 0 };
    plx_store *st = NULL;
    char *path = NULL;
    plx_status rc = plx_collection_generation_path(r->w->dir, NULL, &path, err);

    if (!rc)
        rc = plx_store_open(path, &st, err);
    if (!rc)
        rc = plx_model_info_read(st, &info, err);
    r->out->before = info.labels;
    r->out->after = r->w->info.labels;
    plx_store_close(st);
    free(path);
    return rc;
}

/* ------------------------------------------------------------ judging */

plx_status plx_writer_judge(plx_writer *w, plx_preparer *r, const plx_article *a, plx_verdict *v,
                            plx_error *err)
{
    plx_status rc = plx_preparer_analyse(r, a, err);

    if (!rc)
        rc = plx_judge_tokens(r->judge, &r->title, &r->text, a->lang, v, err);
    if (!rc)
        plx_writer_apply_label(w, a->id, a->text, v);
    return rc;
}

/* Nobody changes the writer or the labels by people while threads judge. */
static plx_status judge_item(void *ctx, size_t worker, size_t at, plx_error *err)
{
    run *r = ctx;
    plx_preparer *preparer = r->workers[worker];
    item *x = &r->items[at];
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_record_unpack(preparer->codec, r->records.s + x->at, x->len, true, &a, err);
    if (!rc)
        rc = plx_writer_judge(r->w, preparer, &a, &x->verdict, err);
    x->is_foreign = !rc && !x->verdict.by_person &&
                    plx_labels_find(r->w->labels, a.id, plx_writer_target(r->w)) != NULL;
    plx_article_release(&a);
    return rc;
}

static plx_status judge_batch(run *r, plx_error *err)
{
    const plx_crew_batch batch = { judge_item, r, r->worker_count, r->item_count };

    return plx_crew_run(&batch, err);
}

static plx_status new_workers(run *r, unsigned jobs, plx_error *err)
{
    plx_status rc;

    r->worker_count = plx_crew_size(jobs);
    r->items = calloc(BATCH_ARTICLES, sizeof *r->items);
    rc = r->items ? PLX_OK : no_memory(err);
    return rc ? rc : plx_writer_preparers(r->w, r->worker_count, &r->workers, err);
}

/* ------------------------------------------------------------ batches */

static plx_status read_batch(run *r, size_t from, plx_error *err)
{
    plx_status rc = PLX_OK;

    plx_strbuf_reset(&r->records);
    r->item_count = 0;
    while (!rc && from + r->item_count < r->docid_count && r->item_count < BATCH_ARTICLES &&
           r->records.len < BATCH_BYTES) {
        item *x = &r->items[r->item_count];
        plx_bytes data;

        rc = plx_store_get_data(r->w->st, r->docids[from + r->item_count], &data, err);
        *x = (item){ .at = r->records.len, .len = data.n };
        plx_strbuf_add(&r->records, data.p, data.n);
        r->item_count++;
    }
    return !rc && r->records.failed ? no_memory(err) : rc;
}

static unsigned ordinal_of(const plx_verdict *v, size_t labels)
{
    static const unsigned behind[PLX_KINDS] = {
        [PLX_KIND_UNCLEAR] = 0, [PLX_KIND_OFF_TOPIC] = 1, [PLX_KIND_NOT_JUDGED] = 2
    };

    if (v->kind == PLX_KIND_LABEL && v->best < labels)
        return v->best;
    return (unsigned)labels + behind[v->kind == PLX_KIND_LABEL ? PLX_KIND_NOT_JUDGED : v->kind];
}

static void count(plx_relabel_result *out, const stored *s, const item *x)
{
    plx_verdict old;
    unsigned before, after = ordinal_of(&x->verdict, out->after.count);

    plx_verdict_decode(s->bytes, s->n, &old);
    before = ordinal_of(&old, out->before.count);
    out->articles++;
    out->moved[before][after]++;
    out->changed += strcmp(plx_relabel_stance(&out->before, before),
                           plx_relabel_stance(&out->after, after)) != 0;
    out->by_person += x->verdict.by_person;
    out->foreign += x->is_foreign;
}

static plx_status write_batch(run *r, size_t from, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0; !rc && i < r->item_count; i++) {
        uint32_t docid = r->docids[from + i];
        const stored *s = stance_of(r, docid);
        unsigned char bytes[PLX_VERDICT_BYTES];
        size_t n = plx_verdict_encode(&r->items[i].verdict, r->out->after.count, bytes);

        count(r->out, s, &r->items[i]);
        if (s->n == n && memcmp(s->bytes, bytes, n) == 0)
            continue;
        r->out->rewritten++;
        rc = plx_store_set_value(r->w->st, docid, PLX_SLOT_STANCE, bytes, n, err);
    }
    return rc;
}

static plx_status relabel_all(run *r, const plx_relabel_options *opt, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0; !rc && i < r->docid_count; i += r->item_count) {
        if (opt->progress && opt->progress(opt->ctx, (uint32_t)i, (uint32_t)r->docid_count))
            return plx_fail(err, PLX_ERR_STOPPED,
                            "stopped after %zu of %zu articles; nothing changed", i,
                            r->docid_count);
        rc = read_batch(r, i, err);
        if (!rc)
            rc = judge_batch(r, err);
        if (!rc)
            rc = write_batch(r, i, err);
    }
    return rc;
}

plx_status plx_writer_relabel(plx_writer *w, const plx_relabel_options *opt,
                              plx_relabel_result *out, plx_error *err)
{
    run r = { .w = w, .out = out, .records = PLX_STRBUF_INIT };
    plx_status rc;

    memset(out, 0, sizeof *out);
    if (w->is_dry)
        return plx_fail(err, PLX_ERR_INVALID, "relabel: not in a dry run");
    rc = new_workers(&r, opt->jobs, err);
    if (!rc)
        rc = read_old_labels(&r, err);
    if (!rc)
        rc = read_stances(&r, err);
    if (!rc)
        rc = plx_writer_docids(w, &r.docids, &r.docid_count, err);
    if (!rc)
        rc = relabel_all(&r, opt, err);
    free(r.docids);
    free(r.stances);
    free(r.workers);
    free(r.items);
    plx_strbuf_release(&r.records);
    return rc;
}
