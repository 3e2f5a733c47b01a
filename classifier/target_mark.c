#include "classifier/target_mark.h"

#include <stdlib.h>
#include <string.h>

#include "text/sentence.h"

/* Stems of the words of a sentence, without compounds, whose parts are there; their number. */
static size_t sentence_stems(const plx_tokens *words, const plx_sentence *s, uint64_t *stems)
{
    size_t n = 0;

    for (uint32_t i = s->first; i < s->last; i++)
        if (!(words->items[i].flags & PLX_TOKEN_COMPOUND))
            stems[n++] = words->items[i].word->stem_hash;
    return n;
}

static bool names_target(const plx_phrases *target, const uint64_t *stems, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plx_phrases_match(target, stems + i, n - i))
            return true;
    return false;
}

static size_t longest(const plx_sentence *sentence, size_t count)
{
    size_t most = 0;

    for (size_t i = 0; i < count; i++)
        if (sentence[i].last - sentence[i].first > most)
            most = sentence[i].last - sentence[i].first;
    return most;
}

plx_status plx_target_mark(const plx_target_marks *marks, const char *text, const plx_tokens *words,
                           plx_strbuf *out, plx_error *err)
{
    plx_sentence *sentence = NULL;
    uint64_t *stems = NULL;
    size_t count = 0, at = 0;
    plx_status rc = plx_sentences(text, strlen(text), words, &sentence, &count, err);

    if (rc == PLX_OK) {
        stems = malloc((longest(sentence, count) + 1) * sizeof *stems);
        if (!stems)
            rc = plx_fail(err, PLX_ERR_NOMEM, "sentences: out of memory");
    }
    for (size_t i = 0; rc == PLX_OK && i < count; i++) {
        const plx_sentence *s = &sentence[i];

        if (!names_target(marks->target, stems, sentence_stems(words, s, stems)))
            continue;
        plx_strbuf_add(out, text + at, s->start - at);
        plx_strbuf_puts(out, marks->open);
        plx_strbuf_add(out, text + s->start, s->end - s->start);
        plx_strbuf_puts(out, marks->close);
        at = s->end;
    }
    if (rc == PLX_OK)
        plx_strbuf_puts(out, text + at);
    free(stems);
    free(sentence);
    return rc;
}
