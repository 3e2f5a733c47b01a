#include "cli/result_lines.h"

#include "base/json.h"

void cli_add_json_lines(const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->hit_count; i++) {
        json_t *hit = plx_hit_json(&r->hits[i], r->model);

        out->failed = out->failed || !hit;
        plx_json_print(hit, false, out);
        plx_strbuf_putc(out, '\n');
        json_decref(hit);
    }
}

void cli_add_csv(const plx_search_result *r, uint32_t offset, plx_strbuf *out)
{
    plx_hit_csv_header(out);
    for (size_t i = 0; i < r->hit_count; i++)
        plx_hit_csv(&r->hits[i], r->model, offset + (uint32_t)i + 1, out);
}

void cli_add_ids(const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->hit_count; i++)
        plx_strbuf_printf(out, "%s\n", r->hits[i].article.id);
}
