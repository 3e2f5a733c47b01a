/* tests/unit/made_documents.c - documents made from a number */
#include "tests/unit/made_documents.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A document being made; once something failed, the rest is passed over. */
typedef struct maker {
    plx_doc *doc;
    uint64_t seed;
    unsigned size;
    bool failed;
} maker;

static void keep(maker *m, plx_status rc)
{
    m->failed = m->failed || rc != PLX_OK;
}

static uint32_t below(maker *m, uint32_t n)
{
    return number_below(&m->seed, n);
}

/* So many, of a full-sized document's `most`. */
static uint32_t share(const maker *m, uint32_t most)
{
    return (uint32_t)((uint64_t)most * m->size / 100) + 1;
}

static void posting(maker *m, const char *term, size_t len, uint32_t pos, uint32_t wdf)
{
    keep(m, plx_doc_add_posting(m->doc, term, len, pos, wdf, NULL));
}

static void value(maker *m, uint32_t slot, const void *p, size_t n)
{
    keep(m, plx_doc_set_value(m->doc, slot, p, n, NULL));
}

/* Words as Zipf has them: half of all are of the few most frequent. */
static size_t any_word(maker *m, char *out, size_t cap)
{
    uint32_t rank = below(m, 1u << (1 + below(m, 13)));
    return (size_t)snprintf(out, cap, "%cw%u", 'a' + (char)(rank % 26), rank);
}

static void make_story(maker *m)
{
    uint32_t words = below(m, share(m, 400)), pos = 1;
    char text[64];
    char data[2048];
    size_t at = 0;

    for (uint32_t i = 0; i < words; i++, pos += below(m, 20) ? 1 : 2) {
        size_t n = any_word(m, text, sizeof text);
        posting(m, text, n, pos, 1);
        if (at + n + 1 < sizeof data)
            at += (size_t)snprintf(data + at, sizeof data - at, "%s ", text);
    }
    keep(m, plx_doc_set_data(m->doc, data, at, NULL));
    for (uint32_t slot = 0; slot < 4; slot++) {
        size_t n = (size_t)snprintf(text, sizeof text, "v%u", below(m, 1u << (4 * slot)));
        if (below(m, 4))
            value(m, slot, text, n);
    }
    keep(m, plx_doc_add_boolean(m->doc, "XALL", 4, NULL));
}

static void make_empty(maker *m)
{
    (void)m;
}

static void make_nuls(maker *m)
{
    static const char bytes[] = "\0\0a\0\xff\0\x01\0b";
    char nuls[PLX_TERM_MAX / 2] = { 0 };
    uint32_t pos = 1;

    for (size_t from = 0; from < sizeof bytes - 1; from++)
        for (size_t to = from + 1; to < sizeof bytes; to++)
            posting(m, bytes + from, to - from, pos++, 1 + below(m, 3));
    posting(m, nuls, sizeof nuls, pos, 1);
    value(m, 1, bytes, sizeof bytes);
    value(m, 2, nuls, 1);
    keep(m, plx_doc_set_data(m->doc, bytes, sizeof bytes, NULL));
}

static void make_one_word(maker *m)
{
    for (uint32_t pos = 1; pos <= share(m, 65536 / 5); pos++)
        posting(m, "word", 4, pos, 1);
}

static void make_many_terms(maker *m)
{
    char text[32];

    for (uint32_t i = 0; i < share(m, 10000); i++)
        posting(m, text, (size_t)snprintf(text, sizeof text, "t%x", i * 2654435761u), i + 1, 1);
}

static void make_term_lengths(maker *m)
{
    char term[PLX_TERM_MAX];

    memset(term, 'a' + (int)below(m, 26), sizeof term);
    for (uint32_t n = 1; n <= PLX_TERM_MAX; n += 1 + (100 - m->size) / 4)
        posting(m, term, n, n, 1);
    posting(m, term, PLX_TERM_MAX, PLX_TERM_MAX, 1);
}

