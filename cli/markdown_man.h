/* cli/markdown_man.h - a page of docs/ as a manual page
 *
 * What the pages of docs/ are written in is understood, not all of Markdown: headings, paragraphs,
 * lists with "- ", tables with a header, code indented by four, `code`, **bold** and [links](to).
 */
#ifndef PLX_CLI_MARKDOWN_MAN_H
#define PLX_CLI_MARKDOWN_MAN_H

#include "base/strbuf.h"

/**
 * Append a page as roff (man macros), without its first heading.
 *
 * @param lines  NULL-ended, without line ends
 */
void cli_markdown_man(const char *const *lines, plx_strbuf *out);

#endif
