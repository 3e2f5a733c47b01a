#include "collection/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "collection/record.h"
#include "collection/schema.h"

/* Longest value that stands in a term as it is: prefix and doubled NULs have room. */
#define TERM_VALUE_MAX 200
/* Longest value of a facet, in bytes. */
#define FACET_VALUE_MAX 240

void plx_term_make(const char *prefix, const char *value, size_t len, plx_strbuf *out)
{
    char hex[PLX_DIGEST_HEX + 1];

    plx_strbuf_reset(out);
    plx_strbuf_puts(out, prefix);
    if (len <= TERM_VALUE_MAX) {
        plx_strbuf_add(out, value, len);
    } else {
        plx_digest_hex(value, len, hex);
        plx_strbuf_puts(out, hex);
    }
}

void plx_term_make_folded(const char *prefix, const char *value, plx_strbuf *out)
{
    char *folded = plx_fold(value, strlen(value));

    plx_term_make(prefix, folded ? folded : "", folded ? strlen(folded) : 0, out);
    if (!folded)
        out->failed = true;
    free(folded);
}

/* Names of an author field, one by one: *p moves on; false at the end. */
static bool next_author(const char **p, const char **name, size_t *len)
{
    const char *s = *p, *end;

    if (!s)
        return false;
    s += strspn(s, "; ");
    if (!*s)
        return false;
    end = strchr(s, ';');
    *name = s;
    *len = end ? (size_t)(end - s) : strlen(s);
    while (*len && s[*len - 1] == ' ')
        --*len;
    *p = end ? end + 1 : NULL;
    return true;
}

/* ----------------------------------------------------------------- words */

/* The whole of a hyphenated word needs no position: phrases are made of its parts. */
static plx_status add_words(plx_doc *doc, const plx_tokens *t, uint32_t gap, uint32_t wdf,
                            plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < t->count; i++) {
        const plx_token *token = &t->items[i];
        const plx_word *w = token->word;

        rc = token->flags & PLX_TOKEN_COMPOUND
                 ? plx_doc_add_term(doc, w->stem, w->stem_len, wdf, err)
                 : plx_doc_add_posting(doc, w->stem, w->stem_len, token->pos + gap, wdf, err);
    }
    return rc;
}

static plx_status add_title_field(plx_doc *doc, const plx_tokens *title, plx_strbuf *term,
                                  plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < title->count; i++) {
        const plx_word *w = title->items[i].word;

        plx_term_make(PLX_PREFIX_TITLE, w->stem, w->stem_len, term);
        rc = plx_doc_add_posting(doc, term->s, term->len, title->items[i].pos, 0, err);
    }
    return rc;
}

/* ---------------------------------------------------- filters and values */

static plx_status add_folded(plx_doc *doc, const char *prefix, const char *value, plx_strbuf *term,
                             plx_error *err)
{
    plx_term_make_folded(prefix, value, term);
    if (term->failed)
        return plx_fail(err, PLX_ERR_NOMEM, "article '%.60s': out of memory", value);
    return plx_doc_add_boolean(doc, term->s, term->len, err);
}

/* A term to filter by and the value to count by. */
static plx_status add_field(plx_doc *doc, const char *prefix, uint32_t slot, const char *value,
                            plx_strbuf *term, plx_error *err)
{
    size_t len = value ? strlen(value) : 0;
    plx_status rc;

    if (!len)
        return PLX_OK;
    rc = add_folded(doc, prefix, value, term, err);
    if (rc)
        return rc;
    return plx_doc_set_value(
        doc, slot, value, len > FACET_VALUE_MAX ? plx_utf8_cut(value, FACET_VALUE_MAX) : len, err);
}

