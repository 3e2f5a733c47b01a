#include "daemon/page/chart_parts.h"

#include "base/markup.h"
#include "daemon/page/page.h"

/* What is drawn over the colour of a look, in a square of 8: labels are full, the rest is pale. */
static const char *const patterns[PLX_CHART_LOOKS] = {
    "",
    "<path class=\"dot\" d=\"M1 1h2v2h-2zM5 5h2v2h-2z\"/>",
    "<path class=\"cut\" d=\"M-2 2L2 -2M0 8L8 0M6 10L10 6\"/>",
    "<path class=\"cut\" d=\"M0 2H8M0 6H8\"/>",
    "<path class=\"cut\" d=\"M2 0V8M6 0V8\"/>",
    "<path class=\"cut\" d=\"M-2 6L2 10M0 0L8 8M6 -2L10 2\"/>",
    "<path class=\"cut\" d=\"M0 4H8M4 0V8\"/>",
    "<path class=\"dot\" d=\"M2 4l2 -2l2 2l-2 2z\"/>",
    "<path class=\"trace\" d=\"M-2 2L2 -2M0 8L8 0M6 10L10 6\"/>",
    "<path class=\"trace\" d=\"M0 2H8M0 6H8\"/>",
    "<path class=\"trace\" d=\"M1 1h1v1h-1zM5 5h1v1h-1z\"/>",
};

void plx_chart_fills(plx_strbuf *out, const char *id, uint32_t looks)
{
    plx_strbuf_puts(out, "<defs>");
    for (unsigned look = 0; look < PLX_CHART_LOOKS; look++) {
        if (!(looks >> look & 1))
            continue;
        plx_markup_print(out,
                         "<pattern id=\"%s-%u\" class=\"s%u\" width=\"8\" height=\"8\" "
                         "patternUnits=\"userSpaceOnUse\"><rect class=\"%s\" width=\"8\" "
                         "height=\"8\"/>",
                         id, look, look, look < PLX_LABELS_MAX ? "full" : "pale");
        plx_strbuf_puts(out, patterns[look]);
        plx_strbuf_puts(out, "</pattern>");
    }
    plx_strbuf_puts(out, "</defs>");
}

void plx_chart_fill(plx_strbuf *out, const char *id, unsigned look)
{
    plx_markup_print(out, " fill=\"url(#%s-%u)\"", id, look);
}

void plx_chart_legend(plx_strbuf *out, const char *id, const plx_chart_part *parts, size_t n)
{
    plx_strbuf_puts(out, "<ul class=\"chart-legend\">");
    for (size_t i = 0; i < n; i++) {
        plx_strbuf_puts(out, "<li><svg class=\"swatch\" width=\"16\" height=\"12\" "
                             "aria-hidden=\"true\"><rect width=\"16\" height=\"12\"");
        plx_chart_fill(out, id, parts[i].look);
        plx_strbuf_puts(out, "/></svg>");
        plx_page_shape(out, parts[i].look);
        plx_markup_print(out, "<bdi>%s</bdi></li>", parts[i].name);
    }
    plx_strbuf_puts(out, "</ul>");
}

plx_chart_scale plx_chart_scale_for(uint32_t most, unsigned steps)
{
    static const uint32_t factor[] = { 1, 2, 5 };
    uint64_t step = 1, power = 1, need = most ? most : 1;

    for (size_t i = 0; step * steps < need; i++) {
        if (i && i % 3 == 0)
            power *= 10;
        step = factor[i % 3] * power;
    }
    need = (need + step - 1) / step * step;
    return (plx_chart_scale){ .step = (uint32_t)step,
                              .top = need < UINT32_MAX ? (uint32_t)need : UINT32_MAX };
}

void plx_chart_href(plx_strbuf *out, const plx_strbuf *address)
{
    plx_markup_print(out, " href=\"%s\"", address->s);
    out->failed = out->failed || address->failed;
}

void plx_chart_table_open(plx_strbuf *out, const char *caption)
{
    plx_strbuf_puts(out, "<details class=\"numbers\"><summary>These numbers as a table</summary>");
    plx_markup_print(out,
                     "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s: "
                     "table\"><table><caption>%s</caption><thead><tr>",
                     caption, caption);
}

void plx_chart_table_close(plx_strbuf *out)
{
    plx_strbuf_puts(out, "</tbody></table></div></details>");
}

void plx_chart_cell(plx_strbuf *out, uint32_t n)
{
    plx_strbuf_puts(out, "<td>");
    plx_strbuf_put_count(out, n);
    plx_strbuf_puts(out, "</td>");
}
