/* compare/compare_csv.c - the terms of a comparison as CSV */
#include "base/csv.h"
#include "compare/compare.h"

static const char *const columns[] = {
    "side",           "term",         "kind",     "z",
    "z_sources",      "log_odds",     "articles", "articles_others",
    "count_side",     "count_others", "sources",  "in_model",
    "weak",           "one_source",   "example",  "example_id",
    "example_source", NULL,
};

static void put_number(plx_strbuf *out, uint32_t n)
{
    plx_strbuf_printf(out, ",%u", (unsigned)n);
}

static void put_flag(plx_strbuf *out, bool fact)
{
    plx_strbuf_puts(out, fact ? ",true" : ",false");
}

static void put_text(plx_strbuf *out, const char *s)
{
    plx_strbuf_putc(out, ',');
    plx_csv_put_value(out, s);
}

static void put_term(plx_strbuf *out, const char *side, const plx_compared_term *t)
{
    plx_csv_put_value(out, side);
    put_text(out, t->term);
    put_text(out, plx_compare_kind_name(t->kind));
    plx_strbuf_printf(out, ",%.3f,%.3f,%.4f", t->z, t->z_sources, t->log_odds);
    put_number(out, t->articles);
    put_number(out, t->articles_others);
    put_number(out, t->count);
    put_number(out, t->count_others);
    put_number(out, t->sources);
    put_flag(out, t->in_model);
    put_flag(out, t->weak);
    put_flag(out, t->one_source);
    put_text(out, t->example.sentence);
    put_text(out, t->example.id);
    put_text(out, t->example.source);
    plx_csv_end_line(out);
}

void plx_comparison_csv(const plx_comparison *c, plx_strbuf *out)
{
    plx_csv_put_line(out, columns);
    for (size_t i = 0; i < c->side_count; i++)
        for (size_t k = 0; k < c->sides[i].term_count; k++)
            put_term(out, c->sides[i].name, &c->sides[i].terms[k]);
}
