#include "search/methods.h"

#include <string.h>

#include "collection/schema.h"
#include "text/analyser.h"

static void add_count(const char *what, uint32_t n, plx_strbuf *out)
{
    plx_strbuf_printf(out, "- %s: %u\n", what, (unsigned)n);
}

/* Where it is not 0. */
static void add_some(const char *what, uint32_t n, plx_strbuf *out)
{
    if (n)
        add_count(what, n, out);
}

/* Text that no back-tick or control of it ends or alters; line breaks are kept or become blanks. */
static void add_plain(const char *s, bool keep_lines, plx_strbuf *out)
{
    for (; *s; s++) {
        bool is_control = (unsigned char)*s < ' ' || *s == 0x7f;

        if (*s == '\n' && keep_lines)
            plx_strbuf_putc(out, '\n');
        else
            plx_strbuf_putc(out, *s == '`' ? '\'' : is_control ? ' ' : *s);
    }
}

/* One line of code. */
static void add_code(const char *s, plx_strbuf *out)
{
    plx_strbuf_puts(out, "``` ");
    add_plain(s, false, out);
    plx_strbuf_puts(out, " ```");
}

/* ----------------------------------------------------------------- query */

/* Nothing if it was not given. */
static void add_given(const char *what, const char *value, plx_strbuf *out)
{
    if (!value)
        return;
    plx_strbuf_printf(out, "- %s: ", what);
    add_code(value, out);
    plx_strbuf_putc(out, '\n');
}

static void add_filters(const plx_search_request *req, plx_strbuf *out)
{
    size_t i;

    for (i = 0; i < req->filter_count; i++) {
        plx_strbuf_printf(out, "- only %s: ", req->filters[i].name);
        add_code(req->filters[i].value, out);
        plx_strbuf_putc(out, '\n');
    }
    if (req->labels && strcmp(req->labels, "all") != 0)
        add_given("only stance_by", req->labels, out);
    add_given("since", req->since, out);
    add_given("until (all of it)", req->until, out);
}

static void add_switches(const plx_search_request *req, plx_strbuf *out)
{
    const struct {
        bool is_set;
        const char *what;
    } switches[] = {
        { req->undated, "undated articles pass the dates" },
        { req->likely, "unclear articles pass a stance that is their best label" },
        { req->any, "any word of the query is enough" },
        { req->all, "only articles with all words" },
        { req->exact, "words by their surface form, not by stem" },
        { req->no_spellings, "names only as they are spelled" },
        { req->no_aliases, "no other names of what the query names" },
        { req->collapse, "of near-copies only the best ranked one" },
    };
    size_t i;

    for (i = 0; i < sizeof switches / sizeof *switches; i++)
        if (switches[i].is_set)
            plx_strbuf_printf(out, "- %s\n", switches[i].what);
}

static void add_query(const plx_methods *m, plx_strbuf *out)
{
    const char *query = m->request->query ? m->request->query : "";

    plx_strbuf_puts(out, "\n## Query\n\n- query: ");
    if (query[strspn(query, " \t\r\n")])
        add_code(query, out);
    else
        plx_strbuf_puts(out, "none, all articles");
    plx_strbuf_putc(out, '\n');
    add_filters(m->request, out);
    add_switches(m->request, out);
    add_given("notice", m->result->notice, out);
    if (m->result->explanation) {
        plx_strbuf_puts(out, "\n```\n");
        add_plain(m->result->explanation, true, out);
        plx_strbuf_puts(out, "```\n");
    }
}

/* ---------------------------------------------------------------- counts */

static void add_totals(const plx_methods *m, plx_strbuf *out)
{
    const plx_search_result *r = m->result;

    plx_strbuf_puts(out, "\n## Counts\n\n");
    add_count("articles in the index", m->documents, out);
    add_count("articles found", r->total, out);
    if (r->total_any > r->total)
        add_count("articles with any of the words", r->total_any, out);
    add_count("articles written out", m->written, out);
    add_count("stories (near-copies counted once)", m->result->tally.stories, out);
    add_some("undated, left out by the dates", r->hidden_undated, out);
    add_some("unclear, left out by the stance", r->hidden_unclear, out);
    add_some("undated among those found", m->result->tally.undated, out);
}

static void add_stances(const plx_methods *m, plx_strbuf *out)
{
    const plx_label_set *labels = &m->result->model->labels;
    const plx_tally *t = &m->result->tally;
    size_t i;

    plx_strbuf_puts(out, "\n| stance | articles | by persons | by the model |\n"
                         "|---|---:|---:|---:|\n");
    for (i = 0; i < labels->count; i++)
        plx_strbuf_printf(out, "| %s | %u | %u | %u |\n", labels->name[i], (unsigned)t->label[i],
                          (unsigned)t->person[i], (unsigned)(t->label[i] - t->person[i]));
    plx_strbuf_printf(out,
                      "| unclear | %u | | |\n| off-topic | %u | | |\n| not-judged | %u | | |\n",
                      (unsigned)t->unclear, (unsigned)t->off_topic, (unsigned)t->not_judged);
    plx_strbuf_printf(out, "| all | %u | %u | |\n", (unsigned)t->total, (unsigned)t->by_person);
}

/* ----------------------------------------------------------------- model */

static void add_model(const plx_methods *m, plx_strbuf *out)
{
    const plx_model_info *info = m->result->model;
    size_t i;

    plx_strbuf_puts(out, "\n## Labels\n\n");
    if (!info->labels.count) {
        plx_strbuf_puts(out, "No model has judged the articles of this index.\n");
        return;
    }
    plx_strbuf_printf(out, "- model: %s of %s, digest %s\n- target: %s\n", info->name, info->date,
                      info->digest, info->target);
    for (i = 0; i < info->labels.count; i++)
        plx_strbuf_printf(out, "- %s: %s%s%s\n", info->labels.name[i], info->title[i],
                          *info->definition[i] ? "; " : "", info->definition[i]);
    plx_strbuf_puts(
        out, "\nA person's label outranks the model's. `unclear`: the model's best "
             "probability is under its threshold. Labels of the model are estimates: `parallax "
             "validate` measures on a blind random sample how often they are right here, and "
             "corrects their shares.\n");
}

void plx_methods_note(const plx_methods *m, plx_strbuf *out)
{
    char when[PLX_DATE_BYTES];
    plx_date now = { m->now, PLX_DATE_TIME, true };

    plx_date_format(&now, when);
    plx_strbuf_printf(out, "# How these articles were chosen\n\nWritten by Parallax %s, %s.\n",
                      PLX_VERSION, when);
    add_query(m, out);
    add_totals(m, out);
    if (m->result->model->labels.count)
        add_stances(m, out);
    add_model(m, out);
    plx_strbuf_printf(out,
                      "\n## Index\n\n- state: %s\n- index format %d, text analysis version %d\n",
                      m->version, PLX_INDEX_FORMAT, PLX_ANALYSIS_VERSION);
}
