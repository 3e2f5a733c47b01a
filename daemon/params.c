#include "daemon/params.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "daemon/url.h"
#include "search/query.h"

/* One parameter on its way into its member. */
struct binding {
    const plx_param *param;
    void *out; /* the struct */
    char *value;
    plx_problem *problem;
};

static void *member(const struct binding *b)
{
    return (char *)b->out + b->param->offset;
}

static bool refuse(struct binding *b, const char *code, const char *what, const char *hint)
{
    plx_problem_set(b->problem, 400, code, b->param->name, "parameter '%s': %s", b->param->name,
                    what);
    plx_problem_hint(b->problem, "%s", hint);
    return false;
}

static bool refuse_many(struct binding *b, unsigned most, const char *what)
{
    refuse(b, "limit", "too many", "");
    plx_problem_hint(b->problem, "give at most %u %s", most, what);
    return false;
}

static bool fits(struct binding *b, size_t max)
{
    if (strlen(b->value) <= max)
        return true;
    plx_problem_set(b->problem, 400, "limit", b->param->name,
                    "parameter '%s' has %zu bytes, the limit is %zu", b->param->name,
                    strlen(b->value), max);
    return false;
}

static bool bind_text(struct binding *b)
{
    *(const char **)member(b) = b->value;
    return fits(b, PLX_PARAM_BYTES_MAX);
}

static bool bind_query(struct binding *b)
{
    *(const char **)member(b) = b->value;
    return fits(b, PLX_QUERY_BYTES_MAX);
}

static bool bind_bound(struct binding *b)
{
    plx_date date;
    plx_error err = { 0 };

    if (!bind_text(b))
        return false;
    if (plx_date_parse_bound(b->value, strlen(b->value), (int64_t)time(NULL), &date, &err) ==
        PLX_OK)
        return true;
    return refuse(b, "bad-date", err.msg, "give a date as 2019, 2019-10 or 2019-10-10, or 7d");
}

static bool bind_switch(struct binding *b)
{
    bool is_on = strcmp(b->value, "1") == 0 || strcmp(b->value, "true") == 0;

    if (!is_on && strcmp(b->value, "0") != 0 && strcmp(b->value, "false") != 0)
        return refuse(b, "bad-value", "not a switch", "give 1 or 0");
    *(bool *)member(b) = is_on;
    return true;
}

/* Digits only: strtoul would take blanks, signs and what does not fit. */
static bool read_number(const char *s, uint32_t *out)
{
    uint64_t v = 0;

    if (!*s)
        return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || v > UINT32_MAX / 10)
            return false;
        v = v * 10 + (uint64_t)(*s - '0');
    }
    *out = (uint32_t)v;
    return v <= UINT32_MAX;
}

static bool bind_number(struct binding *b)
{
    uint32_t v;

    if (read_number(b->value, &v) && v >= b->param->min && v <= b->param->max) {
        *(uint32_t *)member(b) = v;
        return true;
    }
    refuse(b, "bad-number", "not a number in its range", "");
    plx_problem_hint(b->problem, "give a whole number from %u to %u", b->param->min, b->param->max);
    return false;
}

static bool bind_choice(struct binding *b)
{
    char hint[PLX_ERROR_MSG_BYTES] = "give one of";

    for (unsigned i = 0; b->param->choices[i]; i++) {
        size_t used = strlen(hint);
        if (strcmp(b->value, b->param->choices[i]) == 0) {
            *(unsigned *)member(b) = i + (b->param->kind == PLX_PARAM_FORMAT);
            return true;
        }
        snprintf(hint + used, sizeof hint - used, "%s %s", i ? "," : "", b->param->choices[i]);
    }
    return refuse(b, "bad-value", "not one of its words", hint);
}

static bool bind_list(struct binding *b)
{
    plx_param_list *list = member(b);
    char *rest = NULL;

    for (char *s = strtok_r(b->value, ",", &rest); s; s = strtok_r(NULL, ",", &rest)) {
        if (list->count == PLX_PARAM_LIST_MAX)
            return refuse_many(b, PLX_PARAM_LIST_MAX, "names");
        list->item[list->count++] = s;
    }
    return true;
}

static bool add_filter(struct binding *b, const char *name, const char *value)
{
    plx_param_filters *f = member(b);

    if (f->count == PLX_FILTER_VALUES_MAX)
        return refuse_many(b, PLX_FILTER_VALUES_MAX, "filters");
    f->item[f->count++] = (plx_filter){ name, value };
    return fits(b, PLX_PARAM_BYTES_MAX);
}

static bool bind_filter(struct binding *b)
{
    return add_filter(b, b->param->name, b->value);
}

