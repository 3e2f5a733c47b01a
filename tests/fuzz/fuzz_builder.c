/* Bytes as a list of changes, made by the engine and by the builder: what both say before and after
 * each commit is the same, and the engine finds no damage in what was built. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/both_stores.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Changes of one input, and generations: each takes time. */
enum { MOST_CHANGES = 120, MOST_GENERATIONS = 4 };

/* What is left of the input; 0 at its end. */
typedef struct input {
    const uint8_t *p;
    size_t n;
} input;

static unsigned byte(input *in)
{
    if (!in->n)
        return 0;
    in->n--;
    return *in->p++;
}

/* Up to `most` bytes of the input itself. */
static size_t bytes(input *in, const char **p, size_t most)
{
    size_t n = byte(in) % (most + 1);

    if (n > in->n)
        n = in->n;
    *p = (const char *)in->p;
    in->p += n;
    in->n -= n;
    return n;
}

static const char *id_of(input *in)
{
    static char id[16];
    snprintf(id, sizeof id, "Q%u", byte(in) % 24);
    return id;
}

static void put_made(both_stores *b, input *in)
{
    const char *id = id_of(in);
    made_kind kind = (made_kind)(byte(in) % MADE_KINDS);
    uint64_t seed = byte(in);

    both_put_made(b, id, kind, seed, byte(in) % 4);
}

/* The same terms, positions, values and data of the input in a document. */
static plx_doc *doc_of(input *in)
{
    plx_doc *doc = NULL;
    uint32_t pos = 1;
    unsigned terms = byte(in) % 16;
    const char *p;
    size_t n;

    if (plx_doc_new(&doc, NULL) != PLX_OK)
        return NULL;
    for (unsigned i = 0; i < terms; i++) {
        n = bytes(in, &p, 12);
        pos += byte(in) << byte(in) % 24;
        (void)plx_doc_add_posting(doc, p, n, pos ? pos : 1, byte(in) % 5, NULL);
    }
    n = bytes(in, &p, 30);
    (void)plx_doc_set_value(doc, byte(in) << byte(in) % 24, p, n, NULL);
    n = bytes(in, &p, 255);
    (void)plx_doc_set_data(doc, p, n, NULL);
    return doc;
}

static void put_bytes(both_stores *b, input *in)
{
    const char *id = id_of(in);
    input again = *in;
    plx_doc *l = doc_of(in);

    both_put(b, id, l, doc_of(&again));
}

static void delete (both_stores *b, input *in)
{
    both_delete(b, id_of(in));
}

static void set_value(both_stores *b, input *in)
{
    uint32_t docid = byte(in) % 30, slot = byte(in) % 4 * 85;
    const char *p;
    size_t n = bytes(in, &p, 20);

    both_set_value(b, docid, slot, p, n);
}

/* A count of 0 is left out: the engine keeps fragments of a word it does not keep. */
static void spelling(both_stores *b, input *in)
{
    const char *p;
    size_t n = bytes(in, &p, 10);

    both_spelling(b, p, n, 1 + byte(in));
}

static void metadata(both_stores *b, input *in)
{
    char key[8];
    const char *p;
    size_t n = bytes(in, &p, 40);

    snprintf(key, sizeof key, "key%u", byte(in) % 5);
    both_metadata(b, key, p, n);
}

static void read_one(both_stores *b, input *in)
{
    both_read(b, id_of(in));
}

static void next_generation(both_stores *b, input *in)
{
    both_way way = byte(in) % 3 == 0 ? BOTH_WRITE : BOTH_BUILD;

    b->build.run_docs = 1 + byte(in) % 9;
    b->build.jobs = 1 + byte(in) % 3;
    b->build.memory = byte(in) % 2 ? 1 : 0;
    if (b->generation < MOST_GENERATIONS)
        both_next(b, way);
}

static char folder[64];

static void remove_folder_at_exit(void)
{
    rmdir(folder);
}

static void make_folder(void)
{
    const char *in = getenv("TMPDIR");

    if (!in)
        in = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(folder, sizeof folder, "%.40s/fuzz-XXXXXX", in);
    if (!mkdtemp(folder))
        abort();
    atexit(remove_folder_at_exit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const changes[])(both_stores * b, input * in) = {
        put_made, put_bytes, put_bytes, delete,   set_value,
        spelling, metadata,  read_one,  put_made, next_generation,
    };
    input in = { data, size };
    both_stores b;

    if (!folder[0])
        make_folder();
    both_begin(&b, folder, NULL, byte(&in) % 4 ? BOTH_BUILD : BOTH_WRITE);
    for (int i = 0; i < MOST_CHANGES && in.n; i++)
        changes[byte(&in) % (sizeof changes / sizeof *changes)](&b, &in);
    both_next(&b, BOTH_BUILD);
    both_next(&b, BOTH_BUILD);
    both_end(&b);
    if (b.why[0]) {
        fprintf(stderr, "%s\n", b.why);
        abort();
    }
    return 0;
}
