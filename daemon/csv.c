#include "daemon/csv.h"

#include <string.h>

#include "base/json.h"

static void put_text(plx_strbuf *out, const char *s)
{
    bool is_formula = *s && strchr("=+-@\t\r", *s);

    if (!is_formula && !strpbrk(s, "\",\r\n")) {
        plx_strbuf_puts(out, s);
        return;
    }
    plx_strbuf_puts(out, is_formula ? "\"'" : "\"");
    for (; *s; s++) {
        if (*s == '"')
            plx_strbuf_putc(out, '"');
        plx_strbuf_putc(out, *s);
    }
    plx_strbuf_putc(out, '"');
}

static void end_line(plx_strbuf *out)
{
    plx_strbuf_puts(out, "\r\n");
}

void plx_csv_header(plx_strbuf *out, const char *const *columns)
{
    for (size_t i = 0; columns[i]; i++) {
        if (i)
            plx_strbuf_putc(out, ',');
        put_text(out, columns[i]);
    }
    end_line(out);
}

void plx_csv_row(plx_strbuf *out, const json_t *obj, const char *const *columns)
{
    for (size_t i = 0; columns[i]; i++) {
        const json_t *v = json_object_get(obj, columns[i]);
        if (i)
            plx_strbuf_putc(out, ',');
        if (json_is_string(v))
            put_text(out, json_string_value(v));
        else if (v && !json_is_null(v))
            plx_json_print(v, false, out);
    }
    end_line(out);
}
