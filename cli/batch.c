/* cli/batch.c - `search --batch` */
#include "cli/batch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/print.h"
#include "cli/query_options.h"

/* One run through a file. */
struct batch {
    struct cli *cli;
    plx_search_request req;
    const char *path;
    bool json, found, failed;
};

static plx_status read_all(const char *path, plx_strbuf *out, plx_error *err)
{
    char block[1 << 16];
    size_t n;

    if (strcmp(path, "-") != 0)
        return plx_file_read(path, CLI_BATCH_MAX, out, err);
    while ((n = fread(block, 1, sizeof block, stdin)) > 0 && out->len <= CLI_BATCH_MAX)
        plx_strbuf_add(out, block, n);
    if (ferror(stdin))
        return plx_fail_errno(err, "standard input");
    if (out->len > CLI_BATCH_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "standard input: more than %u MB of queries",
                        CLI_BATCH_MAX >> 20);
    return out->failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : PLX_OK;
}

/* A name of a run file: without blanks. */
static void add_name(const char *s, plx_strbuf *out)
{
    for (; *s; s++) {
        if ((unsigned char)*s <= ' ' || *s == 0x7f)
            plx_strbuf_printf(out, "%%%02X", (unsigned char)*s);
        else
            plx_strbuf_putc(out, *s);
    }
}

/* Tools that read runs sort by the score, so it has to fall with the rank: full matches may
 * come before partial ones that score higher. */
static void add_trec(const char *qid, const plx_search_result *r, uint32_t offset, plx_strbuf *out)
{
    for (size_t i = 0; i < r->hit_count; i++) {
        add_name(qid, out);
        plx_strbuf_puts(out, " Q0 ");
        add_name(r->hits[i].article.id, out);
        unsigned rank = offset + (unsigned)i + 1;
        plx_strbuf_printf(out, " %u %.9f parallax\n", rank, 1.0 / rank);
    }
}

static void add_json(const char *qid, const plx_search_result *r, plx_strbuf *out)
{
    json_t *object = plx_search_result_json(r);

    if (!object || json_object_set_new(object, "qid", plx_json_str(qid)) != 0)
        out->failed = true;
    plx_json_print(object, false, out);
    plx_strbuf_putc(out, '\n');
    json_decref(object);
}

/* One query; false if its result could not be written. */
static bool run_query(struct batch *b, unsigned line, const char *qid, const char *query)
{
    plx_search_result result;
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_error err;
    bool written = true;

    b->req.query = query;
    if (cli_search(b->cli, &b->req, &result, &err) != PLX_OK) {
        cli_note("%s:%u: %s", b->path, line, err.msg);
        b->failed = true;
    } else {
        if (result.partial)
            cli_note_partial(cli_printf(b->cli, "%s:%u: ", b->path, line), result.partial);
        b->found = b->found || result.hit_count;
        if (b->json)
            add_json(qid, &result, &out);
        else
            add_trec(qid, &result, b->req.offset, &out);
        written = cli_write_data(b->cli, &out) == CLI_DONE;
    }
    plx_search_result_release(&result);
    plx_strbuf_release(&out);
    return written;
}

static bool refuse_line(struct batch *b, unsigned number, const char *why)
{
    cli_note("%s:%u: %s", b->path, number, why);
    b->failed = true;
    return true;
}

/* A line of len bytes, in whose place after them is a NUL. */
static bool run_line(struct batch *b, unsigned number, char *line, size_t len)
{
    char *tab = memchr(line, '\t', len);

    if (len && line[len - 1] == '\r')
        line[--len] = '\0';
    if (!len || *line == '#')
        return true;
    if (memchr(line, '\0', len))
        return refuse_line(b, number, "a NUL byte is in the line: queries are text in UTF-8");
    if (!tab || tab == line)
        return refuse_line(b, number, "a line is ID<TAB>QUERY");
    *tab = '\0';
    return run_query(b, number, line, tab + 1);
}

/* All lines; false if what was found could not be written. */
static bool run_lines(struct batch *b, plx_strbuf *text)
{
    static const char bom[] = "\xEF\xBB\xBF";
    char *line = text->s, *end = text->s + text->len, *next;
    unsigned number = 1;

    if (text->len >= 3 && memcmp(line, bom, 3) == 0)
        line += 3;
    for (; line < end; number++, line = next) {
        char *stop = memchr(line, '\n', (size_t)(end - line));

        next = stop ? stop + 1 : end;
        stop = stop ? stop : end;
        *stop = '\0';
        if (!run_line(b, number, line, (size_t)(stop - line)))
            return false;
    }
    return true;
}

int cli_batch(struct cli *cli, const plx_search_request *base, const char *path, bool json)
{
    struct batch b = { .cli = cli, .req = *base, .path = path, .json = json };
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_error err;

    b.req.snippets = base->snippets && json;
    if (read_all(path, &text, &err) != PLX_OK) {
        plx_strbuf_release(&text);
        return cli_fail(&err);
    }
    if (!run_lines(&b, &text))
        b.failed = true;
    plx_strbuf_release(&text);
    if (b.failed)
        return CLI_ERROR;
    return b.found ? CLI_DONE : CLI_NOTHING;
}
