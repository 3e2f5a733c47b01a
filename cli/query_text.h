/* cli/query_text.h - docs/query.md, built into the program */
#ifndef PLX_CLI_QUERY_TEXT_H
#define PLX_CLI_QUERY_TEXT_H

/** The lines of the page, NULL behind the last; made by the Makefile. */
extern const char *const cli_query_text[];

#endif
