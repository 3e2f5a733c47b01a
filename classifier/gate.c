#include "classifier/gate.h"

#include <stdlib.h>

#include "classifier/linear.h"

float plx_gate_score(const plx_gate *g, const plx_topic *t)
{
    float values[PLX_TOPIC_VALUES], sum = g->bias;

    plx_topic_vector(t, values);
    for (int i = 0; i < PLX_TOPIC_VALUES; i++)
        sum += g->weight[i] * values[i];
    return sum;
}

bool plx_gate_is_off_topic(const plx_gate *g, const plx_phrases *target, const plx_topic *t)
{
    if (target->count == 0)
        return false;
    return !plx_topic_has_mention(t) || plx_gate_score(g, t) > 0;
}

plx_gate plx_gate_builtin(void)
{
    return (plx_gate){ .weight = { -0.2f, -2.7f, -1.0f, -2.7f, -3.0f }, .bias = 5.3f };
}

plx_status plx_gate_fit(const plx_corpus *c, const bool *use, float margin, plx_gate *out,
                        plx_error *err)
{
    plx_cell *cells = calloc((c->doc_count + 1) * PLX_TOPIC_VALUES, sizeof *cells);
    plx_row *rows = calloc(c->doc_count + 1, sizeof *rows);
    plx_linear_problem p = {
        .rows = rows, .columns = PLX_TOPIC_VALUES, .classes = 2, .cost = 10, .seed = 1
    };
    float weights[2 * PLX_TOPIC_VALUES], bias[2];
    plx_status rc;

    for (size_t d = 0; cells && rows && d < c->doc_count; d++) {
        plx_cell *at = cells + p.row_count * PLX_TOPIC_VALUES;
        float values[PLX_TOPIC_VALUES];
        if (!use[d] || c->docs[d].synthetic)
            continue;
        plx_topic_vector(&c->docs[d].topic, values);
        for (uint32_t i = 0; i < PLX_TOPIC_VALUES; i++)
            at[i] = (plx_cell){ .column = i, .value = values[i] };
        rows[p.row_count++] = (plx_row){ .cells = at,
                                         .count = PLX_TOPIC_VALUES,
                                         .weight = 1,
                                         .label = c->docs[d].class == PLX_CLASS_OFF_TOPIC };
    }
    rc = cells && rows ? plx_linear_train(&p, weights, bias, err)
                       : plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
    for (int i = 0; rc == PLX_OK && i < PLX_TOPIC_VALUES; i++)
        out->weight[i] = weights[2 * i + 1];
    if (rc == PLX_OK)
        out->bias = bias[1] - margin;
    free(cells);
    free(rows);
    return rc;
}
