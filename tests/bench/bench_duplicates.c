/* Near-copies measured on a corpus of articles (JSON Lines):
 *
 *   bench_duplicates copies FILE     copies made by rules: recall, precision, time, memory
 *   bench_duplicates pairs FILE N    N grouped pairs of the untouched corpus, drawn at random
 *   bench_duplicates scale N         time and memory of N articles that resemble nothing
 *
 * copies: about one article in six is copied by every rule; for each rule the copies alone are
 * added to the index of the untouched corpus. Recall: copies in the group of their original.
 * Precision: of the pairs of a copy and another article in one group those that come from the same
 * article, or from two that are in one group of the untouched corpus (what that is worth is told by
 * reading pairs). Everything is drawn with a fixed seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/article.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "collection/duplicates.h"
#include "collection/schema.h"
#include "text/analyser.h"

#define SAMPLE_ONE_IN 6
#define COPY_WORDS    60 /* shorter articles are not copied */
#define POOL          4096

typedef struct sample {
    uint32_t docid;
    char *text, *title;
} sample;

typedef struct corpus {
    plx_sketch *sketch; /* [docid] */
    char **name;        /* [docid] "id  source  title" */
    uint32_t count, cap;
    sample *copied;
    size_t samples, samples_cap;
    double sketch_us, text_bytes;
} corpus;

static unsigned seed = 20263;
static plx_analyser *an;
static plx_tokens tokens;
static plx_error err;
static char pool[POOL][32]; /* words of the corpus to replace others by */
static size_t pooled;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 8) % n;
}

static void check(plx_status rc)
{
    if (!rc)
        return;
    fprintf(stderr, "bench_duplicates: %s\n", err.msg);
    exit(2);
}

static void *must(void *p)
{
    if (p)
        return p;
    fprintf(stderr, "bench_duplicates: out of memory\n");
    exit(2);
}

static double cpu_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void analyse(const char *text)
{
    check(plx_analyser_run(an, "en", text, strlen(text), &tokens, &err));
    plx_analyser_trim(an, 1000000);
}

/* ---------------------------------------------------------------- corpus */

static void add_article(corpus *c, const plx_article *a)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    double start;

    if (c->count + 1 >= c->cap) {
        c->cap = c->cap ? c->cap * 2 : 32768;
        c->sketch = must(realloc(c->sketch, c->cap * sizeof *c->sketch));
        c->name = must(realloc(c->name, c->cap * sizeof *c->name));
    }
    analyse(a->text);
    start = cpu_us();
    plx_sketch_make(&tokens, &c->sketch[++c->count]);
    c->sketch_us += cpu_us() - start;
    c->text_bytes += (double)strlen(a->text);
    plx_strbuf_printf(&name, "%s\t%s\t%s",
                      a->id    ? a->id
                      : a->url ? a->url
                               : "-",
                      a->source ? a->source : "-", a->title ? a->title : "-");
    c->name[c->count] = must(plx_strbuf_detach(&name));
    if (tokens.count) {
        const plx_word *w = tokens.items[draw((unsigned)tokens.count)].word;

        snprintf(pool[pooled++ % POOL], sizeof pool[0], "%s", w->text);
    }
    if (tokens.count < COPY_WORDS || draw(SAMPLE_ONE_IN))
        return;
    if (c->samples == c->samples_cap) {
        c->samples_cap = c->samples_cap ? c->samples_cap * 2 : 4096;
        c->copied = must(realloc(c->copied, c->samples_cap * sizeof *c->copied));
    }
    c->copied[c->samples++] =
        (sample){ c->count, must(strdup(a->text)), must(strdup(a->title ? a->title : "")) };
}

static void read_corpus(const char *path, corpus *c)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;

    if (!f) {
        perror(path);
        exit(2);
    }
    while (getline(&line, &cap, f) > 0) {
        json_t *o = json_loads(line, 0, NULL);
        plx_article a;

        plx_article_init(&a);
        if (o && plx_article_from_json(o, true, &a, NULL) == PLX_OK && a.text)
            add_article(c, &a);
        plx_article_release(&a);
        json_decref(o);
    }
    free(line);
    fclose(f);
}

/* ----------------------------------------------------------------- rules */

/* tokens holds the text's analysis. */
typedef void (*rule)(const corpus *c, const sample *s, plx_strbuf *out);

static void cut_first_third(const corpus *c, const sample *s, plx_strbuf *out)
{
    (void)c;
    plx_strbuf_puts(out, s->text + tokens.items[tokens.count / 3].start);
}

static void cut_last_third(const corpus *c, const sample *s, plx_strbuf *out)
{
    (void)c;
    plx_strbuf_add(out, s->text, tokens.items[tokens.count * 2 / 3].start);
}

