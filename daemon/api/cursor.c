#include "daemon/api/cursor.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* ------------------------------------------------------------ base64url */

static void encode(const char *s, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i < 3 ? n - i : 3;
        unsigned group = 0;

        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < left ? (unsigned char)s[i + k] : 0u);
        for (size_t k = 0; k <= left; k++)
            plx_strbuf_putc(out, alphabet[group >> (18 - 6 * k) & 63]);
    }
}

static bool decode(const char *s, plx_strbuf *out)
{
    unsigned group = 0, bits = 0;

    for (; *s; s++) {
        const char *at = strchr(alphabet, *s);
        if (!at)
            return false;
        group = (group << 6 | (unsigned)(at - alphabet)) & 0xffff;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        plx_strbuf_putc(out, (char)(group >> bits));
    }
    return !out->failed;
}

/* ------------------------------------------------------------ "GENERATION DOCID ID" */

void plx_cursor_print(const plx_cursor *cursor, plx_strbuf *out)
{
    plx_strbuf plain = PLX_STRBUF_INIT;

    plx_strbuf_printf(&plain, "%s %u %s", cursor->generation, (unsigned)cursor->docid, cursor->id);
    encode(plain.s, plain.len, out);
    out->failed = out->failed || plain.failed;
    plx_strbuf_release(&plain);
}

bool plx_cursor_parse(const char *text, plx_strbuf *memory, plx_cursor *out)
{
    char *docid, *end;
    unsigned long n;

    if (!decode(text, memory) || strlen(memory->s) != memory->len ||
        !plx_utf8_valid(memory->s, memory->len))
        return false;
    docid = strchr(memory->s, ' ');
    if (!docid || docid == memory->s || docid[1] < '1' || docid[1] > '9')
        return false;
    *docid++ = '\0';
    n = strtoul(docid, &end, 10);
    *out = (plx_cursor){ memory->s, (uint32_t)n, end + 1 };
    return *end == ' ' && end[1] && n <= UINT32_MAX;
}

/* ------------------------------------------------------------ in an index */

/* Bytes of the generation in the name of a state: "gen-2" of "gen-2.57". */
static size_t generation_bytes(const char *version)
{
    return strcspn(version, ".");
}

void plx_cursor_write(const plx_snapshot *snap, uint32_t docid, const char *id, plx_strbuf *out)
{
    const char *version = plx_snapshot_version(snap);
    char *generation = strndup(version, generation_bytes(version));

    if (generation)
        plx_cursor_print(&(plx_cursor){ generation, docid, id }, out);
    else
        out->failed = true;
    free(generation);
}

static void refuse(plx_problem *problem, const char *code, const char *what)
{
    plx_problem_set(problem, 400, code, "cursor", "parameter 'cursor': %s", what);
    plx_problem_hint(problem, "give the next_cursor of an answer as it is, or start anew with "
                              "cursor=" PLX_CURSOR_START);
}

static bool is_of(const plx_cursor *p, const char *version)
{
    size_t n = generation_bytes(version);

    return strlen(p->generation) == n && strncmp(p->generation, version, n) == 0;
}

/* Rebuilding closes the gaps, so places only move down: an article further up than it was is one
 * that was deleted and came in again. */
static plx_status find_place(plx_snapshot *snap, const plx_cursor *p, uint32_t *after,
                             plx_problem *problem, plx_error *err)
{
    plx_status rc;

    if (is_of(p, plx_snapshot_version(snap))) {
        *after = p->docid;
        return PLX_OK;
    }
    rc = plx_snapshot_find(snap, p->id, after, err);
    if (rc && rc != PLX_ERR_NOTFOUND)
        return rc;
    if (rc || *after > p->docid)
        refuse(problem, "cursor-lost",
               "the article it stands at was deleted, and the index rebuilt since");
    return PLX_OK;
}

plx_status plx_cursor_read(plx_snapshot *snap, const char *text, uint32_t *after,
                           plx_problem *problem, plx_error *err)
{
    plx_strbuf memory = PLX_STRBUF_INIT;
    plx_cursor cursor;
    plx_status rc = PLX_OK;

    *after = 0;
    if (strcmp(text, PLX_CURSOR_START) == 0)
        return PLX_OK;
    if (plx_cursor_parse(text, &memory, &cursor))
        rc = find_place(snap, &cursor, after, problem, err);
    else if (memory.failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "cursor: out of memory");
    else
        refuse(problem, "bad-cursor", "not a cursor of this daemon");
    plx_strbuf_release(&memory);
    return rc;
}

/* ------------------------------------------------------------ link */

/* As it came, but for what would end the address. */
static void put_raw(plx_strbuf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)s[i] <= ' ' || (unsigned char)s[i] >= 0x7f || strchr("<>\"", s[i]))
            plx_strbuf_printf(out, "%%%02X", (unsigned)(unsigned char)s[i]);
        else
            plx_strbuf_putc(out, s[i]);
    }
}

void plx_cursor_link(const plx_request *rq, const char *cursor, plx_reply *reply)
{
    static const char name[] = "cursor=";
    plx_strbuf out = PLX_STRBUF_INIT;
    char last = '?';

    plx_strbuf_puts(&out, "<");
    for (const char *p = rq->query; *p;) {
        size_t n = strcspn(p, "&");
        if (n && strncmp(p, name, strlen(name)) != 0) {
            plx_strbuf_putc(&out, last);
            put_raw(&out, p, n);
            last = '&';
        }
        p += n + (p[n] == '&');
    }
    plx_strbuf_putc(&out, last);
    plx_strbuf_puts(&out, name);
    plx_strbuf_puts(&out, cursor);
    plx_strbuf_puts(&out, ">; rel=\"next\"");
    free(reply->link);
    reply->link = plx_strbuf_detach(&out);
    if (!reply->link)
        reply->body.failed = true;
}