static void make_data(maker *m, bool is_random)
{
    size_t n = share(m, 1 << 20);
    char *bytes = malloc(n);

    if (!bytes) {
        m->failed = true;
        return;
    }
    memset(bytes, 'e', n);
    for (size_t i = 0; is_random && i < n; i++)
        bytes[i] = (char)next_number(&m->seed);
    keep(m, plx_doc_set_data(m->doc, bytes, n, NULL));
    posting(m, "data", 4, 1, 1);
    free(bytes);
}

static void make_random_data(maker *m)
{
    make_data(m, true);
}

static void make_even_data(maker *m)
{
    make_data(m, false);
}

static void make_far_positions(maker *m)
{
    static const uint32_t far[] = { 1,        2,          3,          65535,      65536,
                                    16777215, 0x7fffffff, 0x80000000, 0xfffffffd, 0xfffffffe };
    size_t all = sizeof far / sizeof *far;

    for (size_t i = all; i-- > 0;) /* they need not come in order */
        posting(m, "far", 3, far[i], 1);
    posting(m, "last", 4, 0xfffffffe, 1);
    posting(m, "two", 3, 0xfffffffe, 1);
    posting(m, "two", 3, 1, 1);
    for (size_t i = 0; i < share(m, 300); i++)
        posting(m, "some", 4, 1 + below(m, 0xfffffffe), 1);
    for (size_t i = 0; i < 3; i++) /* a position given again counts, and stays one */
        posting(m, "again", 5, 7, 1);
}

static void make_unsorted_slots(maker *m)
{
    static const uint32_t slots[] = { 300, 2, 0xfffffffe, 255, 256, 0, 128, 127, 65536, 1, 16384 };
    char text[32];

    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        value(m, slots[i], text, (size_t)snprintf(text, sizeof text, "s%u", below(m, 500)));
}

static void make_counts(maker *m)
{
    posting(m, "weightless", 10, 5, 0);
    keep(m, plx_doc_add_term(m->doc, "zero", 4, 0, NULL));
    keep(m, plx_doc_add_term(m->doc, "heavy", 5, 1u << 20, NULL));
    keep(m, plx_doc_add_term(m->doc, "mixed", 5, 3, NULL));
    posting(m, "mixed", 5, 9, 2);
    keep(m, plx_doc_add_boolean(m->doc, "mixed", 5, NULL));
    keep(m, plx_doc_add_boolean(m->doc, "Xonly", 5, NULL));
    keep(m, plx_doc_add_boolean(m->doc, "Xonly", 5, NULL));
    for (uint32_t i = 0; i < 140; i++) /* wdf around where the term list changes its form */
        posting(m, "many", 4, 10 + i, i ? 1 : 1 + below(m, 200));
}

static void make_long_values(maker *m)
{
    size_t n = share(m, PLX_VALUE_MAX - 1);
    char *bytes = malloc(n);

    if (!bytes) {
        m->failed = true;
        return;
    }
    memset(bytes, 'a' + (int)below(m, 26), n);
    value(m, 3, bytes, n);
    value(m, 5, "set", 3);
    value(m, 5, "", 0);
    value(m, 1, "once", 4);
    value(m, 1, "again", 5);
    free(bytes);
}

plx_doc *made_document(made_kind kind, uint64_t seed, unsigned size)
{
    static void (*const make[MADE_KINDS])(maker * m) = {
        make_story,         make_empty,          make_nuls,        make_one_word,
        make_many_terms,    make_term_lengths,   make_random_data, make_even_data,
        make_far_positions, make_unsorted_slots, make_counts,      make_long_values,
    };
    maker m = { .seed = seed, .size = size };

    if (plx_doc_new(&m.doc, NULL) != PLX_OK)
        return NULL;
    make[kind](&m);
    if (!m.failed)
        return m.doc;
    plx_doc_free(m.doc);
    return NULL;
}
