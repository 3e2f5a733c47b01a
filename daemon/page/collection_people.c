/* daemon/page/collection_people.c - labels by people, and what was read into the index */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/markup.h"
#include "collection/collection.h"
#include "collection/labels.h"
#include "collection/manifest.h"
#include "daemon/page/collection.h"
#include "daemon/page/page.h"
#include "daemon/write/votes.h"

/* Coders and failed files that are named, at most. */
#define CODERS_MOST   40u
#define FAILURES_MOST 200u

/* ------------------------------------------------------------ labels */

struct coder {
    const char *name;
    uint32_t votes;
};

/* Votes that stand, under the target of the model. */
struct votes {
    const plx_label_set *labels;
    uint32_t stands, others; /* others: labels that the model does not have */
    uint32_t label[PLX_LABELS_MAX], off_topic;
    uint32_t how[PLX_HOWS];
    struct coder coder[CODERS_MOST];
    size_t coders;
    uint32_t more_coders; /* votes of further ones */
};

static void count_coder(struct votes *v, const char *name)
{
    for (size_t i = 0; i < v->coders; i++)
        if (strcmp(v->coder[i].name, name) == 0) {
            v->coder[i].votes++;
            return;
        }
    if (v->coders < CODERS_MOST)
        v->coder[v->coders++] = (struct coder){ name, 1 };
    else
        v->more_coders++;
}

static void count_standing(struct votes *v, const plx_label *vote)
{
    int label = plx_label_find(v->labels, vote->label);

    v->stands++;
    if (label >= 0)
        v->label[label]++;
    else if (plx_stance_is_off_topic(vote->label))
        v->off_topic++;
    else
        v->others++;
}

static void count_votes(struct votes *v, const plx_labels *all, const char *target)
{
    for (size_t i = 0; i < plx_labels_count(all); i++) {
        const plx_label *vote = plx_labels_at(all, i);

        if (strcmp(vote->target, target) != 0)
            continue;
        if (plx_labels_stands(all, vote) && vote->label)
            count_standing(v, vote);
        if (plx_labels_is_latest(all, vote) && vote->label) {
            v->how[vote->how]++;
            count_coder(v, vote->coder);
        }
    }
}

static void print_item(plx_strbuf *out, const char *name, uint32_t n)
{
    if (!n)
        return;
    plx_markup_print(out, "<li><bdi>%s</bdi> <span class=\"quiet\">", name);
    plx_strbuf_put_count(out, n);
    plx_strbuf_puts(out, "</span></li>");
}

static void print_labels(plx_strbuf *out, const struct votes *v)
{
    plx_strbuf_puts(out, "<ul class=\"counts\">");
    for (size_t i = 0; i < v->labels->count; i++) {
        if (!v->label[i])
            continue;
        plx_strbuf_puts(out, "<li>");
        plx_page_shape(out, (unsigned)i);
        plx_markup_print(out,
                         " <a href=\"" PLX_PATH_PAGE "?labels=person&amp;stance=%s\">%s</a> "
                         "<span class=\"quiet\">",
                         v->labels->name[i], v->labels->name[i]);
        plx_strbuf_put_count(out, v->label[i]);
        plx_strbuf_puts(out, "</span></li>");
    }
    print_item(out, PLX_STANCE_OFF_TOPIC, v->off_topic);
    print_item(out, "labels of another model", v->others);
    plx_strbuf_puts(out, "</ul>");
}

static void print_origins(plx_strbuf *out, const struct votes *v)
{
    plx_strbuf_puts(out, "<h3>How the votes came to be</h3><ul class=\"counts\">");
    for (unsigned i = 0; i < PLX_HOWS; i++)
        print_item(out, plx_label_how_name((plx_label_how)i), v->how[i]);
    plx_strbuf_puts(out, "</ul>");
}

static void print_coders(plx_strbuf *out, const struct votes *v)
{
    plx_strbuf_puts(out, "<h3>Votes by coder</h3><ul class=\"counts\">");
    for (size_t i = 0; i < v->coders; i++)
        print_item(out, *v->coder[i].name ? v->coder[i].name : "(no name)", v->coder[i].votes);
    print_item(out, "further coders", v->more_coders);
    plx_strbuf_puts(out, "</ul>");
}