static void new_headline(const corpus *c, const sample *s, plx_strbuf *out)
{
    plx_strbuf_printf(out, "%s\n\n%s", c->copied[draw((unsigned)c->samples)].title, s->text);
}

/* Bytes [start[i], start[i + 1]) are a sentence. */
static size_t sentences(const sample *s, uint32_t **start)
{
    size_t n = 0, i;

    *start = must(malloc((tokens.count + 2) * sizeof **start));
    for (i = 0; i < tokens.count; i++)
        if (tokens.items[i].flags & PLX_TOKEN_SENTENCE)
            (*start)[n++] = tokens.items[i].start;
    (*start)[n] = (uint32_t)strlen(s->text);
    return n;
}

static void drop_sentences(const corpus *c, const sample *s, plx_strbuf *out)
{
    uint32_t *start;
    size_t n = sentences(s, &start), i;

    (void)c;
    for (i = 0; i < n; i++)
        if (draw(5))
            plx_strbuf_add(out, s->text + start[i], start[i + 1] - start[i]);
    free(start);
}

/* A fifth of the sentences change places among themselves. */
static void shuffle_sentences(const corpus *c, const sample *s, plx_strbuf *out)
{
    uint32_t *start;
    size_t n = sentences(s, &start), picked = 0, i;
    size_t *at = must(malloc((n + 1) * sizeof *at)), *pick = must(malloc((n + 1) * sizeof *pick));

    (void)c;
    for (i = 0; i < n; i++) {
        at[i] = i;
        if (!draw(5))
            pick[picked++] = i;
    }
    for (i = picked; i > 1; i--) {
        size_t a = pick[i - 1], b = pick[draw((unsigned)i)], kept = at[a];

        at[a] = at[b];
        at[b] = kept;
    }
    for (i = 0; i < n; i++)
        plx_strbuf_add(out, s->text + start[at[i]], start[at[i] + 1] - start[at[i]]);
    free(at);
    free(pick);
    free(start);
}

/* The same around every article, but for three teasers. */
static void add_furniture(const corpus *c, const sample *s, plx_strbuf *out)
{
    int i;

    plx_strbuf_puts(out, "Home\nWorld\nPolitics\nBusiness\nOpinion\nSport\nCulture\nVideo\n"
                         "Sign in\nSubscribe from one coin a week\nSearch this site\n"
                         "Share this story with your friends\nPrint\nLarger text\n\n");
    plx_strbuf_puts(out, s->text);
    plx_strbuf_puts(out, "\n\nYou may also like\n");
    for (i = 0; i < 3; i++)
        plx_strbuf_printf(out, "READ MORE: %s\n", c->copied[draw((unsigned)c->samples)].title);
    plx_strbuf_puts(out, "Get the best of the day by letter every morning: enter your address "
                         "below and agree to our terms.\nComments are closed on this story.\n"
                         "All rights reserved. No part of this page may be printed elsewhere "
                         "without leave.\nAbout us\nContact\nPrivacy\nWork with us\nApps\n");
}

static void replace_words(const corpus *c, const sample *s, plx_strbuf *out)
{
    size_t at = 0, i;

    (void)c;
    for (i = 0; i < tokens.count; i++) {
        const plx_token *t = &tokens.items[i];

        if (t->flags & PLX_TOKEN_COMPOUND || draw(10))
            continue;
        plx_strbuf_add(out, s->text + at, t->start - at);
        plx_strbuf_puts(out, pool[draw((unsigned)(pooled < POOL ? pooled : POOL))]);
        at = t->start + t->len;
    }
    plx_strbuf_puts(out, s->text + at);
}

static const struct {
    const char *name;
    rule fn;
} rules[] = {
    { "another headline, in the text", new_headline },
    { "first third cut", cut_first_third },
    { "last third cut", cut_last_third },
    { "20 % of sentences dropped", drop_sentences },
    { "20 % of sentences shuffled", shuffle_sentences },
    { "furniture around", add_furniture },
    { "10 % of words replaced", replace_words },
};

/* ----------------------------------------------------------------- index */

static char folder[] = "/tmp/plx-duplicates-XXXXXX";

static plx_store *open_store(void)
{
    plx_store *st = NULL;
    char path[64];

    if (!mkdtemp(folder))
        exit(2);
    snprintf(path, sizeof path, "%s/db", folder);
    check(plx_store_open_writer(path, &st, &err));
    return st;
}

static void close_store(plx_store *st)
{
    plx_store_close(st);
    plx_file_remove_tree(folder, NULL);
}

