#include "cli/card.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/hits.h"
#include "cli/print.h"

static void add_head(const struct cli *cli, const plx_article *a, unsigned columns, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_strbuf_puts(&line, CLI_MARK_OPEN);
    cli_add_line(&line, a->title && *a->title ? a->title : "(no title)");
    plx_strbuf_puts(&line, CLI_MARK_CLOSE);
    cli_wrap(out, line.s, 0, 0, columns);
    plx_strbuf_reset(&line);
    cli_add_byline(cli, a, &line);
    cli_wrap(out, line.s, 0, 0, columns);
    if (a->synthetic)
        cli_wrap(out, "synthetic: written for the project, no real article", 0, 0, columns);
    plx_strbuf_putc(out, '\n');
    out->failed |= line.failed;
    plx_strbuf_release(&line);
}

static plx_status find_lines(struct cli_card *c, plx_error *err)
{
    size_t n = 0;

    for (const char *p = c->text.s; (p = strchr(p, '\n')); p++)
        n++;
    c->line = malloc((n + 1) * sizeof *c->line);
    if (c->text.failed || !c->line)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    c->line[0] = 0;
    for (size_t i = 0; i < n; i++)
        c->line[i + 1] = (size_t)(strchr(c->text.s + c->line[i], '\n') - c->text.s) + 1;
    c->lines = n;
    return PLX_OK;
}

plx_status cli_card_make(const struct cli *cli, struct cli_reading *r, unsigned columns,
                         struct cli_card *out, plx_error *err)
{
    plx_strbuf marked = PLX_STRBUF_INIT;
    plx_status rc;

    *out = (struct cli_card){ .text = PLX_STRBUF_INIT };
    add_head(cli, &r->article, columns, &out->text);
    rc = cli_reading_add_text(r, &marked, err);
    out->text.failed |= marked.failed;
    cli_wrap(&out->text, marked.s, 0, 0, columns);
    plx_strbuf_release(&marked);
    return rc == PLX_OK ? find_lines(out, err) : rc;
}

void cli_card_release(struct cli_card *c)
{
    plx_strbuf_release(&c->text);
    free(c->line);
}

/* Is a mark open at the end of n bytes? */
static bool is_open(const char *s, size_t n, bool open)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] == CLI_MARK_OPEN[0] || s[i] == CLI_MARK_CLOSE[0])
            open = s[i] == CLI_MARK_OPEN[0];
    return open;
}

void cli_card_add_page(const struct cli *cli, struct cli_card *c, size_t lines, plx_strbuf *out)
{
    bool open = is_open(c->text.s, c->line[c->shown], false);
    plx_strbuf line = PLX_STRBUF_INIT;

    /* each line bears its own marks, so that nothing printed between two pages has them */
    for (; lines && c->shown < c->lines; lines--, c->shown++) {
        const char *s = c->text.s + c->line[c->shown];
        size_t n = c->line[c->shown + 1] - c->line[c->shown] - 1;

        plx_strbuf_reset(&line);
        if (open && n)
            plx_strbuf_puts(&line, CLI_MARK_OPEN);
        plx_strbuf_add(&line, s, n);
        open = is_open(s, n, open);
        if (open && n)
            plx_strbuf_puts(&line, CLI_MARK_CLOSE);
        cli_add_marked(cli, out, line.s);
        plx_strbuf_putc(out, '\n');
    }
    out->failed |= line.failed;
    plx_strbuf_release(&line);
}