static void print_people(const plx_context *c, const plx_labels *all, plx_strbuf *out)
{
    const plx_model_info *model = plx_snapshot_model(c->worker->snapshot);
    struct votes v = { .labels = &model->labels };
    const char *first;
    size_t faults = plx_labels_faults(all, &first);
    bool has_token = c->request->access == PLX_ACCESS_WRITE;

    count_votes(&v, all, model->target);
    plx_strbuf_puts(out, "<section><h2>Labels by people</h2><p>");
    if (v.stands) {
        plx_markup_print(out, "<a href=\"" PLX_PATH_PAGE "?labels=person\">");
        plx_strbuf_put_count(out, v.stands);
        plx_strbuf_puts(out, v.stands == 1 ? " article has</a> a label by a person.</p>"
                                           : " articles have</a> a label by a person.</p>");
        print_labels(out, &v);
        print_origins(out, &v);
        if (has_token)
            print_coders(out, &v);
    } else {
        plx_strbuf_puts(out, "No article has one yet: <a href=\"" PLX_PATH_REVIEW
                             "\">review</a> asks for those that teach the model most.</p>");
    }
    if (faults)
        plx_markup_print(out,
                         "<p class=\"quiet\">%u lines of the file of labels cannot be read: "
                         "<code>parallax labels list</code> names them.</p>",
                         (unsigned)faults);
    plx_strbuf_puts(out, "</section>");
}

plx_status plx_page_collection_people(const plx_context *c, plx_strbuf *out, plx_error *err)
{
    plx_labels *all;
    plx_status rc = plx_votes_borrow(c->daemon->votes, &all, err);

    if (rc != PLX_OK)
        return rc;
    print_people(c, all, out);
    plx_votes_give_back(c->daemon->votes);
    return PLX_OK;
}

/* ------------------------------------------------------------ files */

static void print_failures(plx_strbuf *out, const plx_manifest *m, uint32_t failed)
{
    plx_manifest_entry e = { .file = 0 };
    uint32_t shown = 0;

    plx_strbuf_puts(out, "<details class=\"failures\"><summary>Files that failed</summary><ul>");
    while (shown < FAILURES_MOST && plx_manifest_next(m, e.file, &e)) {
        if (!e.failed || e.is_gone)
            continue;
        shown++;
        plx_markup_print(out, "<li><bdi>%s</bdi> <span class=\"quiet\">", e.path);
        plx_strbuf_put_count(out, e.articles);
        plx_strbuf_puts(out, " articles read</span></li>");
    }
    if (shown < failed) {
        plx_strbuf_puts(out, "<li class=\"quiet\">and ");
        plx_strbuf_put_count(out, failed - shown);
        plx_strbuf_puts(out, " more</li>");
    }
    plx_strbuf_puts(out, "</ul></details>");
}

/* When the last run ended: the manifest is written after the commit that it describes. */
static void print_last_run(plx_strbuf *out, const char *path)
{
    struct stat st;
    char iso[PLX_DATE_BYTES];
    plx_date when = { .precision = PLX_DATE_TIME };

    if (stat(path, &st) != 0)
        return;
    when.start = (int64_t)st.st_mtime;
    plx_date_format(&when, iso);
    plx_markup_print(out, " Files were last read until <time datetime=\"%s\">", iso);
    plx_page_date(out, &when);
    plx_strbuf_printf(out, ", %.5s UTC</time>.", iso + strlen("2019-10-10T"));
}

static void print_files(const plx_context *c, const plx_manifest *m, const char *path,
                        plx_strbuf *out)
{
    plx_manifest_entry e = { .file = 0 };
    uint32_t failed = 0;
    uint64_t articles = 0;

    while (plx_manifest_next(m, e.file, &e))
        if (!e.is_gone) {
            failed += e.failed;
            articles += e.articles;
        }
    plx_strbuf_puts(out, "<section><h2>What was read</h2><p>");
    if (!plx_manifest_count(m)) {
        plx_strbuf_puts(out, "No file was read: what is here came in otherwise.</p></section>");
        return;
    }
    plx_strbuf_put_count(out, articles);
    plx_strbuf_puts(out, " articles from ");
    plx_strbuf_put_count(out, plx_manifest_count(m));
    plx_strbuf_puts(out, plx_manifest_count(m) == 1 ? " file." : " files.");
    print_last_run(out, path);
    if (failed) {
        plx_strbuf_putc(out, ' ');
        plx_strbuf_put_count(out, failed);
        plx_strbuf_puts(out, failed == 1 ? " file" : " files");
        plx_strbuf_puts(out, " could not be read whole: the next run tries again.");
    } else {
        plx_strbuf_puts(out, " Nothing failed.");
    }
    plx_strbuf_puts(out, "</p>");
    if (failed && c->request->access == PLX_ACCESS_WRITE)
        print_failures(out, m, failed);
    plx_strbuf_puts(out, "</section>");
}

plx_status plx_page_collection_files(const plx_context *c, plx_strbuf *out, plx_error *err)
{
    char *path = plx_collection_file(c->daemon->index_dir, "manifest");
    plx_manifest *m = NULL;
    plx_status rc = path ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "manifest: out of memory");

    if (rc == PLX_OK)
        rc = plx_manifest_open(path, true, &m, err);
    if (rc == PLX_OK)
        print_files(c, m, path, out);
    plx_manifest_close(m);
    free(path);
    return rc;
}
