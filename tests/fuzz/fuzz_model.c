/* Any bytes as a model file: once as they are, once with length and checksum made right, so that
 * the fields behind them are reached. What can be read must also judge a text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "classifier/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] = "Iran said on Monday that the talks in Vienna would go on. Officials in "
                           "Tehran called the sanctions unjust; critics spoke of a threat and of "
                           "terror. Hezbollah and the Houthis were named, too.";

static void judge(const plx_model *m)
{
    plx_analyser *an = NULL;
    plx_judge *j = NULL;
    plx_tokens title, body;
    plx_evidence_list list;
    plx_verdict v;

    plx_tokens_init(&title);
    plx_tokens_init(&body);
    if (plx_analyser_new(&an, NULL) == PLX_OK && plx_judge_new(m, &j, NULL) == PLX_OK &&
        plx_analyser_run(an, "en", text, 30, &title, NULL) == PLX_OK &&
        plx_analyser_run(an, "en", text, sizeof text - 1, &body, NULL) == PLX_OK &&
        plx_judge_tokens(j, &title, &body, "en", &v, NULL) == PLX_OK &&
        plx_judge_explain(j, &title, &body, &v, 10, &list, NULL) == PLX_OK) {
        if (v.kind != PLX_KIND_NOT_JUDGED && !(plx_verdict_probability(&v) > 0))
            abort();
        plx_evidence_release(&list);
    }
    plx_tokens_release(&title);
    plx_tokens_release(&body);
    plx_judge_free(j);
    plx_analyser_free(an);
}

static void try_bytes(const uint8_t *p, size_t n)
{
    plx_model *m;

    if (plx_model_parse(p, n, "fuzz", &m, NULL) != PLX_OK)
        return;
    judge(m);
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
