#include "search/counts.h"

#include "base/csv.h"
#include "base/json.h"

/* ---------------------------------------------------------------- facets */

static json_t *values_json(const plx_facet *f);

/* What a year or a month holds: as deep as the tree of dates. */
static bool put_children(json_t *o, const plx_facet_value *v)
{
    if (!v->children)
        return true;
    return plx_json_put(o, "children", values_json(v->children)) &&
           plx_json_put_count(o, "missing", v->children->missing);
}

static json_t *value_json(const plx_facet_value *v)
{
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "value", plx_json_str(v->value)) &&
              plx_json_put_count(o, "count", v->count);

    if (ok && v->chosen)
        ok = plx_json_put(o, "chosen", json_true());
    return plx_json_checked(o, ok && put_children(o, v));
}

static json_t *values_json(const plx_facet *f)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < f->count; i++)
        ok = json_array_append_new(list, value_json(&f->values[i])) == 0;
    return plx_json_checked(list, ok);
}

json_t *plx_facets_json(const plx_facet *facets, size_t n)
{
    json_t *o = json_object();
    bool ok = o != NULL;
    size_t i;

    for (i = 0; ok && i < n; i++)
        ok = plx_json_put(o, facets[i].name, values_json(&facets[i]));
    return plx_json_checked(o, ok);
}

json_t *plx_facets_more_json(const plx_facet *facets, size_t n)
{
    json_t *o = json_object();
    bool ok = o != NULL;
    size_t i;

    for (i = 0; ok && i < n; i++) {
        json_t *one = json_object();

        ok = one && plx_json_put_count(one, "n", facets[i].n) &&
             plx_json_put_count(one, "distinct", facets[i].distinct) &&
             plx_json_put_count(one, "others", facets[i].others) &&
             plx_json_put_count(one, "missing", facets[i].missing) &&
             (!facets[i].has_several || plx_json_put(one, "several", json_true()));
        ok = plx_json_put(o, facets[i].name, plx_json_checked(one, ok)) && ok;
    }
    return plx_json_checked(o, ok);
}

/* ---------------------------------------------------------------- tables */

static bool is_others(const plx_cross_side *s, size_t line)
{
    return line == s->count && s->has_others;
}

const char *plx_cross_line_name(const plx_cross_side *s, size_t line)
{
    if (line < s->count)
        return s->value[line];
    return is_others(s, line) ? PLX_COUNTS_OTHERS : PLX_COUNTS_MISSING;
}

static json_t *line_json(const plx_cross_side *s, size_t line)
{
    json_t *o = json_object();
    const char *kind = line < s->count ? "value" : is_others(s, line) ? "others" : "missing";
    bool ok = o && plx_json_put(o, "kind", plx_json_str(kind));

    if (ok && line < s->count)
        ok = plx_json_put(o, "value", plx_json_str(s->value[line]));
    return plx_json_checked(o, ok);
}

static json_t *side_json(const plx_cross_side *s)
{
    json_t *o = json_object(), *lines = json_array();
    bool ok = o && lines && plx_json_put(o, "facet", plx_json_str(s->facet)) &&
              plx_json_put_count(o, "distinct", s->distinct);
    size_t i;

    for (i = 0; ok && i < s->lines; i++)
        ok = json_array_append_new(lines, line_json(s, i)) == 0;
    if (ok && s->has_several)
        ok = plx_json_put(o, "several", json_true());
    ok = ok && json_object_set_nocheck(o, "lines", lines) == 0;
    json_decref(lines);
    return plx_json_checked(o, ok);
}

static json_t *numbers_json(const uint32_t *number, size_t n)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < n; i++)
        ok = json_array_append_new(list, json_integer((json_int_t)number[i])) == 0;
    return plx_json_checked(list, ok);
}

static json_t *cells_json(const plx_cross *c)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < c->rows.lines; i++)
        ok = json_array_append_new(
                 list, numbers_json(c->cell + i * c->columns.lines, c->columns.lines)) == 0;
    return plx_json_checked(list, ok);
}

json_t *plx_cross_json(const plx_cross *c)
{
    json_t *o = json_object();

    return plx_json_checked(
        o, o && plx_json_put(o, "rows", side_json(&c->rows)) &&
               plx_json_put(o, "columns", side_json(&c->columns)) &&
               plx_json_put(o, "counts", cells_json(c)) &&
               plx_json_put(o, "row_totals", numbers_json(c->rows.total, c->rows.lines)) &&
               plx_json_put(o, "column_totals", numbers_json(c->columns.total, c->columns.lines)) &&
               plx_json_put_count(o, "n", c->n));
}

/* ----------------------------------------------------------------- tally */

static json_t *label_json(uint32_t count, uint32_t person)
{
    json_t *o = json_object();

    return plx_json_checked(o, o && plx_json_put_count(o, "count", count) &&
                                   plx_json_put_count(o, "person", person));
}

