/* classifier/linear.h - weighted one-against-rest logistic regression; the only user of liblinear
 *
 * liblinear 2.3.0 weighs classes, not single rows. A row of weight w counts in the logistic loss
 * like w rows of weight one, so rows are repeated (only their pointers) in proportion to their
 * weight, and C is divided by the same factor; what rounding leaves over is carried on to the
 * next row of the label, so that the mass of every label is right to within one copy. */
#ifndef PLX_CLASSIFIER_LINEAR_H
#define PLX_CLASSIFIER_LINEAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** One value of a sparse row. */
typedef struct plx_cell {
    uint32_t column;
    float value;
} plx_cell;

/** A row; columns rise. */
typedef struct plx_row {
    const plx_cell *cells;
    uint32_t count;
    uint8_t label; /* below classes */
    float weight;  /* > 0 */
} plx_row;

typedef struct plx_linear_problem {
    const plx_row *rows;
    size_t row_count;
    uint32_t columns;
    size_t classes; /* 2 or more */
    double cost;    /* C of a row of mean weight */
    unsigned seed;
} plx_linear_problem;

/**
 * Train.
 *
 * @param weights  columns * classes values, [column * classes + class]
 * @param bias     classes values
 * @return PLX_OK; PLX_ERR_INVALID (liblinear's words); PLX_ERR_LIMIT; PLX_ERR_NOMEM.
 *         Uses liblinear's process-wide random generator: not two at a time.
 */
plx_status plx_linear_train(const plx_linear_problem *p, float *weights, float *bias,
                            plx_error *err);

#endif
