/* Any bytes through the analyser: the first chooses the language, the rest is the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/analyser.h"
#include "text/detect.h"
#include "text/language.h"
#include "text/sentence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check_token(const char *text, size_t len, const plx_token *t, const plx_token *before)
{
    const plx_word *w = t->word;
    uint32_t cp;

    require(t->len > 0 && (size_t)t->start + t->len <= len);
    plx_utf8_decode(text + t->start, len - t->start, &cp);
    require(cp != 0xFFFD);
    require(w->text_len > 0 && w->text_len <= PLX_WORD_MAX && strlen(w->text) == w->text_len);
    require(w->stem_len > 0 && w->stem_len <= PLX_WORD_MAX && strlen(w->stem) == w->stem_len);
    require(plx_utf8_valid(w->text, w->text_len));
    if (!before)
        require(t->pos == 1);
    else if (before->flags & PLX_TOKEN_COMPOUND)
        require(t->pos == before->pos && t->start == before->start);
    else
        require(t->pos == before->pos + 1 && t->start >= before->start + before->len);
}

static void check_sentences(const char *text, size_t len, const plx_tokens *t)
{
    plx_sentence *list;
    size_t n;

    require(plx_sentences(text, len, t, &list, &n, NULL) == PLX_OK);
    require((n == 0) == (t->count == 0));
    for (size_t i = 0; i < n; i++) {
        require(list[i].start < list[i].end && list[i].end <= len);
        require(list[i].first == (i ? list[i - 1].last : 0));
        require(i == 0 || list[i].start >= list[i - 1].end);
        require(list[i].start <= t->items[list[i].first].start);
    }
    require(n == 0 || list[n - 1].last == t->count);
    free(list);
}

static void check_fold(const char *text, size_t len)
{
    char *once = plx_fold(text, len);

    require(once != NULL);
    require(plx_utf8_valid(once, strlen(once)));
    free(once);
}

static void check_language(const plx_detector *d, const char *text, size_t len)
{
    double confidence;
    const char *code = plx_detector_run(d, text, len, &confidence);

    require(confidence >= 0 && confidence <= 1);
    require(!code || plx_language_canonical(code));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const langs[] = { "en", "fr", "de", "ar", "fa",   "ru", "tr", "el",
                                         "hi", "fi", "it", "es", "none", "",   "ur", "he" };
    static plx_analyser *an; /* kept from run to run: its words must stay right */
    static plx_detector *detector;
    plx_tokens tokens;
    const char *text;
    char *copy;
    size_t len;

    if (size == 0)
        return 0;
    len = size - 1;
    copy = malloc(len ? len : 1); /* of its own, so that reading past the end is seen */
    if (!copy)
        return 0;
    memcpy(copy, data + 1, len);
    text = copy;
    plx_tokens_init(&tokens);
    require(an || plx_analyser_new(&an, NULL) == PLX_OK);
    require(detector || plx_detector_new(&detector, NULL) == PLX_OK);
    plx_analyser_trim(an, 10000);
    require(plx_analyser_run(an, langs[data[0] % (sizeof langs / sizeof *langs)], text, len,
                             &tokens, NULL) == PLX_OK);
    for (size_t i = 0; i < tokens.count; i++)
        check_token(text, len, &tokens.items[i], i ? &tokens.items[i - 1] : NULL);
    check_sentences(text, len, &tokens);
    check_fold(text, len);
    check_language(detector, text, len);
    plx_tokens_release(&tokens);
    free(copy);
    return 0;
}