/* A document that has nothing but its sketch. */
static uint32_t put_document(plx_store *st, uint32_t number, const plx_sketch *s)
{
    unsigned char packed[PLX_SKETCH_BYTES];
    plx_doc *doc = NULL;
    uint32_t docid;
    char id[16];
    int n = snprintf(id, sizeof id, "Q%u", number);

    check(plx_doc_new(&doc, &err));
    check(plx_doc_set_value(doc, PLX_SLOT_SKETCH, packed, plx_sketch_encode(s, packed), &err));
    check(plx_store_put(st, id, (size_t)n, doc, &docid, &err));
    plx_doc_free(doc);
    return docid;
}

typedef struct group_list {
    struct member {
        uint64_t group;
        uint32_t docid;
    } * item;
    size_t count;
} group_list;

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Members of all groups, those of one in a row. Read one by one: the list of a slot can leave out
 * what is not committed. */
static group_list read_groups(plx_store *st)
{
    group_list l = { NULL, 0 };
    plx_store_info info;
    plx_bytes name;
    uint32_t i;

    check(plx_store_get_info(st, &info, &err));
    l.item = must(malloc((info.last_docid + 1u) * sizeof *l.item));
    for (i = 1; i <= info.last_docid; i++) {
        check(plx_store_get_value(st, i, PLX_SLOT_GROUP, &name, &err));
        if (name.n != PLX_GROUP_BYTES)
            continue;
        l.item[l.count].group = plx_hash64(name.p, name.n);
        l.item[l.count++].docid = i;
    }
    if (l.count)
        qsort(l.item, l.count, sizeof *l.item, by_group);
    return l;
}

static size_t group_end(const group_list *l, size_t i)
{
    size_t end = i;

    while (end < l->count && l->item[end].group == l->item[i].group)
        end++;
    return end;
}

static void index_corpus(plx_store *st, const corpus *c)
{
    plx_duplicates *d = NULL;
    double start, us = 0;
    uint32_t i;

    check(plx_duplicates_open(st, &d, &err));
    for (i = 1; i <= c->count; i++)
        put_document(st, i, &c->sketch[i]);
    start = cpu_us();
    for (i = 1; i <= c->count; i++)
        check(plx_duplicates_put(d, i, &c->sketch[i], NULL, &err));
    us = cpu_us() - start;
    start = cpu_us();
    check(plx_duplicates_flush(d, &err));
    printf("%u articles: sketch %.1f us each (%.1f us for 3 KB), put %.2f us, flush %.2f us, "
           "%.0f bytes of memory\n",
           c->count, c->sketch_us / c->count, c->sketch_us / c->text_bytes * 3000, us / c->count,
           (cpu_us() - start) / c->count, (double)plx_duplicates_bytes(d) / c->count);
    plx_duplicates_close(d);
    check(plx_store_commit(st, &err));
}

static uint64_t *groups_by_docid(plx_store *st, uint32_t last)
{
    uint64_t *group = must(calloc(last + 1u, sizeof *group));
    group_list l = read_groups(st);
    size_t i;

    for (i = 0; i < l.count; i++)
        group[l.item[i].docid] = l.item[i].group;
    free(l.item);
    return group;
}

/* ---------------------------------------------------------------- copies */

/* Pairs of a copy and another article in one group; right: from the same article or group. */
static void judge_group(const group_list *l, size_t from, size_t to, const corpus *c,
                        const uint64_t *before, double pairs[2])
{
    size_t i, j;

    for (i = from; i < to; i++)
        for (j = from; j < to; j++) {
            uint32_t a = l->item[i].docid, b = l->item[j].docid;
            bool is_right;

            if (a <= c->count || (b > c->count && b <= a))
                continue;
            a = c->copied[a - c->count - 1].docid;
            b = b > c->count ? c->copied[b - c->count - 1].docid : b;
            is_right = a == b || (before[a] && before[a] == before[b]);
            pairs[is_right]++;
            if (!is_right && getenv("BENCH_WRONG"))
                printf("  wrong: %s\n     and %s\n", c->name[a], c->name[b]);
        }
}

