/* cli/csv.c - quoting */
#include "cli/csv.h"

#include <string.h>

void cli_csv_value(const char *s, plx_strbuf *out)
{
    if (!s)
        return;
    if (!s[strcspn(s, ",\"\r\n")] && *s != ' ' && (!*s || s[strlen(s) - 1] != ' ')) {
        plx_strbuf_puts(out, s);
        return;
    }
    plx_strbuf_putc(out, '"');
    for (; *s; s++) {
        if (*s == '"')
            plx_strbuf_putc(out, '"');
        plx_strbuf_putc(out, *s);
    }
    plx_strbuf_putc(out, '"');
}

void cli_csv_line(const char *const *values, plx_strbuf *out)
{
    for (size_t i = 0; values[i]; i++) {
        if (i)
            plx_strbuf_putc(out, ',');
        cli_csv_value(values[i], out);
    }
    plx_strbuf_puts(out, "\r\n");
}
