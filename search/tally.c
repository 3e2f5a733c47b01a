#include "search/tally.h"

#include <stdlib.h>
#include <string.h>

#include "search/tables.h"

/* What of an article is counted, in one byte: its stance in the low bits. */
#define STANCE  0x0f
#define PERSON  0x10
#define DATED   0x20
#define GROUPED 0x40
#define CODES   0x80

/* Docids with near-copies are gathered this many at a time. */
#define CHUNK 1024

_Static_assert(PLX_LABELS_MAX + 3 <= STANCE + 1, "stances fit into the low bits");

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "tally: out of memory");
}

/* ----------------------------------------------------------------- codes */

static uint8_t code_of(const plx_stance_column *stances, const plx_date_column *dates,
                       const plx_bits *grouped, uint32_t docid)
{
    bool is_judged = docid <= stances->last_docid;
    uint8_t code = is_judged ? stances->stance[docid] & STANCE : stances->not_judged;

    if (is_judged && stances->by_person[docid])
        code |= PERSON;
    if (docid <= dates->last_docid && dates->start[docid] != INT64_MIN)
        code |= DATED;
    return plx_bits_has(grouped, docid) ? code | GROUPED : code;
}

/* Made once, kept in the tables: one byte an article. */
static plx_status make_codes(plx_tables *t, const plx_stance_column *stances,
                             const plx_bits *grouped, plx_error *err)
{
    const plx_date_column *dates;
    uint32_t i;
    plx_status rc;

    if (t->tally_code)
        return PLX_OK;
    rc = plx_snapshot_dates(t->snap, &dates, err);
    if (rc)
        return rc;
    t->tally_code = malloc((size_t)t->last_docid + 1);
    if (!t->tally_code)
        return no_memory(err);
    for (i = 0; i <= t->last_docid; i++)
        t->tally_code[i] = code_of(stances, dates, grouped, i);
    return PLX_OK;
}

/* -------------------------------------------------------------- counting */

/* Those of a chunk that are in groups not seen before. */
static uint32_t count_new(const plx_column *groups, const uint32_t *docids, size_t n, uint8_t *seen)
{
    uint32_t found = 0;
    size_t i;

    for (i = 0; i < n; i++) {
        uint32_t group = groups->ordinal[groups->first[docids[i]]];
        uint8_t bit = (uint8_t)(1u << (group & 7));

        found += !(seen[group >> 3] & bit);
        seen[group >> 3] |= bit;
    }
    return found;
}

/* Articles by code, and groups among them. */
static uint32_t count_codes(const plx_tables *t, const uint32_t *docids, size_t n,
                            const plx_column *groups, uint8_t *seen, uint32_t by_code[CODES])
{
    uint32_t grouped[CHUNK], found = 0;
    size_t i, k = 0;

    for (i = 0; i < n; i++) {
        uint8_t code = t->tally_code[docids[i]];

        by_code[code]++;
        grouped[k] = docids[i];
        k += code / GROUPED;
        if (k == CHUNK) {
            found += count_new(groups, grouped, k, seen);
            k = 0;
        }
    }
    return found + count_new(groups, grouped, k, seen);
}

static void add_stance(unsigned stance, bool is_person, uint32_t n, plx_tally *out)
{
    if (stance < out->labels) {
        out->label[stance] += n;
        out->person[stance] += is_person ? n : 0;
        *(is_person ? &out->by_person : &out->by_model) += n;
    } else if (stance == out->labels) {
        out->unclear += n;
    } else if (stance == out->labels + 1) {
        out->off_topic += n;
    } else {
        out->not_judged += n;
    }
}

static void add_up(const uint32_t by_code[CODES], plx_tally *out)
{
    unsigned code;

    for (code = 0; code < CODES; code++) {
        add_stance(code & STANCE, code & PERSON, by_code[code], out);
        out->total += by_code[code];
        out->undated += code & DATED ? 0 : by_code[code];
        out->stories += code & GROUPED ? 0 : by_code[code];
    }
}

plx_status plx_tally_count(plx_tables *t, const uint32_t *docids, size_t n, plx_tally *out,
                           plx_error *err)
{
    const plx_stance_column *stances;
    const plx_column *groups;
    const plx_bits *members;
    uint32_t by_code[CODES] = { 0 };
    uint8_t *seen = NULL;
    plx_status rc = plx_snapshot_stances(t->snap, &stances, err);

    memset(out, 0, sizeof *out);
    if (!rc)
        rc = plx_tables_groups(t, &groups, &members, err);
    if (!rc)
        rc = make_codes(t, stances, members, err);
    if (rc)
        return rc;
    seen = calloc(groups->values / 8 + 1, 1);
    if (!seen)
        return no_memory(err);
    out->labels = stances->unclear;
    out->stories = count_codes(t, docids, n, groups, seen, by_code);
    add_up(by_code, out);
    free(seen);
    return PLX_OK;
}
