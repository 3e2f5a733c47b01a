/* Extraction measured against known texts, and its speed:
 *
 *   bench_extract pages DIR TRUTH.json [THEIRS.json]
 *   bench_extract jsonl FILE
 *
 * DIR holds ID.html for each ID of TRUTH.json, {"ID": {"articleBody": "..."}}. THEIRS.json is
 * what readability.mjs writes: {"texts": {"ID": "..."}, "mb_per_s": N}.
 *
 * Metric: shingles of four words (\w+) with their counts; precision and recall of each page,
 * then their means over the pages, then F1 of the means. Times are of this thread's CPU. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "indexer/convert.h"
#include "indexer/extract.h"

#define SHINGLE   4
#define WORST     10
#define FILE_MAX  (1u << 30)
#define SECONDS   2.0 /* each speed is measured for at least so long */
#define TEXTS_MAX (64u << 20)

typedef struct page {
    const char *id, *truth, *theirs;
    plx_strbuf html;
    plx_article article;
    double precision, recall; /* of ours */
} page;

static void die(const char *what, const plx_error *err)
{
    fprintf(stderr, "bench_extract: %s: %s\n", what, err ? err->msg : "out of memory");
    exit(2);
}

static double cpu_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static json_t *read_json(const char *path)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_error err;
    json_t *v = NULL;

    if (plx_file_read(path, FILE_MAX, &sb, &err) != PLX_OK ||
        plx_json_parse(sb.s, sb.len, &v, &err) != PLX_OK)
        die(path, &err);
    plx_strbuf_release(&sb);
    return v;
}

