#include "classifier/report.h"

#include <stdlib.h>
#include <string.h>

void plx_train_report_release(plx_train_report *r)
{
    for (size_t i = 0; i < r->error_count; i++) {
        free(r->errors[i].id);
        free(r->errors[i].title);
        free(r->errors[i].source);
        plx_evidence_release(&r->errors[i].evidence);
    }
    free(r->errors);
    memset(r, 0, sizeof *r);
}
