/* daemon/page/collection_sources.c - stances by source: bars, and the table behind them */
#include <stdlib.h>
#include <string.h>

#include "daemon/page/chart.h"
#include "daemon/page/collection.h"
#include "daemon/page/page.h"
#include "daemon/url.h"
#include "search/counts.h"

/* A two-way table turned into bars: stances in the model's order, not that of their counts. */
struct bars {
    const plx_cross *table;
    const plx_label_set *labels;
    plx_chart_part *part;
    size_t *column; /* [part] */
    plx_chart_row *row;
    uint32_t *count;      /* [row][part] */
    plx_strbuf addresses; /* of the rows, one after another, NUL between */
};

static bool is_value(const plx_cross_side *s, size_t line)
{
    return line < s->count;
}

static void row_address(const struct bars *b, size_t row, plx_strbuf *out)
{
    plx_strbuf_puts(out, PLX_PATH_PAGE "?source=");
    plx_url_encode(out, b->table->rows.value[row]);
}

/* Of plx_chart_bars: a row alone, or with a stance. What is no value cannot be searched for. */
static void cell_address(void *ctx, size_t row, size_t part, plx_strbuf *out)
{
    const struct bars *b = ctx;
    const plx_cross_side *rows = &b->table->rows, *columns = &b->table->columns;

    plx_strbuf_puts(out, PLX_PATH_PAGE);
    if (is_value(rows, row)) {
        plx_strbuf_puts(out, "?source=");
        plx_url_encode(out, rows->value[row]);
    }
    if (part < columns->lines && is_value(columns, b->column[part])) {
        plx_strbuf_puts(out, is_value(rows, row) ? "&stance=" : "?stance=");
        plx_url_encode(out, columns->value[b->column[part]]);
    }
}

static unsigned look_of(const struct bars *b, size_t column)
{
    const plx_cross_side *columns = &b->table->columns;

    return plx_page_stance_ordinal(is_value(columns, column) ? columns->value[column] : "",
                                   b->labels);
}

/* Columns by their look, which is the order of the model's labels. */
static void order_parts(struct bars *b)
{
    const plx_cross_side *columns = &b->table->columns;
    size_t n = 0;

    for (unsigned look = 0; look < PLX_CHART_LOOKS; look++)
        for (size_t i = 0; i < columns->lines; i++)
            if (look_of(b, i) == look) {
                b->part[n] = (plx_chart_part){ plx_cross_line_name(columns, i), look };
                b->column[n++] = i;
            }
}

static void fill_rows(struct bars *b)
{
    const plx_cross *t = b->table;
    size_t parts = t->columns.lines;

    for (size_t i = 0; i < t->rows.lines; i++) {
        for (size_t k = 0; k < parts; k++)
            b->count[i * parts + k] = t->cell[i * parts + b->column[k]];
        b->row[i] = (plx_chart_row){ .name = plx_cross_line_name(&t->rows, i),
                                     .n = t->rows.total[i],
                                     .count = &b->count[i * parts] };
        if (is_value(&t->rows, i)) {
            row_address(b, i, &b->addresses);
            plx_strbuf_putc(&b->addresses, '\0');
        }
    }
}

/* Only when all are written do they stay where they are. */
static void set_addresses(struct bars *b)
{
    const char *address = b->addresses.s;

    for (size_t i = 0; i < b->table->rows.count && !b->addresses.failed; i++) {
        b->row[i].address = address;
        address += strlen(address) + 1;
    }
}

void plx_page_collection_sources(plx_strbuf *out, const plx_cross *table,
                                 const plx_label_set *labels)
{
    size_t rows = table->rows.lines, parts = table->columns.lines;
    struct bars b = { .table = table,
                      .labels = labels,
                      .part = calloc(parts + 1, sizeof *b.part),
                      .column = calloc(parts + 1, sizeof *b.column),
                      .row = calloc(rows + 1, sizeof *b.row),
                      .count = calloc(rows * parts + 1, sizeof *b.count),
                      .addresses = PLX_STRBUF_INIT };

    if (b.part && b.column && b.row && b.count) {
        const plx_chart_bars chart = { .id = "sources",
                                       .caption = "Share of each stance by source",
                                       .head = "Source",
                                       .parts = b.part,
                                       .part_count = parts,
                                       .rows = b.row,
                                       .row_count = rows,
                                       .address = cell_address,
                                       .ctx = &b };
        order_parts(&b);
        fill_rows(&b);
        set_addresses(&b);
        plx_chart_bars_stacked(out, &chart);
    } else {
        out->failed = true;
    }
    out->failed = out->failed || b.addresses.failed;
    plx_strbuf_release(&b.addresses);
    free(b.part);
    free(b.column);
    free(b.row);
    free(b.count);
}