/* ------------------------------------------------- the metric */

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static bool is_word(uint32_t cp)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);

    return cp == '_' || (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
           (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

/* Hashes of the words of s, at most one for each byte. */
static size_t list_words(const char *s, uint64_t *out)
{
    size_t n = strlen(s);
    size_t count = 0;
    size_t begin = 0;
    bool in_word = false;

    for (size_t i = 0; i <= n;) {
        uint32_t cp = ' ';
        size_t k = i < n ? plx_utf8_decode(s + i, n - i, &cp) : 1;

        if (is_word(cp) != in_word) {
            if (in_word)
                out[count++] = plx_hash64(s + begin, i - begin);
            begin = i;
            in_word = !in_word;
        }
        i += k;
    }
    return count;
}

/* Sorted hashes of the shingles; a shorter text is one shingle. */
static uint64_t *list_shingles(const char *s, size_t *count)
{
    uint64_t *words = calloc(strlen(s) + SHINGLE + 1, sizeof *words);
    size_t n;

    if (!words)
        die("shingles", NULL);
    n = list_words(s, words);
    *count = n == 0 ? 0 : n < SHINGLE ? 1 : n - SHINGLE + 1;
    for (size_t i = 0; i < *count; i++)
        words[i] = plx_hash64(words + i, SHINGLE * sizeof *words);
    qsort(words, *count, sizeof *words, compare_hashes);
    return words;
}

static void score(const char *truth, const char *found, double *precision, double *recall)
{
    size_t truths, founds, both = 0;
    uint64_t *t = list_shingles(truth, &truths);
    uint64_t *f = list_shingles(found, &founds);

    for (size_t i = 0, k = 0; i < truths && k < founds;) {
        both += t[i] == f[k];
        if (t[i] == f[k])
            i++, k++;
        else if (t[i] < f[k])
            i++;
        else
            k++;
    }
    *precision = founds ? (double)both / (double)founds : truths == 0;
    *recall = truths ? (double)both / (double)truths : founds == 0;
    free(t);
    free(f);
}

static double harmonic(double p, double r)
{
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

/* ------------------------------------------------- pages */

static int compare_pages(const void *a, const void *b)
{
    const page *x = a;
    const page *y = b;
    double fx = harmonic(x->precision, x->recall);
    double fy = harmonic(y->precision, y->recall);

    return fx < fy ? -1 : fx > fy;
}

static size_t load_pages(const char *dir, json_t *truth, const json_t *theirs, page *pages)
{
    size_t count = 0;
    const char *id;
    json_t *v;

    json_object_foreach(truth, id, v)
    {
        page *p = &pages[count++];
        char path[4096];
        plx_error err;

        *p = (page){ .id = id,
                     .truth = plx_json_get_str(v, "articleBody"),
                     .html = PLX_STRBUF_INIT };
        p->theirs = plx_json_get_str(theirs, id);
        plx_article_init(&p->article);
        snprintf(path, sizeof path, "%s/%s.html", dir, id);
        if (!p->truth || plx_file_read(path, FILE_MAX, &p->html, &err) != PLX_OK)
            die(path, p->truth ? &err : NULL);
    }
    return count;
}

static void print_scores(const char *name, double precision, double recall)
{
    printf("%-12s precision %.4f   recall %.4f   F1 %.4f\n", name, precision, recall,
           harmonic(precision, recall));
}

static void print_quality(page *pages, size_t count, bool has_theirs)
{
    double p, r, sum_p = 0, sum_r = 0, theirs_p = 0, theirs_r = 0;

    for (size_t i = 0; i < count; i++) {
        page *x = &pages[i];

        plx_extract_html(x->html.s, x->html.len, NULL, &x->article, NULL, NULL);
        score(x->truth, x->article.text ? x->article.text : "", &x->precision, &x->recall);
        sum_p += x->precision;
        sum_r += x->recall;
        score(x->truth, x->theirs ? x->theirs : "", &p, &r);
        theirs_p += p;
        theirs_r += r;
    }
    printf("%zu pages\n", count);
    print_scores("parallax", sum_p / (double)count, sum_r / (double)count);
    if (has_theirs)
        print_scores("readability", theirs_p / (double)count, theirs_r / (double)count);
    qsort(pages, count, sizeof *pages, compare_pages);
    printf("\nworst pages of parallax\n");
    for (size_t i = 0; i < count && i < WORST; i++)
        printf("  %-20s precision %.3f   recall %.3f   %s\n", pages[i].id, pages[i].precision,
               pages[i].recall, pages[i].article.title ? "" : "(no title)");
}

static double pages_mb_per_s(const page *pages, size_t count)
{
    double start = cpu_s();
    double bytes = 0;

    while (cpu_s() - start < SECONDS) {
        for (size_t i = 0; i < count; i++) {
            plx_article a;

            plx_article_init(&a);
            plx_extract_html(pages[i].html.s, pages[i].html.len, NULL, &a, NULL, NULL);
            plx_article_release(&a);
            bytes += (double)pages[i].html.len;
        }
    }
    return bytes / 1e6 / (cpu_s() - start);
}

static void measure_pages(const char *dir, const char *truth_path, const char *theirs_path)
{
    json_t *truth = read_json(truth_path);
    json_t *theirs = theirs_path ? read_json(theirs_path) : NULL;
    page *pages = calloc(json_object_size(truth) + 1, sizeof *pages);
    size_t count;
    double ours_speed, speed;

    if (!pages)
        die("pages", NULL);
    count = load_pages(dir, truth, json_object_get(theirs, "texts"), pages);
    print_quality(pages, count, theirs != NULL);
    ours_speed = pages_mb_per_s(pages, count);
    printf("\nbytes of HTML to article, on one core\n%-12s %6.1f MB/s\n", "parallax", ours_speed);
    speed = json_number_value(json_object_get(theirs, "mb_per_s"));
    if (speed > 0)
        printf("%-12s %6.2f MB/s (with jsdom)   ratio %.0f\n", "readability", speed,
               ours_speed / speed);
    for (size_t i = 0; i < count; i++) {
        plx_article_release(&pages[i].article);
        plx_strbuf_release(&pages[i].html);
    }
    free(pages);
    json_decref(theirs);
    json_decref(truth);
}

/* ------------------------------------------------- JSON Lines and plain text */

/* Each record through the converter; its text is kept, as a scrape would hold it. */
static double jsonl_mb_per_s(const plx_strbuf *lines, plx_strbuf *texts)
{
    plx_reader_options opt = { .lang = NULL };
    plx_converter *converter;
    plx_extract_report report;
    double seconds = 0;
    plx_error err;

    if (plx_converter_new(&opt, &converter, &err) != PLX_OK)
        die("converter", &err);
    plx_extract_report_init(&report);
    for (size_t i = 0; i < lines->len;) {
        size_t n = strcspn(lines->s + i, "\n");
        double start = cpu_s();
        plx_article a;
        plx_item *item;

        plx_article_init(&a);
        if (plx_item_new(PLX_ITEM_JSON, "bench", NULL, &item, &err) != PLX_OK)
            die("item", &err);
        plx_strbuf_add(&item->bytes, lines->s + i, n);
        if (plx_convert(converter, item, &a, &report, &err) != PLX_OK)
            die("record", &err);
        seconds += cpu_s() - start;
        if (a.text && texts->len < TEXTS_MAX)
            plx_strbuf_printf(texts, "%s\n\n%s", a.title ? a.title : "", a.text);
        plx_strbuf_putc(texts, '\0');
        plx_article_release(&a);
        plx_item_free(item);
        i += n + 1;
    }
    plx_extract_report_release(&report);
    plx_converter_free(converter);
    return (double)lines->len / 1e6 / seconds;
}

static double text_mb_per_s(const plx_strbuf *texts)
{
    double start = cpu_s();

    for (size_t i = 0; i < texts->len;) {
        size_t n = strlen(texts->s + i);
        plx_article a;

        plx_article_init(&a);
        if (n > 0)
            plx_extract_text(texts->s + i, n, &a, NULL, NULL);
        plx_article_release(&a);
        i += n + 1;
    }
    return (double)texts->len / 1e6 / (cpu_s() - start);
}

static void measure_jsonl(const char *path)
{
    plx_strbuf lines = PLX_STRBUF_INIT;
    plx_strbuf texts = PLX_STRBUF_INIT;
    plx_error err;

    if (plx_file_read(path, FILE_MAX, &lines, &err) != PLX_OK)
        die(path, &err);
    printf("%-12s %6.1f MB/s\n", "JSON Lines", jsonl_mb_per_s(&lines, &texts));
    printf("%-12s %6.1f MB/s\n", "plain text", text_mb_per_s(&texts));
    plx_strbuf_release(&texts);
    plx_strbuf_release(&lines);
}

int main(int argc, char **argv)
{
    if ((argc == 4 || argc == 5) && strcmp(argv[1], "pages") == 0) {
        measure_pages(argv[2], argv[3], argc == 5 ? argv[4] : NULL);
    } else if (argc == 3 && strcmp(argv[1], "jsonl") == 0) {
        measure_jsonl(argv[2]);
    } else {
        fprintf(stderr, "usage: bench_extract pages DIR TRUTH.json [THEIRS.json] | jsonl FILE\n");
        return 2;
    }
    return 0;
}
