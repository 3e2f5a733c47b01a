#include "classifier/report.h"

#include <stdlib.h>
#include <string.h>

void plx_outlet_curves_release(plx_outlet_curves *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->items[i].source);
    free(c->items);
    memset(c, 0, sizeof *c);
}

void plx_train_report_release(plx_train_report *r)
{
    free(r->name);
    free(r->target);
    free(r->date);
    free(r->lang);
    free(r->base);
    free(r->warnings);
    for (size_t i = 0; i < r->source_count; i++)
        free(r->sources[i].source);
    free(r->sources);
    for (size_t i = 0; i < r->error_count; i++) {
        free(r->errors[i].id);
        free(r->errors[i].title);
        free(r->errors[i].source);
        plx_evidence_release(&r->errors[i].evidence);
    }
    free(r->errors);
    plx_outlet_curves_release(&r->outlets);
    memset(r, 0, sizeof *r);
}
