#include "base/csv.h"

#include <string.h>

#include "base/json.h"

/* Blanks at the ends are part of the value, but some readers trim them unless quoted. */
static bool needs_quotes(const char *s)
{
    size_t len = strlen(s);

    return len > 0 && (s[strcspn(s, ",\"\r\n")] || s[0] == ' ' || s[len - 1] == ' ');
}

void plx_csv_put_value(plx_strbuf *out, const char *s)
{
    if (!s)
        return;
    if (!needs_quotes(s)) {
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

void plx_csv_put_json(plx_strbuf *out, const json_t *v)
{
    if (json_is_string(v))
        plx_csv_put_value(out, json_string_value(v));
    else if (v && !json_is_null(v))
        plx_json_print(v, false, out);
}

void plx_csv_put_members(plx_strbuf *out, const json_t *o, const char *const *names)
{
    for (; *names; names++) {
        plx_strbuf_putc(out, ',');
        plx_csv_put_json(out, json_object_get(o, *names));
    }
}

void plx_csv_end_line(plx_strbuf *out)
{
    plx_strbuf_puts(out, "\r\n");
}

void plx_csv_put_line(plx_strbuf *out, const char *const *values)
{
    for (size_t i = 0; values[i]; i++) {
        if (i)
            plx_strbuf_putc(out, ',');
        plx_csv_put_value(out, values[i]);
    }
    plx_csv_end_line(out);
}
