#include "classifier/linear.h"

#include <limits.h>
#include <linear.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    COPIES_MEAN = 6, /* copies of a row of mean weight */
    COPIES_MAX = 60  /* of one row */
};

/* What liblinear is given: nodes of all rows, and pointers to them, repeated. */
typedef struct matrix {
    struct feature_node *nodes;
    struct feature_node **row; /* repeated */
    uint8_t *label;            /* of each repeated row */
    double *y;
    size_t count;
} matrix;

static void matrix_release(matrix *m)
{
    free(m->nodes);
    free(m->row);
    free(m->label);
    free(m->y);
}

static void be_silent(const char *s)
{
    (void)s;
}

static double mean_weight(const plx_linear_problem *p)
{
    double sum = 0;

    for (size_t i = 0; i < p->row_count; i++)
        sum += (double)p->rows[i].weight;
    return sum / (double)p->row_count;
}

/* Copies of a row; *carry is what rounding left over from the rows of its label before. */
static unsigned copies_of(const plx_row *row, double mean, double *carry)
{
    double want = (double)row->weight / mean * COPIES_MEAN + *carry;
    double copies = floor(want + 0.5);

    copies = copies < 0 ? 0 : copies > COPIES_MAX ? COPIES_MAX : copies;
    *carry = want - copies;
    if (fabs(*carry) > 1) /* over the most copies: that mass is given up, not handed to others */
        *carry = 0;
    return (unsigned)copies;
}

static size_t node_count(const plx_linear_problem *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->row_count; i++)
        n += p->rows[i].count + 2u; /* bias and end mark */
    return n;
}

static struct feature_node *fill_row(const plx_row *row, int bias_index, struct feature_node *at)
{
    for (uint32_t c = 0; c < row->count; c++, at++) {
        at->index = (int)row->cells[c].column + 1;
        at->value = (double)row->cells[c].value;
    }
    *at++ = (struct feature_node){ .index = bias_index, .value = 1 };
    *at++ = (struct feature_node){ .index = -1 };
    return at;
}

static plx_status matrix_fill(const plx_linear_problem *p, matrix *m, plx_error *err)
{
    double mean = mean_weight(p), carry[UINT8_MAX + 1] = { 0 };
    struct feature_node *at;
    size_t most = p->row_count * COPIES_MAX;

    if (p->columns >= INT_MAX - 1 || p->row_count > INT_MAX / COPIES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT,
                        "training set too large for liblinear: %zu articles, "
                        "%u features",
                        p->row_count, p->columns);
    at = m->nodes = malloc(node_count(p) * sizeof *m->nodes);
    m->row = malloc(most * sizeof *m->row);
    m->label = malloc(most);
    m->y = malloc(most * sizeof *m->y);
    if (!m->nodes || !m->row || !m->label || !m->y)
        return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
    for (size_t i = 0; i < p->row_count; i++) {
        unsigned copies = copies_of(&p->rows[i], mean, &carry[p->rows[i].label]);
        for (unsigned c = 0; c < copies; c++) {
            m->row[m->count] = at;
            m->label[m->count++] = p->rows[i].label;
        }
        at = fill_row(&p->rows[i], (int)p->columns + 1, at);
    }
    return PLX_OK;
}

/* A class that no row has, or all have, has nothing to be told from. */
static void answer_always(const plx_linear_problem *p, size_t class, bool yes, float *weights,
                          float *bias)
{
    for (uint32_t c = 0; c < p->columns; c++)
        weights[c * p->classes + class] = 0;
    bias[class] = yes ? 2.0f : -2.0f;
}

/* One class against the rest. */
static plx_status train_one(const plx_linear_problem *p, matrix *m, size_t class, float *weights,
                            float *bias, plx_error *err)
{
    struct problem prob = {
        .l = (int)m->count, .n = (int)p->columns + 1, .y = m->y, .x = m->row, .bias = 1
    };
    struct parameter param = { .solver_type = L2R_LR, .eps = 0.001, .C = p->cost / COPIES_MEAN };
    struct model *model;
    const char *complaint;
    size_t positive = 0;

    for (size_t i = 0; i < m->count; i++) {
        positive += m->label[i] == class;
        m->y[i] = m->label[i] == class ? 1 : -1;
    }
    if (positive == 0 || positive == m->count) {
        answer_always(p, class, positive != 0, weights, bias);
        return PLX_OK;
    }
    complaint = check_parameter(&prob, &param);
    if (complaint)
        return plx_fail(err, PLX_ERR_INVALID, "training: liblinear says: %s", complaint);
    srand(p->seed);
    set_print_string_function(be_silent);
    model = train(&prob, &param);
    if (!model)
        return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
    /* liblinear's weights speak for the label it saw first */
    double sign = model->label[0] == 1 ? 1 : -1;
    for (uint32_t c = 0; c < p->columns; c++)
        weights[c * p->classes + class] = (float)(sign * model->w[c]);
    bias[class] = (float)(sign * model->w[p->columns]);
    free_and_destroy_model(&model);
    return PLX_OK;
}

plx_status plx_linear_train(const plx_linear_problem *p, float *weights, float *bias,
                            plx_error *err)
{
    matrix m = { 0 };
    plx_status rc;

    if (p->row_count == 0)
        return plx_fail(err, PLX_ERR_INVALID, "training: no articles");
    rc = matrix_fill(p, &m, err);
    for (size_t k = 0; rc == PLX_OK && k < p->classes; k++)
        rc = train_one(p, &m, k, weights, bias, err);
    matrix_release(&m);
    return rc;
}
