/* Snippets of any text for any query. The first byte chooses language and kind of query, the second
 * about how long they are; the first line is the query, the rest the text. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/snippet_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(const char *wrong)
{
    if (!wrong)
        return;
    fprintf(stderr, "%s\n", wrong);
    abort();
}

/* The marks of the checks are no bytes of a text here. */
static void replace_marks(char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] == *CHECK_OPEN || s[i] == *CHECK_CLOSE || !s[i])
            s[i] = '.';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const langs[] = { "en", "none", "", "ar", "fa", "fr", "de", "tr" };
    static plx_analyser *an; /* kept from run to run, as a searcher does */
    const char *lang, *line_end;
    size_t query_len, len;
    char *copy, *text;
    sought q;

    if (size < 2)
        return 0;
    lang = langs[data[0] % 8];
    copy = malloc(size - 2 + 1); /* of its own, so that reading past the end is seen */
    if (!copy)
        return 0;
    memcpy(copy, data + 2, size - 2);
    replace_marks(copy, size - 2);
    line_end = memchr(copy, '\n', size - 2);
    query_len = line_end ? (size_t)(line_end - copy) : 0;
    len = size - 2 - query_len - (line_end != NULL);
    text = malloc(len ? len : 1);
    require(text ? NULL : "no memory");
    memcpy(text, copy + size - 2 - len, len);
    require(an || plx_analyser_new(&an, NULL) == PLX_OK ? NULL : "no analyser");
    plx_analyser_trim(an, 10000);
    require(seek_words(an, lang, copy, query_len, data[0] & 8, &q) ? NULL : "no query");
    require(check_snippet(an, lang, text, len, &q, 1 + data[1] * 2u));
    plx_map_free(q.stems);
    free(text);
    free(copy);
    return 0;
}