static plx_status add_authors(plx_doc *doc, const char *authors, plx_strbuf *term, plx_error *err)
{
    plx_strbuf value = PLX_STRBUF_INIT, one = PLX_STRBUF_INIT;
    const char *p = authors, *name;
    plx_status rc = PLX_OK;
    size_t len;

    while (!rc && next_author(&p, &name, &len)) {
        plx_strbuf_reset(&one);
        plx_strbuf_add(&one, name, len);
        rc = add_folded(doc, PLX_PREFIX_AUTHOR, one.s, term, err);
        if (value.len)
            plx_strbuf_putc(&value, PLX_VALUE_SEPARATOR);
        plx_strbuf_add(&value, name, len);
    }
    if (!rc && (value.failed || one.failed))
        rc = plx_fail(err, PLX_ERR_NOMEM, "author: out of memory");
    if (!rc && value.len)
        rc = plx_doc_set_value(doc, PLX_SLOT_AUTHOR, value.s, value.len, err);
    plx_strbuf_release(&value);
    plx_strbuf_release(&one);
    return rc;
}

static plx_status add_date(plx_doc *doc, const plx_date *d, plx_error *err)
{
    static const struct {
        plx_date_precision needs;
        const char *prefix;
        size_t digits; /* of YYYYMMDD */
    } terms[] = { { PLX_DATE_YEAR, PLX_PREFIX_YEAR, 4 },
                  { PLX_DATE_MONTH, PLX_PREFIX_MONTH, 6 },
                  { PLX_DATE_DAY, PLX_PREFIX_DAY, 8 } };
    unsigned char value[PLX_DATE_VALUE_BYTES];
    size_t n = plx_record_date_value(d, value), i;
    char digits[32], term[40];
    int year, month, day;
    plx_status rc;

    if (!n)
        return PLX_OK;
    rc = plx_doc_set_value(doc, PLX_SLOT_DATE, value, n, err);
    plx_date_to_civil(d->start, &year, &month, &day);
    snprintf(digits, sizeof digits, "%04d%02d%02d", year, month, day);
    for (i = 0; !rc && i < sizeof terms / sizeof *terms && d->precision >= terms[i].needs; i++) {
        int len =
            snprintf(term, sizeof term, "%s%.*s", terms[i].prefix, (int)terms[i].digits, digits);

        rc = plx_doc_add_boolean(doc, term, (size_t)len, err);
    }
    return rc;
}

static plx_status add_user_facets(plx_doc *doc, const plx_article *a, const plx_facet_names *facets,
                                  plx_strbuf *term, plx_error *err)
{
    char prefix[sizeof PLX_PREFIX_FACET + PLX_FACET_NAME_MAX + 1];
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < facets->count; i++) {
        snprintf(prefix, sizeof prefix, PLX_PREFIX_FACET "%.*s:", PLX_FACET_NAME_MAX,
                 facets->name[i]);
        rc = add_field(doc, prefix, PLX_SLOT_FACET + (uint32_t)i,
                       plx_article_extra(a, facets->name[i]), term, err);
    }
    return rc;
}

plx_status plx_document_fill(plx_doc *doc, const plx_article *a, const plx_tokens *title,
                             const plx_tokens *text, const plx_facet_names *facets, plx_error *err)
{
    plx_strbuf term = PLX_STRBUF_INIT;
    plx_status rc = add_words(doc, title, 0, PLX_TITLE_WDF, err);

    if (!rc)
        rc = add_words(doc, text, title->last_pos + PLX_TEXT_GAP, 1, err);
    if (!rc)
        rc = add_title_field(doc, title, &term, err);
    if (!rc)
        rc = add_field(doc, PLX_PREFIX_SOURCE, PLX_SLOT_SOURCE, a->source, &term, err);
    if (!rc)
        rc = add_field(doc, PLX_PREFIX_ORIGINAL, PLX_SLOT_ORIGINAL, a->original_source, &term, err);
    if (!rc)
        rc = add_field(doc, PLX_PREFIX_LANG, PLX_SLOT_LANG, a->lang ? a->lang : "en", &term, err);
    if (!rc)
        rc = add_authors(doc, a->author, &term, err);
    if (!rc)
        rc = add_date(doc, &a->date, err);
    if (!rc)
        rc = add_user_facets(doc, a, facets, &term, err);
    plx_strbuf_release(&term);
    return rc;
}