static bool bind_facet(struct binding *b)
{
    char *split = strpbrk(b->value, ":=");

    if (!split || split == b->value || !split[1])
        return refuse(b, "bad-value", "no facet with a value", "give NAME:VALUE");
    *split = '\0';
    return add_filter(b, b->value, split + 1);
}

static bool (*const bind_kind[PLX_PARAM_KINDS])(struct binding *) = {
    bind_text,   bind_query,  bind_bound, bind_switch, bind_number,
    bind_choice, bind_choice, bind_list,  bind_filter, bind_facet,
};

static bool is_repeatable(plx_param_kind kind)
{
    return kind == PLX_PARAM_FILTER || kind == PLX_PARAM_FACET;
}

static bool bind(struct binding *b, bool *is_given)
{
    if (*is_given && !is_repeatable(b->param->kind))
        return refuse(b, "repeated-parameter", "given twice", "give it once");
    *is_given = true;
    if (!*b->value && b->param->kind != PLX_PARAM_SWITCH)
        return true;
    return bind_kind[b->param->kind](b);
}

static bool refuse_unknown(const plx_param *table, const char *name, plx_problem *problem)
{
    char known[PLX_ERROR_MSG_BYTES] = "known are";

    for (const plx_param *p = table; p->name; p++) {
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s %s", p == table ? "" : ",", p->name);
    }
    plx_problem_set(problem, 400, "unknown-parameter", name, "unknown parameter '%s'", name);
    plx_problem_hint(problem, "%s", table->name ? known : "this address takes no parameters");
    return false;
}

static const plx_param *find(const plx_param *table, const char *name)
{
    while (table->name && strcmp(table->name, name) != 0)
        table++;
    return table->name ? table : NULL;
}

static bool refuse_escape(plx_problem *problem)
{
    plx_problem_set(problem, 400, "bad-encoding", NULL,
                    "the parameters are not percent-encoded UTF-8");
    plx_problem_hint(problem, "write a percent sign as %%25; NUL bytes are not taken");
    return false;
}

/* Split and decode "name=value" in place. */
static bool decode_pair(char *pair, char **value, plx_problem *problem)
{
    char *equals = strchr(pair, '=');
    size_t n;

    *value = equals ? equals + 1 : pair + strlen(pair);
    if (equals)
        *equals = '\0';
    if (!plx_url_decode(pair, strlen(pair), true, &n))
        return refuse_escape(problem);
    /* where there is no '=', the value is the NUL behind the name, and the name may shrink */
    pair[n] = '\0';
    if (!plx_url_decode(*value, strlen(*value), true, &n))
        return refuse_escape(problem);
    (*value)[n] = '\0';
    return true;
}

static bool read_pair(const plx_param *table, char *pair, bool *is_given, void *out,
                      plx_problem *problem)
{
    struct binding b = { .out = out, .problem = problem };

    if (!decode_pair(pair, &b.value, problem))
        return false;
    b.param = find(table, pair);
    if (!b.param)
        return refuse_unknown(table, pair, problem);
    return bind(&b, &is_given[b.param - table]);
}

static bool read_pairs(const plx_param *table, char *s, void *out, plx_problem *problem)
{
    bool is_given[PLX_PARAMS_MAX] = { false };
    char *rest = NULL;
    size_t count = 0;

    for (char *pair = strtok_r(s, "&", &rest); pair; pair = strtok_r(NULL, "&", &rest)) {
        if (++count > PLX_PARAMS_MAX) {
            plx_problem_set(problem, 400, "limit", NULL, "more than %u parameters", PLX_PARAMS_MAX);
            return false;
        }
        if (!read_pair(table, pair, is_given, out, problem))
            return false;
    }
    return true;
}

bool plx_params_read(const plx_param *table, const char *query, size_t n, void *out, char **memory,
                     plx_problem *problem)
{
    bool is_ok;

    *memory = NULL;
    if (memchr(query, '\0', n))
        return refuse_escape(problem);
    *memory = strndup(query, n);
    if (!*memory) {
        plx_problem_set(problem, 503, "no-memory", NULL, "out of memory");
        return false;
    }
    is_ok = read_pairs(table, *memory, out, problem);
    if (!is_ok) {
        free(*memory);
        *memory = NULL;
    }
    return is_ok;
}

void plx_params_join(const plx_param_list *list, const plx_param_filters *repeated,
                     const char **out, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count && n < most; i++)
        out[n++] = list->item[i];
    for (size_t i = 0; i < repeated->count && n < most; i++)
        out[n++] = repeated->item[i].value;
    out[n] = NULL;
}
