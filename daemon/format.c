#include "daemon/format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *word, *type;
} formats[PLX_FORMATS] = {
    [PLX_FORMAT_JSON] = { "json", "application/json" },
    [PLX_FORMAT_JSONL] = { "jsonl", "application/x-ndjson" },
    [PLX_FORMAT_CSV] = { "csv", "text/csv; charset=utf-8" },
    [PLX_FORMAT_IDS] = { "ids", "text/plain; charset=utf-8" },
    [PLX_FORMAT_SVG] = { "svg", "image/svg+xml" },
    [PLX_FORMAT_BIBTEX] = { "bibtex", "application/x-bibtex; charset=utf-8" },
    [PLX_FORMAT_CSL_JSON] = { "csl-json", "application/vnd.citationstyles.csl+json" },
    [PLX_FORMAT_SUGGESTIONS] = { "suggestions", "application/x-suggestions+json" },
};

/* Other names that clients ask for a form by. */
static const struct {
    const char *type;
    plx_format format;
} also[] = {
    { "application/jsonl", PLX_FORMAT_JSONL },
    { "application/jsonlines", PLX_FORMAT_JSONL },
};

const char *plx_format_word(plx_format f)
{
    return formats[f].word;
}

const char *plx_format_type(plx_format f)
{
    return formats[f].type;
}

static plx_format find_word(const char *word)
{
    unsigned f = 0;

    while (f + 1 < PLX_FORMATS && strcmp(formats[f].word, word) != 0)
        f++;
    return (plx_format)f;
}

static bool is_type(const char *type, const char *s, size_t n)
{
    return strcspn(type, ";") == n && strncasecmp(type, s, n) == 0;
}

static bool names(plx_format f, const char *s, size_t n)
{
    if (is_type(formats[f].type, s, n))
        return true;
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        if (also[i].format == f && is_type(also[i].type, s, n))
            return true;
    return false;
}

/* The weight of one range of Accept, "type/subtype;q=0.5", 1 if none is told. */
static double weight(const char *range, const char *end)
{
    const char *q = memmem(range, (size_t)(end - range), "q=", 2);

    return q ? strtod(q + 2, NULL) : 1;
}

/* How much Accept wants a form by its name; 0: not. */
static double wanted(const char *accept, plx_format f)
{
    for (const char *p = accept; *p;) {
        const char *end;
        p += strspn(p, " \t,");
        end = p + strcspn(p, ",");
        if (names(f, p, strcspn(p, " \t;,")))
            return weight(p, end);
        p = end;
    }
    return 0;
}

plx_format plx_format_choose(const plx_request *rq, const char *const *words, unsigned chosen)
{
    plx_format best = find_word(words[0]);
    double most = 0;

    if (chosen)
        return find_word(words[chosen - 1]);
    for (size_t i = 0; rq->accept && words[i]; i++) {
        double w = wanted(rq->accept, find_word(words[i]));
        if (w > most) {
            most = w;
            best = find_word(words[i]);
        }
    }
    return best;
}
