#include "indexer/repeats.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include "indexer/furniture.h"
#include "indexer/repeat_counts.h"

#define FILE_BYTES  (256u << 20) /* of what is learned */
#define HEAD_LINES  2            /* of a text: its beginning ... */
#define TAIL_LINES  5            /* ... and its end */
#define SHORT_WORDS 8            /* a longer line in the middle is a sentence or a part of one */
#define KEY_BYTES   (sizeof(uint32_t) + PLX_REPEATS_LINE_BYTES)

_Static_assert(PLX_REPEAT_DOCS == PLX_REPEATS_ARTICLES - 1, "the documents before the last");

struct plx_repeats {
    pthread_rwlock_t lock;
    plx_map *sources;
    plx_map *lines;     /* learned: ordinal of the source, then the line */
    uint32_t *articles; /* by ordinal of the line: those counted */
    size_t room;
    plx_repeat_counts *counts;
};

/* One line of a text, without the blanks at its ends. */
struct line {
    const char *s;
    size_t n;
    size_t end;      /* where the next line begins in the text */
    bool is_learned; /* only in cleaning */
};

/* A text cut into lines; empty ones are left out. */
struct lines {
    struct line *line;
    size_t count;
};

void plx_repeats_docs_release(plx_repeats_docs *d)
{
    free(d->docid);
    *d = (plx_repeats_docs){ 0 };
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

void plx_repeats_docs_sort(plx_repeats_docs *d)
{
    size_t k = 0;

    if (d->count == 0)
        return;
    qsort(d->docid, d->count, sizeof *d->docid, by_number);
    for (size_t i = 1; i < d->count; i++)
        if (d->docid[i] != d->docid[k])
            d->docid[++k] = d->docid[i];
    d->count = k + 1;
}

static bool add_doc(plx_repeats_docs *d, uint32_t docid)
{
    if (d->count == d->room) {
        size_t room = d->room ? d->room * 2 : 64;
        uint32_t *grown = realloc(d->docid, room * sizeof *grown);

        if (!grown)
            return false;
        d->docid = grown;
        d->room = room;
    }
    d->docid[d->count++] = docid;
    return true;
}

plx_repeats *plx_repeats_new(void)
{
    plx_repeats *r = calloc(1, sizeof *r);

    if (!r)
        return NULL;
    pthread_rwlock_init(&r->lock, NULL);
    r->sources = plx_map_new();
    r->lines = plx_map_new();
    r->counts = plx_repeat_counts_new(PLX_REPEATS_LINES_MAX);
    if (r->sources && r->lines && r->counts)
        return r;
    plx_repeats_free(r);
    return NULL;
}

void plx_repeats_free(plx_repeats *r)
{
    if (!r)
        return;
    plx_repeat_counts_free(r->counts);
    plx_map_free(r->lines);
    plx_map_free(r->sources);
    free(r->articles);
    pthread_rwlock_destroy(&r->lock);
    free(r);
}

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "repeated lines: out of memory");
}

/* ------------------------------------------------------------------ lines */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool next_line(const char *text, size_t len, size_t *at, struct line *out)
{
    while (*at < len) {
        const char *nl = memchr(text + *at, '\n', len - *at);
        size_t n = nl ? (size_t)(nl - text) - *at : len - *at;

        *out = (struct line){ .s = text + *at, .n = n, .end = *at + n + (nl != NULL) };
        *at = out->end;
        while (out->n > 0 && is_blank(*out->s)) {
            out->s++;
            out->n--;
        }
        while (out->n > 0 && is_blank(out->s[out->n - 1]))
            out->n--;
        if (out->n > 0)
            return true;
    }
    return false;
}

static bool split(const char *text, size_t len, struct lines *out)
{
    struct line l;
    size_t room = 0;

    *out = (struct lines){ 0 };
    for (size_t at = 0; next_line(text, len, &at, &l);) {
        if (out->count == room) {
            size_t more = room ? room * 2 : 64;
            struct line *grown = realloc(out->line, more * sizeof *grown);

            if (!grown)
                return false;
            out->line = grown;
            room = more;
        }
        out->line[out->count++] = l;
    }
    return true;
}

/* Lines that may be furniture wherever they stand. */
static bool is_furniture_like(const struct line *l)
{
    if (plx_furniture(l->s, l->n, PLX_PLACE_TAIL))
        return true;
    return plx_furniture_words(l->s, l->n) <= SHORT_WORDS && !plx_furniture_is_sentence(l->s, l->n);
}

/* May the line number `at` of `count` be learned? */
static bool is_eligible(const struct line *l, size_t at, size_t count)
{
    if (l->n > PLX_REPEATS_LINE_BYTES)
        return false;
    return at < HEAD_LINES || count - at <= TAIL_LINES || is_furniture_like(l);
}

static size_t make_key(uint32_t source, const struct line *l, char key[KEY_BYTES])
{
    memcpy(key, &source, sizeof source);
    memcpy(key + sizeof source, l->s, l->n);
    return sizeof source + l->n;
}

/* ---------------------------------------------------------------- learning */

