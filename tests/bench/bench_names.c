/* Names in any spelling, on pairs of spellings and an index: how many of the pairs are found, and
 * how many spellings a name stands for.
 *
 *   bench_names INDEX PAIRS [LIST [SEED]]
 *
 * PAIRS holds two spellings a line, separated by a tab. A pair is found if one of its words, typed,
 * would find the other one in an index that has it: in both directions on average. Spellings in the
 * index that are not among the pairs' are to be judged by eye: LIST names drawn with SEED (1)
 * are printed with theirs. Exit 1 where names meet that must not, or too few pairs are found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "collection/snapshot.h"
#include "search/names.h"
#include "tests/unit/name_pairs.h"
#include "text/analyser.h"
#include "text/name_key.h"
#include "text/name_match.h"

#define NAMES_MAX 8192
#define FOUND_MIN 0.70

static const char *const apart[][2] = {
    { "khamenei", "khomeini" },  { "salman", "soleimani" }, { "mahmoud", "mohammed" },
    { "soleimani", "suleiman" }, { "jamil", "jamal" },      { "iran", "iraq" },
};

struct bench {
    plx_analyser *an;
    plx_tokens tokens;
    plx_store *st;
    char *name[NAMES_MAX];
    size_t names, pairs;
    double found;
};

static void die(const plx_error *err)
{
    fprintf(stderr, "bench_names: %s\n", err->msg);
    exit(2);
}

static const plx_word *word_of(struct bench *b, const char *text)
{
    plx_error err = { 0 };

    if (plx_analyser_run(b->an, "en", text, strlen(text), &b->tokens, &err))
        die(&err);
    return b->tokens.count ? b->tokens.items[0].word : NULL;
}

static bool finds(const plx_word *a, const plx_word *b)
{
    plx_name x, y;

    if (strcmp(a->stem, b->stem) == 0)
        return true;
    return plx_name_read(a->text, a->text_len, &x) && plx_name_read(b->text, b->text_len, &y) &&
           plx_names_is_sought(&x) && share_key(&x, &y) &&
           plx_name_nearness(&x, &y) >= PLX_NAME_SAME;
}

static void add_name(struct bench *b, const char *name)
{
    size_t i;

    for (i = 0; i < b->names; i++)
        if (strcmp(b->name[i], name) == 0)
            return;
    if (b->names < NAMES_MAX)
        b->name[b->names++] = strdup(name);
}

static void read_pairs(struct bench *b, const char *path)
{
    char line[512], *tab;
    FILE *f = fopen(path, "r");

    if (!f) {
        perror(path);
        exit(2);
    }
    while (fgets(line, sizeof line, f)) {
        const plx_word *x, *y;

        line[strcspn(line, "\r\n")] = '\0';
        tab = strchr(line, '\t');
        if (!tab)
            continue;
        *tab = '\0';
        x = word_of(b, line);
        y = word_of(b, tab + 1);
        if (!x || !y)
            continue;
        b->pairs++;
        b->found += (finds(x, y) + finds(y, x)) / 2.0;
        add_name(b, x->text);
        add_name(b, y->text);
    }
    fclose(f);
}

static void shuffle(struct bench *b, unsigned seed)
{
    size_t i;

    srand(seed);
    for (i = b->names; i > 1; i--) {
        size_t j = (size_t)rand() % i;
        char *t = b->name[i - 1];

        b->name[i - 1] = b->name[j];
        b->name[j] = t;
    }
}

/* Words with the stem of the name are found anyway. */
static size_t list_spellings(struct bench *b, const char *name, bool is_shown)
{
    plx_name_spellings found;
    plx_names_in in = { b->st, b->an, &b->tokens, "en" };
    plx_error err = { 0 };
    const char *stem = word_of(b, name)->stem;
    size_t n = 0, i;

    if (plx_names_find(&in, name, strlen(name), &found, &err))
        die(&err);
    for (i = 0; i < found.count; i++) {
        const char *other = found.items[i].word;

        if (strcmp(word_of(b, other)->stem, stem) == 0)
            continue;
        if (is_shown)
            printf("%s%s", n ? " " : "", n ? other : name);
        if (is_shown && !n)
            printf(": %s", other);
        n++;
    }
    if (is_shown && n)
        putchar('\n');
    return n;
}

static void print_spellings(struct bench *b, size_t list, unsigned seed)
{
    size_t all = 0, i;
    clock_t start = clock();

    for (i = 0; i < b->names; i++)
        all += list_spellings(b, b->name[i], false);
    printf("%.2f spellings for each of %zu names, %.1f us a name\n", (double)all / (double)b->names,
           b->names, (double)(clock() - start) * 1e6 / CLOCKS_PER_SEC / (double)b->names);
    shuffle(b, seed);
    for (i = 0; i < b->names && i < list; i++)
        list_spellings(b, b->name[i], true);
}

static int check_apart(struct bench *b)
{
    int bad = 0;
    size_t i;

    for (i = 0; i < sizeof apart / sizeof *apart; i++)
        if (finds(word_of(b, apart[i][0]), word_of(b, apart[i][1]))) {
            printf("not kept apart: %s, %s\n", apart[i][0], apart[i][1]);
            bad = 1;
        }
    return bad;
}

int main(int argc, char **argv)
{
    struct bench *b = calloc(1, sizeof *b);
    plx_snapshot *snap = NULL;
    plx_error err = { 0 };
    int bad;

    if (argc < 3 || !b) {
        fprintf(stderr, "usage: bench_names INDEX PAIRS [LIST [SEED]]\n");
        return 2;
    }
    plx_tokens_init(&b->tokens);
    if (plx_analyser_new(&b->an, &err) || plx_snapshot_open(argv[1], NULL, &snap, &err))
        die(&err);
    b->st = plx_snapshot_store(snap);
    read_pairs(b, argv[2]);
    printf("%.3f of %zu pairs found\n", b->found / (double)b->pairs, b->pairs);
    print_spellings(b, argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 0,
                    argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 1);
    bad = check_apart(b) || b->found < FOUND_MIN * (double)b->pairs;
    while (b->names)
        free(b->name[--b->names]);
    plx_snapshot_close(snap);
    plx_analyser_free(b->an);
    plx_tokens_release(&b->tokens);
    free(b);
    return bad;
}
