/* Any bytes as a model file: once as they are, once with length and checksum made right, so that
 * the fields behind them are reached. What can be read must also judge a text and be
 * described. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "classifier/explain.h"
#include "classifier/model.h"
#include "classifier/report.h"
#include "classifier/report_html.h"
#include "classifier/terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char headline[] = "Iran talks go on in Vienna";
static const char text[] = "Iran said on Monday that the talks in Vienna would go on. Officials in "
                           "Tehran called the sanctions unjust; critics spoke of a threat and of "
                           "terror. Hezbollah and the Houthis were named, too.";

static void judge(const plx_model *m)
{
    plx_analyser *an = NULL;
    plx_judge *j = NULL;
    plx_tokens title, body;
    const plx_explain_request rq = { .part = { headline, text }, .tokens = { &title, &body } };
    plx_explanation x;
    plx_verdict v;

    plx_tokens_init(&title);
    plx_tokens_init(&body);
    if (plx_analyser_new(&an, NULL) == PLX_OK && plx_judge_new(m, &j, NULL) == PLX_OK &&
        plx_analyser_run(an, "en", headline, sizeof headline - 1, &title, NULL) == PLX_OK &&
        plx_analyser_run(an, "en", text, sizeof text - 1, &body, NULL) == PLX_OK &&
        plx_judge_tokens(j, &title, &body, "en", &v, NULL) == PLX_OK &&
        plx_explain(j, &rq, &x, NULL) == PLX_OK) {
        if (v.kind != PLX_KIND_NOT_JUDGED && v.reason != PLX_REASON_NO_MENTION &&
            !(plx_verdict_probability(&v) > 0))
            abort();
        if (plx_explanation_keep_spans(&x, 10, NULL) != PLX_OK ||
            x.spans[PLX_PART_TITLE].count + x.spans[PLX_PART_TEXT].count > 10)
            abort();
        plx_explanation_release(&x);
    }
    plx_tokens_release(&title);
    plx_tokens_release(&body);
    plx_judge_free(j);
    plx_analyser_free(an);
}

static bool is_figure(double x)
{
    return isnan(x) || (x >= 0 && x <= 1);
}

/* What its summary claims is printed by commands and pages. */
static void measure(const plx_model *m)
{
    const json_t *cv = json_object_get(plx_model_summary(m), "cross_validation");
    plx_strbuf page = PLX_STRBUF_INIT;
    plx_measures measures;

    if (plx_measures_read(cv, plx_model_labels(m), &measures)) {
        if (!is_figure(measures.macro_f1) || !is_figure(measures.coverage) ||
            measures.covered_right > measures.covered || measures.covered > measures.articles)
            abort();
        plx_html_measures(&measures, &page);
    }
    plx_strbuf_release(&page);
}

/* What `model show` prints of it. */
static void describe(const plx_model *m)
{
    plx_model_facts facts;
    plx_term_list terms;

    measure(m);
    plx_model_facts_of(m, &facts);
    for (size_t k = 0; k < plx_model_labels(m)->count; k++)
        if (plx_model_terms(m, k, PLX_TERM_FOR, 5, &terms, NULL) == PLX_OK) {
            if (terms.count > facts.features || (terms.count && !(terms.items[0].weight > 0)))
                abort();
            plx_terms_release(&terms);
        }
}

static void try_bytes(const uint8_t *p, size_t n)
{
    plx_model *m;

    if (plx_model_parse(p, n, "fuzz", &m, NULL) != PLX_OK)
        return;
    judge(m);
    describe(m);
    plx_model_free(m);
}

static void put(uint8_t *p, uint64_t v)
{
    for (unsigned i = 0; i < 8; i++)
        p[i] = (uint8_t)(v >> (8 * i) & 255);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy;

    try_bytes(data, size);
    if (size < 32)
        return 0;
    copy = malloc(size);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    put(copy + 16, size);
    put(copy + size - 8, plx_hash64(copy, size - 8));
    try_bytes(copy, size);
    free(copy);
    return 0;
}