static bool learn_line(plx_repeats *r, const char *key, size_t n, uint32_t articles)
{
    bool is_new;
    uint32_t ordinal = plx_map_add(r->lines, key, n, &is_new);

    if (ordinal == PLX_MAP_NONE)
        return false;
    if (ordinal >= r->room) {
        size_t room = r->room ? r->room * 2 : 256;
        uint32_t *grown = realloc(r->articles, room * sizeof *grown);

        if (!grown)
            return false; /* the line is known; its number is asked for nowhere before */
        r->articles = grown;
        r->room = room;
    }
    if (is_new || r->articles[ordinal] < articles)
        r->articles[ordinal] = articles;
    return true;
}

/* Ordinal of a source; PLX_MAP_NONE if it is not known and there is no room for more. */
static uint32_t find_source(plx_repeats *r, const char *source)
{
    if (plx_map_count(r->sources) < PLX_REPEATS_SOURCES_MAX)
        return plx_map_add(r->sources, source, strlen(source), NULL);
    return plx_map_find(r->sources, source, strlen(source));
}

static bool count_line(plx_repeats *r, const plx_repeats_article *a, const char *key, size_t n,
                       plx_repeats_docs *crossed)
{
    const plx_repeat_entry *e;
    uint32_t known = plx_map_find(r->lines, key, n);

    if (known != PLX_MAP_NONE) {
        r->articles[known]++;
        return known < a->known || add_doc(crossed, a->docid);
    }
    if (!plx_repeat_counts_add(r->counts, plx_hash64(key, n), a->docid, &e))
        return false;
    if (!e || e->count < PLX_REPEATS_ARTICLES)
        return true;
    for (size_t i = 0; i < PLX_REPEAT_DOCS; i++)
        if (!add_doc(crossed, e->docid[i]))
            return false;
    return add_doc(crossed, a->docid) && learn_line(r, key, n, e->count);
}

plx_status plx_repeats_learn(plx_repeats *r, const plx_repeats_article *a,
                             plx_repeats_docs *crossed, plx_error *err)
{
    struct lines ls;
    bool is_fine = true;
    uint32_t source;

    if (!a->source || !*a->source || !a->text)
        return PLX_OK;
    if (!split(a->text, strlen(a->text), &ls)) {
        free(ls.line);
        return no_memory(err);
    }
    pthread_rwlock_wrlock(&r->lock);
    source = find_source(r, a->source);
    for (size_t i = 0; i < ls.count && is_fine && source != PLX_MAP_NONE; i++) {
        char key[KEY_BYTES];

        if (is_eligible(&ls.line[i], i, ls.count))
            is_fine = count_line(r, a, key, make_key(source, &ls.line[i], key), crossed);
    }
    pthread_rwlock_unlock(&r->lock);
    free(ls.line);
    return is_fine ? PLX_OK : no_memory(err);
}

/* ---------------------------------------------------------------- cleaning */

static bool is_known(const plx_repeats *r, uint32_t source, const struct line *l)
{
    char key[KEY_BYTES];

    return l->n <= PLX_REPEATS_LINE_BYTES &&
           plx_map_find(r->lines, key, make_key(source, l, key)) != PLX_MAP_NONE;
}

/* Lines that go take no place at the edge: a text cleaned twice, or first with some of the
 * lines and then with all, ends as one cleaned with all of them at once. Returns how many. */
static size_t mark(const plx_repeats *r, uint32_t source, struct lines *ls)
{
    size_t kept = 0;
    size_t marked = 0;

    for (size_t i = 0; i < ls->count && kept < HEAD_LINES; i++) {
        ls->line[i].is_learned = is_known(r, source, &ls->line[i]);
        kept += !ls->line[i].is_learned;
    }
    kept = 0;
    for (size_t i = ls->count; i > 0; i--) {
        struct line *l = &ls->line[i - 1];

        if (!l->is_learned && is_known(r, source, l))
            l->is_learned = kept < TAIL_LINES || is_furniture_like(l);
        kept += !l->is_learned;
        marked += l->is_learned;
    }
    return marked;
}

static void report_line(plx_extract_report *report, const struct line *l)
{
    plx_furniture_report(report, "repeated in this source", l->s, l->n);
}

/* What is kept, paragraph by paragraph, in place. */
static void remove_marked(const struct lines *ls, plx_strbuf *text, plx_extract_report *report)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    size_t from = 0;

    for (size_t i = 0; i < ls->count; i++) {
        const struct line *l = &ls->line[i];

        if (l->is_learned)
            report_line(report, l);
        else
            plx_strbuf_add(&out, text->s + from, l->end - from);
        from = l->end;
    }
    while (out.len > 0 && (out.s[out.len - 1] == '\n' || is_blank(out.s[out.len - 1])))
        plx_strbuf_truncate(&out, out.len - 1);
    plx_strbuf_release(text);
    *text = out;
}

