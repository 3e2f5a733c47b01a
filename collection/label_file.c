#include "collection/label_file.h"

#include <stdlib.h>

static plx_status check_vote(const char *s, size_t n, plx_error *err)
{
    plx_label v;
    char *block = NULL;
    plx_status rc = plx_label_parse(s, n, &v, &block, err);

    free(block);
    return rc;
}

static const plx_line_file label_lines = { "label", PLX_LABEL_LINE_MAX, check_vote };

static plx_status on_line(void *ctx, const char *s, size_t n, plx_error *err)
{
    const plx_label_sink *sink = ctx;
    plx_label v;
    char *block = NULL;
    plx_status rc = plx_label_parse(s, n, &v, &block, err);

    return rc ? rc : sink->on_vote(sink->ctx, &v, block, err);
}

static void on_lines_anew(void *ctx)
{
    const plx_label_sink *sink = ctx;

    sink->on_anew(sink->ctx);
}

static void on_line_fault(void *ctx, size_t line, const plx_error *why)
{
    const plx_label_sink *sink = ctx;

    sink->on_fault(sink->ctx, line, why);
}

plx_status plx_label_file_read(const char *path, plx_line_place *place, const plx_label_sink *sink,
                               plx_error *err)
{
    plx_label_sink own = *sink;
    plx_line_sink lines = { &label_lines, on_lines_anew, on_line, on_line_fault, &own };

    return plx_line_file_read(path, place, &lines, err);
}

plx_status plx_label_file_append(const char *path, const plx_strbuf *lines, plx_error *err)
{
    return plx_line_file_append(path, &label_lines, lines, err);
}
