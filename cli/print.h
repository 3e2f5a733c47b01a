/* cli/print.h - text for people: wrapping, safe text, tables, bars
 *
 * What comes from articles, queries and files passes through cli_add_safe(), so that no
 * terminal obeys it. */
#ifndef PLX_CLI_PRINT_H
#define PLX_CLI_PRINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "cli/context.h"

/** Bytes that stand for "match begins" and "match ends" inside our own text: a text of an
 * article never holds them. cli_add_marked() turns them into bold or asterisks. */
#define CLI_MARK_OPEN  "\x01"
#define CLI_MARK_CLOSE "\x02"

/** Kinds of emphasis; nothing without colour. */
enum cli_style {
    CLI_PLAIN = 0,
    CLI_BOLD,
    CLI_DIM,
    CLI_RED,
    CLI_GREEN,
    CLI_YELLOW,
    CLI_UNDERLINE,
    CLI_BLUE,
    CLI_MAGENTA,
    CLI_CYAN,
    CLI_STYLES
};

/** Append text without control characters (C0 but \n and \t, DEL, C1, those that turn the direction
 * of text). NULL is "". */
void cli_add_safe(plx_strbuf *out, const char *s);
/** The same in one line: white space runs become one blank. */
void cli_add_line(plx_strbuf *out, const char *s);
/** The same, with the marks shown as bold or `**`. */
void cli_add_marked(const struct cli *cli, plx_strbuf *out, const char *s);
/** Append safe text in a style. */
void cli_add_styled(const struct cli *cli, plx_strbuf *out, enum cli_style style, const char *s);

/** Columns that UTF-8 takes on a terminal; escape sequences and marks take none. */
size_t cli_columns(const char *s, size_t n);

/**
 * Append text in lines of at most `width` columns and a final newline.
 *
 * @param column  where the first line already stands
 * @param indent  blanks before all further lines
 * @param width   0: no wrapping, lines are only indented
 */
void cli_wrap(plx_strbuf *out, const char *text, size_t column, size_t indent, size_t width);

/** Append a bar of `part` of `whole` in at most `width` columns: blocks, or '#' without UTF-8. */
void cli_add_bar(const struct cli *cli, plx_strbuf *out, double part, double whole, unsigned width);

/** Columns of a count as plx_strbuf_put_count() writes it. */
size_t cli_count_columns(unsigned long long n);
/** Append a size: 12.3 MB. */
void cli_add_bytes(plx_strbuf *out, unsigned long long bytes);

/** A table of text cells with aligned columns. */
struct cli_table {
    struct cli *cli;
    size_t columns;
    const char **cell; /* rows x columns, of cli_alloc() */
    size_t rows, room;
};

/** Begin a table; the cells of a row are copied by cli_table_add(). */
void cli_table_init(struct cli_table *t, struct cli *cli, size_t columns);
void cli_table_add(struct cli_table *t, const char *const *cells);
/** Append it, two blanks between columns; a column in which all but the first row are numbers
 * is set to the right. */
void cli_table_print(const struct cli_table *t, plx_strbuf *out);

/**
 * Write to stdout.
 *
 * @return CLI_DONE; CLI_ERROR, with a message, if memory or the device fails
 */
int cli_write(const plx_strbuf *text);
/** Write data (JSON, CSV, ids): as it is, but harmless where stdout is a terminal. */
int cli_write_data(const struct cli *cli, const plx_strbuf *data);
/** Write a JSON value, whose reference is taken over (NULL: out of memory), and a newline. */
int cli_write_json(const struct cli *cli, json_t *value, bool indent);

#endif
