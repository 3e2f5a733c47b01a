/* cli/store_check.h - the check of an index's tables, in a process of its own
 *
 * The engine's checker can crash or run for ever on damaged tables. That, too, is an answer
 * here, and never the end of the command. */
#ifndef PLX_CLI_STORE_CHECK_H
#define PLX_CLI_STORE_CHECK_H

#include "base/error.h"

/**
 * plx_store_check() in a child process, which has ten minutes and a second more for each
 * megabyte of the tables.
 *
 * @param report  called for each problem, as it is found
 * @return PLX_OK; PLX_ERR_CORRUPT, also if the check crashed or went over its time; else as
 *         plx_store_check(); PLX_ERR_STOPPED if somebody killed it; PLX_ERR_IO if there is no
 *         process to be had
 */
plx_status cli_store_check(const char *path, void (*report)(void *ctx, const char *line), void *ctx,
                           plx_error *err);

#endif