static json_t *labels_json(const plx_tally *t, const plx_label_set *labels)
{
    json_t *o = json_object();
    bool ok = o != NULL;
    size_t i;

    for (i = 0; ok && i < t->labels && i < labels->count; i++)
        ok = plx_json_put(o, labels->name[i], label_json(t->label[i], t->person[i]));
    return plx_json_checked(o, ok);
}

json_t *plx_tally_json(const plx_tally *t, const plx_label_set *labels)
{
    json_t *o = json_object();

    return plx_json_checked(o, o && plx_json_put_count(o, "n", t->total) &&
                                   plx_json_put_count(o, "stories", t->stories) &&
                                   plx_json_put_count(o, "person", t->by_person) &&
                                   plx_json_put_count(o, "model", t->by_model) &&
                                   plx_json_put_count(o, "unclear", t->unclear) &&
                                   plx_json_put_count(o, "off_topic", t->off_topic) &&
                                   plx_json_put_count(o, "not_judged", t->not_judged) &&
                                   plx_json_put_count(o, "undated", t->undated) &&
                                   plx_json_put(o, "labels", labels_json(t, labels)));
}

/* ----------------------------------------------------------------- words */

static void add_part(uint32_t n, const char *what, bool *is_first, plx_strbuf *out)
{
    if (!n)
        return;
    plx_strbuf_puts(out, *is_first ? ": " : ", ");
    plx_strbuf_put_count(out, n);
    plx_strbuf_puts(out, what);
    *is_first = false;
}

void plx_tally_words(const plx_tally *t, plx_strbuf *out)
{
    bool is_first = true;

    plx_strbuf_puts(out, "n = ");
    plx_strbuf_put_count(out, t->total);
    plx_strbuf_puts(out, t->total == 1 ? " article (" : " articles (");
    plx_strbuf_put_count(out, t->stories);
    plx_strbuf_puts(out, t->stories == 1 ? " story)" : " stories)");
    add_part(t->by_person, " labelled by people", &is_first, out);
    add_part(t->by_model, t->by_person ? " by the model" : " labelled by the model", &is_first,
             out);
    add_part(t->unclear, " unclear", &is_first, out);
    add_part(t->off_topic, " off-topic", &is_first, out);
    add_part(t->not_judged, " not judged", &is_first, out);
    if (t->undated) {
        plx_strbuf_puts(out, "; ");
        plx_strbuf_put_count(out, t->undated);
        plx_strbuf_puts(out, " undated");
    }
}

/* ---------------------------------------------------------------- hidden */

json_t *plx_hidden_json(const plx_search_result *r)
{
    json_t *o = json_object();

    return plx_json_checked(o, o && plx_json_put_count(o, "undated", r->hidden_undated) &&
                                   plx_json_put_count(o, "unclear", r->hidden_unclear) &&
                                   plx_json_put_count(o, "off_topic", r->hidden_off_topic) &&
                                   plx_json_put_count(o, "not_judged", r->hidden_not_judged));
}

/* ------------------------------------------------------------------- CSV */

static void put_line(const char *value, uint32_t count, uint32_t n, plx_strbuf *out)
{
    plx_csv_put_value(out, value);
    plx_strbuf_printf(out, ",%u,%.4f", (unsigned)count, n ? (double)count / n : 0.0);
    plx_csv_end_line(out);
}

static void put_values(const plx_facet *f, uint32_t n, plx_strbuf *out)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        put_line(f->values[i].value, f->values[i].count, n, out);
        if (f->values[i].children)
            put_values(f->values[i].children, n, out);
    }
}

void plx_facet_csv(const plx_facet *f, plx_strbuf *out)
{
    const char *head[] = { f->name, "count", "share", NULL };

    plx_csv_put_line(out, head);
    put_values(f, f->n, out);
    if (f->distinct > f->count)
        put_line(PLX_COUNTS_OTHERS, f->others, f->n, out);
    if (f->missing)
        put_line(PLX_COUNTS_MISSING, f->missing, f->n, out);
}

static void put_numbers(const uint32_t *number, size_t n, uint32_t total, plx_strbuf *out)
{
    size_t i;

    for (i = 0; i < n; i++)
        plx_strbuf_printf(out, ",%u", (unsigned)number[i]);
    plx_strbuf_printf(out, ",%u", (unsigned)total);
    plx_csv_end_line(out);
}

void plx_cross_csv(const plx_cross *c, plx_strbuf *out)
{
    size_t i;

    plx_csv_put_value(out, c->rows.facet);
    for (i = 0; i < c->columns.lines; i++) {
        plx_strbuf_putc(out, ',');
        plx_csv_put_value(out, plx_cross_line_name(&c->columns, i));
    }
    plx_strbuf_puts(out, ",total");
    plx_csv_end_line(out);
    for (i = 0; i < c->rows.lines; i++) {
        plx_csv_put_value(out, plx_cross_line_name(&c->rows, i));
        put_numbers(c->cell + i * c->columns.lines, c->columns.lines, c->rows.total[i], out);
    }
    plx_strbuf_puts(out, "total");
    put_numbers(c->columns.total, c->columns.lines, c->n, out);
}