static void run_rule(plx_store *st, const corpus *c, const uint64_t *before, size_t r)
{
    double pairs[2] = { 0, 0 };
    size_t found = 0, largest = 0, i, end;
    plx_duplicates *d = NULL;
    uint64_t *after;
    group_list l;

    check(plx_duplicates_open(st, &d, &err));
    for (i = 0; i < c->samples; i++) {
        plx_strbuf text = PLX_STRBUF_INIT;
        plx_sketch s;

        analyse(c->copied[i].text);
        rules[r].fn(c, &c->copied[i], &text);
        analyse(text.s);
        plx_sketch_make(&tokens, &s);
        check(plx_duplicates_put(d, put_document(st, c->count + 1 + (uint32_t)i, &s), &s, NULL,
                                 &err));
        plx_strbuf_release(&text);
    }
    check(plx_duplicates_flush(d, &err));
    plx_duplicates_close(d);
    after = groups_by_docid(st, c->count + (uint32_t)c->samples);
    for (i = 0; i < c->samples; i++)
        found += after[c->copied[i].docid] && after[c->copied[i].docid] == after[c->count + 1 + i];
    l = read_groups(st);
    for (i = 0; i < l.count; i = end) {
        end = group_end(&l, i);
        largest = end - i > largest ? end - i : largest;
        judge_group(&l, i, end, c, before, pairs);
    }
    printf("%-32s recall %.4f  precision %.4f (%.0f pairs)  largest group %zu\n", rules[r].name,
           (double)found / (double)c->samples,
           pairs[1] / (pairs[0] + pairs[1] > 0 ? pairs[0] + pairs[1] : 1), pairs[0] + pairs[1],
           largest);
    free(l.item);
    free(after);
    check(plx_store_rollback(st, &err));
}

static void run_copies(const char *path)
{
    plx_store *st = open_store();
    corpus c = { 0 };
    uint64_t *before;
    double start;
    plx_duplicates *d = NULL;
    size_t r;

    read_corpus(path, &c);
    index_corpus(st, &c);
    start = cpu_us();
    check(plx_duplicates_open(st, &d, &err));
    printf("loaded again in %.2f us each\n", (cpu_us() - start) / c.count);
    plx_duplicates_close(d);
    before = groups_by_docid(st, c.count);
    printf("%zu articles copied by each rule\n", c.samples);
    for (r = 0; r < sizeof rules / sizeof *rules; r++)
        run_rule(st, &c, before, r);
    close_store(st);
}

/* ----------------------------------------------------------------- pairs */

static void run_pairs(const char *path, unsigned wanted)
{
    plx_store *st = open_store();
    corpus c = { 0 };
    struct pair {
        uint32_t a, b;
    } *pair = NULL;
    size_t count = 0, i, j, end;
    group_list l;

    read_corpus(path, &c);
    index_corpus(st, &c);
    l = read_groups(st);
    for (i = 0; i < l.count; i = end)
        for (end = group_end(&l, i); i < end; i++)
            for (j = i + 1; j < end; j++) {
                pair = must(realloc(pair, (count + 1) * sizeof *pair));
                pair[count++] = (struct pair){ l.item[i].docid, l.item[j].docid };
            }
    printf("%zu grouped pairs\n", count);
    for (i = 0; i < count && i < wanted; i++) {
        struct pair *p = &pair[i + draw((unsigned)(count - i))], x = *p;

        *p = pair[i];
        printf("\n%.2f\t%u\t%s\n\t%u\t%s\n", plx_sketch_similarity(&c.sketch[x.a], &c.sketch[x.b]),
               x.a, c.name[x.a], x.b, c.name[x.b]);
    }
    close_store(st);
}

/* ----------------------------------------------------------------- scale */

static void run_scale(uint32_t n)
{
    plx_store *st = open_store();
    plx_duplicates *d = NULL;
    double start = cpu_us(), last = 0;
    uint32_t i;
    size_t k;

    check(plx_duplicates_open(st, &d, &err));
    for (i = 1; i <= n; i++) {
        plx_sketch s = { .exists = true };

        for (k = 0; k < PLX_SKETCH_SIZE; k++)
            s.entry[k] = (uint8_t)draw(256);
        if (i == n - n / 10)
            last = cpu_us();
        check(plx_duplicates_put(d, i, &s, NULL, &err));
    }
    printf("%u articles: put %.2f us each (the last tenth %.2f us), %.0f bytes of memory\n", n,
           (cpu_us() - start) / n, (cpu_us() - last) / (n / 10),
           (double)plx_duplicates_bytes(d) / n);
    plx_duplicates_close(d);
    close_store(st);
}

int main(int argc, char **argv)
{
    plx_store_process_init(0);
    plx_tokens_init(&tokens);
    check(plx_analyser_new(&an, &err));
    if (argc == 3 && strcmp(argv[1], "copies") == 0)
        run_copies(argv[2]);
    else if (argc == 4 && strcmp(argv[1], "pairs") == 0)
        run_pairs(argv[2], (unsigned)strtoul(argv[3], NULL, 10));
    else if (argc == 3 && strcmp(argv[1], "scale") == 0)
        run_scale((uint32_t)strtoul(argv[2], NULL, 10));
    else {
        fprintf(stderr, "usage: bench_duplicates copies FILE | pairs FILE N | scale N\n");
        return 2;
    }
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    return 0;
}
