#include "search/saved_search.h"

#include <string.h>

#include "base/json.h"

/* ---------------------------------------------------------------- writing */

/* A month or a year is a date. */
static const char *field_of(const char *facet)
{
    bool is_period = !strcmp(facet, "month") || !strcmp(facet, "year") || !strcmp(facet, "day");

    return is_period ? "date" : facet;
}

static plx_status check_value(const plx_filter *f, plx_error *err)
{
    if (strchr(f->value, '"'))
        return plx_fail(err, PLX_ERR_INVALID,
                        "the search cannot be saved: the %s '%.60s' holds a quotation mark",
                        f->name, f->value);
    return PLX_OK;
}

/* All choices of the facet of filter i, which are alternatives: source:("A" OR "B"). */
static void add_choices(const plx_search_request *req, size_t i, plx_strbuf *out)
{
    const char *name = req->filters[i].name;
    bool several = false;

    for (size_t k = i + 1; k < req->filter_count; k++)
        several = several || strcmp(req->filters[k].name, name) == 0;
    plx_strbuf_printf(out, "%s%s:%s", out->len ? " " : "", field_of(name), several ? "(" : "");
    for (size_t k = i; k < req->filter_count; k++)
        if (strcmp(req->filters[k].name, name) == 0)
            plx_strbuf_printf(out, "%s\"%s\"", k > i ? " OR " : "", req->filters[k].value);
    plx_strbuf_puts(out, several ? ")" : "");
}

static bool is_first_of_facet(const plx_search_request *req, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(req->filters[k].name, req->filters[i].name) == 0)
            return false;
    return true;
}

plx_status plx_saved_query_write(const plx_search_request *req, plx_strbuf *out, plx_error *err)
{
    const char *query = req->query + strspn(req->query, " \t\r\n");
    bool filtered = req->filter_count || req->since || req->until;
    plx_status rc = PLX_OK;

    if (*query)
        plx_strbuf_printf(out, filtered ? "(%s)" : "%s", query);
    for (size_t i = 0; rc == PLX_OK && i < req->filter_count; i++) {
        rc = check_value(&req->filters[i], err);
        if (rc == PLX_OK && is_first_of_facet(req, i))
            add_choices(req, i, out);
    }
    if (req->since)
        plx_strbuf_printf(out, "%ssince:%s", out->len ? " " : "", req->since);
    if (req->until)
        plx_strbuf_printf(out, "%suntil:%s", out->len ? " " : "", req->until);
    if (rc == PLX_OK && !out->len)
        rc = plx_fail(err, PLX_ERR_INVALID, "what is saved is a query, and there is none");
    return rc == PLX_OK && out->failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : rc;
}

/* ----------------------------------------------------------------- trying */

static plx_status try_strictly(plx_searcher *s, const plx_search_request *req, plx_error *err)
{
    plx_search_request strict = *req;
    plx_search_result result = { 0 };
    plx_status rc;

    strict.strict = true;
    strict.limit = 1;
    rc = plx_search(s, &strict, &result, err);
    plx_search_result_release(&result);
    return rc;
}

plx_status plx_saved_query_try(plx_searcher *s, const plx_search_request *req, const char *query,
                               plx_error *err)
{
    const plx_search_request written = { .query = query, .deadline_ms = req->deadline_ms };
    plx_status rc = try_strictly(s, req, err);

    return rc == PLX_OK ? try_strictly(s, &written, err) : rc;
}

/* --------------------------------------------------------------- counting */

static plx_status count_one(plx_searcher *s, const plx_search_request *req, uint32_t *total,
                            plx_error *err)
{
    plx_search_result result = { 0 };
    plx_status rc = plx_search(s, req, &result, err);

    *total = rc == PLX_OK ? result.total : 0;
    plx_search_result_release(&result);
    return rc;
}

plx_status plx_saved_count(plx_searcher *s, plx_snapshot *snap, const plx_saved_search *saved,
                           uint32_t deadline_ms, plx_saved_found *out, plx_error *err)
{
    plx_search_request req = { .query = saved->query, .limit = 1, .deadline_ms = deadline_ms };
    plx_store_info info = { .last_docid = 0 };
    plx_status rc = plx_store_get_info(plx_snapshot_store(snap), &info, err);

    *out = (plx_saved_found){ .total = 0 };
    if (rc == PLX_OK)
        rc = count_one(s, &req, &out->total, err);
    out->fresh = out->total;
    req.after = saved->seen <= info.last_docid ? saved->seen : 0;
    if (rc == PLX_OK && req.after)
        rc = count_one(s, &req, &out->fresh, err);
    out->is_known = rc == PLX_OK;
    return rc;
}

static json_t *number(const plx_saved_found *f, uint32_t n)
{
    return f->is_known ? json_integer((json_int_t)n) : json_null();
}

json_t *plx_saved_json(const plx_saved_search *s, const plx_saved_found *f)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "name", s->name, "query",
                     plx_json_str(s->query), "saved", plx_json_str(s->saved), "looked",
                     plx_json_str(s->looked), "total", number(f, f->total), "new",
                     number(f, f->fresh));
}
