#include "classifier/echo.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "classifier/model_file.h"
#include "classifier/terms.h"

/* What stands in names of features and is no word of an article (sentence_run.c, features.c). */
#define TARGET "TARGET"
#define GAP    "..."
#define NOT    "not"

struct plx_echo {
    const plx_model *m;
    plx_map *terms; /* "threat", "so call" */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "strong words of a model: out of memory");
}

/* ------------------------------------------------------------------ making */

static bool is_mark(const char *s, size_t n)
{
    static const char *const marks[] = { TARGET, GAP, NOT };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strlen(marks[i]) == n && memcmp(marks[i], s, n) == 0)
            return true;
    return false;
}

/* "sentence: TARGET ... threat" is "threat". */
static void words_of(const plx_term *t, plx_strbuf *out)
{
    const char *s = t->name + strlen(plx_group_prefix(t->group));

    plx_strbuf_reset(out);
    while (*s) {
        size_t n = strcspn(s, " ");

        if (n && !is_mark(s, n)) {
            if (out->len)
                plx_strbuf_putc(out, ' ');
            plx_strbuf_add(out, s, n);
        }
        s += n + (s[n] == ' ');
    }
}

static plx_status add_side(plx_echo *e, size_t label, plx_term_side side, plx_strbuf *words,
                           plx_error *err)
{
    plx_term_list list;
    plx_status rc = plx_model_terms(e->m, label, side, PLX_ECHO_STRONGEST, &list, err);

    for (size_t i = 0; !rc && i < list.count; i++) {
        if (list.items[i].group == PLX_GROUP_CUE)
            continue;
        words_of(&list.items[i], words);
        if (words->failed ||
            (words->len && plx_map_add(e->terms, words->s, words->len, NULL) == PLX_MAP_NONE))
            rc = no_memory(err);
    }
    plx_terms_release(&list);
    return rc;
}

plx_status plx_echo_new(const plx_model *m, plx_echo **out, plx_error *err)
{
    plx_strbuf words = PLX_STRBUF_INIT;
    plx_echo *e = calloc(1, sizeof *e);
    plx_status rc;

    *out = NULL;
    if (!e)
        return no_memory(err);
    e->m = m;
    e->terms = plx_map_new();
    rc = e->terms ? PLX_OK : no_memory(err);
    for (size_t k = 0; !rc && k < plx_model_labels(m)->count; k++) {
        rc = add_side(e, k, PLX_TERM_FOR, &words, err);
        if (!rc)
            rc = add_side(e, k, PLX_TERM_AGAINST, &words, err);
    }
    plx_strbuf_release(&words);
    if (rc) {
        plx_echo_free(e);
        return rc;
    }
    *out = e;
    return PLX_OK;
}

void plx_echo_free(plx_echo *e)
{
    if (!e)
        return;
    plx_map_free(e->terms);
    free(e);
}

/* ------------------------------------------------------------------ asking */

static bool has_pair(const plx_echo *e, const plx_echo_word *a, const plx_echo_word *b)
{
    plx_strbuf pair = PLX_STRBUF_INIT;
    bool found;

    plx_strbuf_add(&pair, a->stem, a->len);
    plx_strbuf_putc(&pair, ' ');
    plx_strbuf_add(&pair, b->stem, b->len);
    found = !pair.failed && plx_map_find(e->terms, pair.s, pair.len) != PLX_MAP_NONE;
    plx_strbuf_release(&pair);
    return found;
}

static bool has_cue(const plx_echo *e, const plx_echo_word *word, size_t n)
{
    uint64_t hash[PLX_PHRASE_WORDS];

    n = n < PLX_PHRASE_WORDS ? n : PLX_PHRASE_WORDS;
    for (size_t i = 0; i < n; i++)
        hash[i] = word[i].hash;
    for (size_t k = 0; k < plx_model_labels(e->m)->count; k++)
        if (plx_phrases_match(&e->m->words.cue[k], hash, n))
            return true;
    return false;
}

bool plx_echo_has(const plx_echo *e, const plx_echo_word *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plx_map_find(e->terms, word[i].stem, word[i].len) != PLX_MAP_NONE ||
            (i + 1 < n && has_pair(e, &word[i], &word[i + 1])) || has_cue(e, word + i, n - i))
            return true;
    return false;
}