plx_status plx_repeats_clean(plx_repeats *r, const char *source, plx_strbuf *text,
                             plx_extract_report *report, plx_error *err)
{
    struct lines ls = { 0 };
    size_t marked = 0;
    uint32_t number;

    if (!source || !*source)
        return PLX_OK;
    pthread_rwlock_rdlock(&r->lock);
    number = plx_map_count(r->lines) > 0 ? plx_map_find(r->sources, source, strlen(source))
                                         : PLX_MAP_NONE;
    if (number == PLX_MAP_NONE || !split(text->s, text->len, &ls)) {
        pthread_rwlock_unlock(&r->lock);
        free(ls.line);
        return number == PLX_MAP_NONE ? PLX_OK : no_memory(err);
    }
    marked = mark(r, number, &ls);
    pthread_rwlock_unlock(&r->lock);
    if (marked > 0 && marked < ls.count)
        remove_marked(&ls, text, report);
    free(ls.line);
    return text->failed ? no_memory(err) : PLX_OK;
}

size_t plx_repeats_count(plx_repeats *r)
{
    size_t n;

    pthread_rwlock_rdlock(&r->lock);
    n = plx_map_count(r->lines);
    pthread_rwlock_unlock(&r->lock);
    return n;
}

/* -------------------------------------------------------------------- file */

static plx_status load_line(plx_repeats *r, const json_t *o, plx_error *err)
{
    const char *source = plx_json_get_str(o, "source");
    const char *text = plx_json_get_str(o, "line");
    json_int_t articles = json_integer_value(json_object_get(o, "articles"));
    struct line l = { .s = text, .n = text ? strlen(text) : 0 };
    char key[KEY_BYTES];
    uint32_t number;

    if (!source || !*source || l.n == 0 || l.n > PLX_REPEATS_LINE_BYTES)
        return plx_fail(err, PLX_ERR_INVALID,
                        "\"source\" and \"line\" (of at most %d bytes) must "
                        "be there",
                        PLX_REPEATS_LINE_BYTES);
    number = find_source(r, source);
    if (number == PLX_MAP_NONE)
        return PLX_OK;
    articles = articles < 0 ? 0 : articles > UINT32_MAX / 2 ? UINT32_MAX / 2 : articles;
    return learn_line(r, key, make_key(number, &l, key), (uint32_t)articles) ? PLX_OK
                                                                             : no_memory(err);
}

plx_status plx_repeats_load(plx_repeats *r, const char *path, plx_error *err)
{
    plx_strbuf file = PLX_STRBUF_INIT;
    plx_status rc = plx_file_read(path, FILE_BYTES, &file, err);
    struct line l;
    unsigned long number = 0;

    if (rc == PLX_ERR_NOTFOUND) {
        plx_strbuf_release(&file);
        return PLX_OK;
    }
    pthread_rwlock_wrlock(&r->lock);
    for (size_t at = 0; rc == PLX_OK && next_line(file.s, file.len, &at, &l);) {
        json_t *o = NULL;

        number++;
        rc = plx_json_parse(l.s, l.n, &o, err);
        if (rc == PLX_OK)
            rc = load_line(r, o, err);
        if (rc != PLX_OK)
            plx_fail_prefix(err, rc, "%s: entry %lu", path, number);
        json_decref(o);
    }
    pthread_rwlock_unlock(&r->lock);
    plx_strbuf_release(&file);
    return rc;
}

/* One learned line as JSON text. */
static char *print_line(const plx_repeats *r, uint32_t ordinal)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    uint32_t source;
    size_t n;
    const char *key = plx_map_key(r->lines, ordinal, &n);
    json_t *o;

    memcpy(&source, key, sizeof source);
    o = json_object();
    json_object_set_new(o, "source", plx_json_str(plx_map_key(r->sources, source, NULL)));
    json_object_set_new(o, "line", plx_json_str(key + sizeof source));
    json_object_set_new(o, "articles", json_integer(r->articles[ordinal]));
    if (json_object_size(o) == 3)
        plx_json_print(o, false, &out);
    else
        out.failed = true;
    json_decref(o);
    return plx_strbuf_detach(&out);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

plx_status plx_repeats_save(plx_repeats *r, const char *path, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;
    char **lines;
    uint32_t count;

    pthread_rwlock_rdlock(&r->lock);
    count = plx_map_count(r->lines);
    lines = calloc((size_t)count + 1, sizeof *lines);
    for (uint32_t i = 0; lines && i < count && rc == PLX_OK; i++)
        if (!(lines[i] = print_line(r, i)))
            rc = no_memory(err);
    pthread_rwlock_unlock(&r->lock);
    if (!lines)
        return no_memory(err);
    if (rc == PLX_OK)
        qsort(lines, count, sizeof *lines, by_text);
    for (uint32_t i = 0; i < count; i++) {
        if (rc == PLX_OK) {
            plx_strbuf_puts(&out, lines[i]);
            plx_strbuf_putc(&out, '\n');
        }
        free(lines[i]);
    }
    free(lines);
    if (rc == PLX_OK)
        rc = out.failed ? no_memory(err) : plx_file_replace(path, out.s, out.len, err);
    plx_strbuf_release(&out);
    return rc;
}
