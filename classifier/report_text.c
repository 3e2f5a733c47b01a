/* The report of a training run as text. */
#include "classifier/report.h"

/* White space runs of a title would break the lines. */
static void add_line(plx_strbuf *out, const char *s)
{
    for (; *s; s++)
        plx_strbuf_putc(out, (unsigned char)*s < 0x20 ? ' ' : *s);
}

static void print_interval(double low, double high, plx_strbuf *out)
{
    if (high > 0)
        plx_strbuf_printf(out, "  %.3f to %.3f", low, high);
    plx_strbuf_putc(out, '\n');
}

static void print_head(const plx_train_report *r, plx_strbuf *out)
{
    plx_strbuf_printf(out, "model %s, target %s, ", r->name, r->target);
    if (r->base)
        plx_strbuf_printf(out, "adapted from %s\n", r->base);
    else
        plx_strbuf_puts(out, "from scratch\n");
    plx_strbuf_printf(out, "measured on %u parts held out in turn, %s; cost %g\n\n", r->folds,
                      r->random_folds ? "made at random: optimistic" : "by source", r->cost);
}

static void print_grid(const plx_train_report *r, plx_strbuf *out)
{
    if (r->grid_count == 0)
        return;
    plx_strbuf_puts(out, "\ncost         macro F1  95 % interval\n");
    for (size_t i = 0; i < r->grid_count; i++) {
        const plx_grid_point *p = &r->grid[i];

        plx_strbuf_printf(out, "%-10g %c %8.3f", p->cost, p->cost == r->cost ? '*' : ' ',
                          p->macro_f1);
        print_interval(p->low, p->high, out);
    }
}

static void print_curve(const plx_train_report *r, plx_strbuf *out)
{
    if (r->curve_count == 0)
        return;
    plx_strbuf_puts(out, "\nlearned from macro F1  95 % interval\n");
    for (size_t i = 0; i < r->curve_count; i++) {
        plx_strbuf_printf(out, "%12u %8.3f", r->curve[i].articles, r->curve[i].macro_f1);
        print_interval(r->curve[i].low, r->curve[i].high, out);
    }
}

static void print_outlet(const char *name, unsigned articles, const double *error, plx_strbuf *out)
{
    plx_strbuf_printf(out, "%-24s", name);
    if (articles)
        plx_strbuf_printf(out, " %8u", articles);
    else
        plx_strbuf_printf(out, " %8s", "");
    for (size_t i = 0; i < PLX_OUTLET_STEPS; i++)
        plx_strbuf_printf(out, " %6.3f", error[i]);
    plx_strbuf_putc(out, '\n');
}

static void print_outlets(const plx_train_report *r, plx_strbuf *out)
{
    const plx_outlet_curves *c = &r->outlets;

    if (c->draws == 0)
        return;
    plx_strbuf_printf(
        out,
        "\nShare judged wrongly of an outlet that the model has not seen, as it learns "
        "from some of its articles (mean of %u draws)\n%-24s %8s",
        c->draws, "outlet", "articles");
    for (size_t i = 0; i < PLX_OUTLET_STEPS; i++)
        plx_strbuf_printf(out, " %6u", plx_outlet_steps[i]);
    plx_strbuf_putc(out, '\n');
    for (size_t i = 0; i < c->count; i++)
        print_outlet(c->items[i].source, c->items[i].articles, c->items[i].error, out);
    if (c->count)
        print_outlet("mean", 0, c->mean, out);
    else
        plx_strbuf_puts(out, "no source has enough articles\n");
    if (c->impossible)
        plx_strbuf_printf(out, "%zu more cannot be left out: no label may have too few articles\n",
                          c->impossible);
}

static void print_error(const plx_train_report *r, const plx_train_error *e, plx_strbuf *out)
{
    add_line(out, *e->title ? e->title : *e->id ? e->id : "(no title)");
    plx_strbuf_puts(out, "\n  ");
    add_line(out, e->source);
    plx_strbuf_printf(out, "%s%s, judged %s %.0f %%:", *e->source ? ": " : "",
                      r->cv.labels.name[e->gold], r->cv.labels.name[e->best], 100 * e->probability);
    for (size_t i = 0; i < e->evidence.count; i++) {
        plx_strbuf_puts(out, i ? ", " : " ");
        add_line(out, e->evidence.items[i].feature);
        plx_strbuf_printf(out, " %+.2f", e->evidence.items[i].weight);
    }
    plx_strbuf_putc(out, '\n');
}

void plx_train_report_print(const plx_train_report *r, plx_strbuf *out)
{
    print_head(r, out);
    plx_measures_print(&r->cv, out);
    print_grid(r, out);
    print_curve(r, out);
    print_outlets(r, out);
    if (r->error_count)
        plx_strbuf_puts(out, "\nThe surest errors, and what was weighed most\n");
    for (size_t i = 0; i < r->error_count; i++)
        print_error(r, &r->errors[i], out);
}
