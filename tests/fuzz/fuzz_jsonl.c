/* Any bytes as JSON records, at once and in pieces: the same records must come out. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/article.h"
#include "indexer/reader_json.h"

#define RECORD_MAX 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct counts {
    size_t objects;
    size_t bad;
    size_t last_line;
};

static void require(int holds)
{
    if (!holds)
        abort();
}

static plx_status on_record(void *ctx, size_t line, const char *p, size_t n, plx_error *err)
{
    struct counts *c = ctx;
    json_t *obj = NULL;
    plx_article a;

    (void)err;
    require(line >= c->last_line);
    c->last_line = line;
    if (plx_json_record_parse(p, n, &obj, NULL) != PLX_OK) {
        require(obj == NULL);
        c->bad++;
        return PLX_OK;
    }
    require(json_is_object(obj));
    c->objects++;
    plx_article_init(&a);
    plx_article_from_json(obj, true, &a, NULL);
    plx_article_release(&a);
    json_decref(obj);
    return PLX_OK;
}

static plx_status on_bad(void *ctx, size_t line, const plx_error *why, plx_error *err)
{
    struct counts *c = ctx;

    (void)err;
    require(line >= c->last_line && *why->msg);
    c->last_line = line;
    c->bad++;
    return PLX_OK;
}

/* The first `first` bytes at once, as the layout is told by them, then steps. */
static struct counts run(const uint8_t *data, size_t size, size_t first, size_t step)
{
    struct counts c = { 0 };
    plx_json_sink sink = { on_record, on_bad, &c };
    plx_json_reader *r;

    require(plx_json_reader_new(&sink, RECORD_MAX, &r, NULL) == PLX_OK);
    for (size_t i = 0; i < size;) {
        size_t n = i == 0 ? first : step;
        char *copy;

        n = n < size - i ? n : size - i;
        copy = malloc(n);
        require(copy != NULL);
        memcpy(copy, data + i, n);
        require(plx_json_reader_feed(r, copy, n, NULL) == PLX_OK);
        free(copy);
        i += n;
    }
    require(plx_json_reader_end(r, NULL) == PLX_OK);
    plx_json_reader_free(r);
    return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t step = size ? data[0] % 64 + 1 : 1;
    struct counts whole;
    struct counts pieces;

    if (size < 2)
        return 0;
    data++;
    size--;
    plx_json_reader_knows((const char *)data, size);
    whole = run(data, size, size, size);
    pieces = run(data, size, size / 2 + 1, step);
    run(data, size, 1, step); /* the layout may come out otherwise; nothing may break */
    /* the half shown first tells the layout only if its first line ends there */
    if (memchr(data, '\n', size / 4) == NULL || (data[0] != '{' && data[0] != '['))
        return 0;
    if (data[0] == '[' || memchr(data, '\n', size / 4) != NULL) {
        const uint8_t *nl = memchr(data, '\n', size / 4);

        while (nl < data + size / 2 && strchr(" \t\r\n", *nl) && *nl)
            nl++;
        if (nl >= data + size / 2)
            return 0;
    }
    require(whole.objects == pieces.objects && whole.bad == pieces.bad);
    return 0;
}
