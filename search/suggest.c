#include "search/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "collection/names.h"
#include "search/expand.h"
#include "search/tables.h"
#include "text/name_key.h"

/* Words of what was typed that a title must have. */
#define TITLE_WORDS_MAX 8

static const char *const kind_names[PLX_SUGGEST_KINDS] = {
    [PLX_SUGGEST_WORD] = "word",     [PLX_SUGGEST_NAME] = "name",   [PLX_SUGGEST_SOURCE] = "source",
    [PLX_SUGGEST_AUTHOR] = "author", [PLX_SUGGEST_TITLE] = "title",
};

const char *plx_suggestion_kind_name(plx_suggestion_kind kind)
{
    return kind_names[kind];
}

/* What was typed, and where the suggestions go. */
typedef struct suggesting {
    plx_searcher *s;
    plx_tables *t;
    const char *typed; /* without blanks before it */
    size_t head;       /* bytes before the last word */
    char *last;        /* the last word, folded; "" if none is begun */
    char *whole;       /* all of it, folded */
    uint32_t most;
    plx_suggestions *out;
    plx_error *err;
} suggesting;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "suggestions: out of memory");
}

void plx_suggestions_release(plx_suggestions *s)
{
    size_t i;

    for (i = 0; i < s->count; i++) {
        free(s->item[i].text);
        free(s->item[i].query);
        free(s->item[i].id);
    }
    free(s->item);
    memset(s, 0, sizeof *s);
}

/* Takes the three strings over; a NULL text or query is out of memory. */
static plx_status add(const suggesting *x, plx_suggestion one)
{
    plx_suggestions *out = x->out;

    if (out->count == out->cap) {
        size_t cap = out->cap ? 2 * out->cap : 16;
        plx_suggestion *item = realloc(out->item, cap * sizeof *item);

        if (item) {
            out->item = item;
            out->cap = cap;
        }
    }
    if (out->count == out->cap || !one.text || !one.query) {
        free(one.text);
        free(one.query);
        free(one.id);
        return no_memory(x->err);
    }
    out->item[out->count++] = one;
    return PLX_OK;
}

/* ----------------------------------------------------------------- words */

/* What stood before the last word, and another one. */
static char *query_of(const suggesting *x, const char *word)
{
    plx_strbuf q = PLX_STRBUF_INIT;

    plx_strbuf_add(&q, x->typed, x->head);
    plx_strbuf_puts(&q, word);
    return plx_strbuf_detach(&q);
}

/* A word looked for among those under its key. */
typedef struct looking {
    const char *word;
    bool is_name;
} looking;

static bool look(void *ctx, const char *word, size_t len, const plx_name_counts *c)
{
    looking *l = ctx;

    if (strlen(l->word) != len || memcmp(l->word, word, len) != 0)
        return true;
    l->is_name = plx_name_counts_is_name(c);
    return false;
}

static plx_status is_name(const suggesting *x, const char *word, bool *out)
{
    plx_name_key key[PLX_NAME_KEYS_STORED];
    looking l = { word, false };
    plx_name name;
    plx_status rc = PLX_OK;

    if (plx_name_read(word, strlen(word), &name) && plx_name_keys_stored(&name, key))
        rc = plx_names_each(plx_snapshot_store(x->t->snap), key[0].s, look, &l, x->err);
    *out = l.is_name;
    return rc;
}

static plx_status add_word(const suggesting *x, const char *p, size_t len, uint32_t count)
{
    char *word = strndup(p, len);
    bool name = false;
    plx_status rc = word ? is_name(x, word, &name) : no_memory(x->err);

    if (rc) {
        free(word);
        return rc;
    }
    return add(x, (plx_suggestion){ name ? PLX_SUGGEST_NAME : PLX_SUGGEST_WORD, word,
                                    query_of(x, word), NULL, count });
}

static plx_status add_words(const suggesting *x)
{
    plx_expansion words;
    size_t len = strlen(x->last), i;
    plx_status rc;

    plx_expansion_init(&words);
    rc = plx_expand(plx_snapshot_store(x->t->snap), PLX_TERMS_SPELLING, x->last, len, NULL, &words,
                    x->err);
    plx_expansion_cut(&words, x->most + 1);
    for (i = 0; !rc && i < words.count && i < x->most; i++) {
        const char *word = words.pool.s + words.items[i].at;

        rc = add_word(x, word, words.items[i].len, words.items[i].freq);
    }
    plx_expansion_release(&words);
    return rc;
}

/* ---------------------------------------------------------------- values */

/* Does a folded value begin so, or a word of it? */
static bool begins(const char *value, const char *typed)
{
    size_t len = strlen(typed);
    const char *s;

    for (s = value; (s = strstr(s, typed)); s += len)
        if (s == value || s[-1] == ' ')
            return true;
    return false;
}

/* A value that fits. */
typedef struct fitting {
    uint32_t ordinal, count;
} fitting;

static int more_first(const void *a, const void *b)
{
    const fitting *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* How many articles have each value: in list, by ordinal. */
static void count_values(const plx_column *col, fitting *list)
{
    uint32_t n = col->first[col->last_docid + 1], i;

    for (i = 0; i < col->values; i++)
        list[i] = (fitting){ i, 0 };
    for (i = 0; i < n; i++)
        list[col->ordinal[i]].count++;
}

static plx_status add_value(const suggesting *x, plx_suggestion_kind kind, const char *value,
                            uint32_t count)
{
    plx_strbuf q = PLX_STRBUF_INIT;

    if (strchr(value, '"')) /* no query can say it */
        return PLX_OK;
    plx_strbuf_printf(&q, "%s:\"%s\"", kind_names[kind], value);
    return add(x, (plx_suggestion){ kind, strdup(value), plx_strbuf_detach(&q), NULL, count });
}

static size_t list_fitting(const suggesting *x, const plx_column *col,
                           const plx_folded_values *folded, fitting *list)
{
    size_t n = 0;
    uint32_t i;

    count_values(col, list);
    for (i = 0; i < col->values; i++)
        if (begins(plx_map_key(folded->map, folded->group[i], NULL), x->whole))
            list[n++] = list[i];
    if (n)
        qsort(list, n, sizeof *list, more_first);
    return n;
}

static plx_status add_values(const suggesting *x, plx_suggestion_kind kind, uint32_t slot)
{
    const plx_column *col;
    const plx_folded_values *folded;
    fitting *list;
    size_t n = 0, i;
    plx_status rc = plx_snapshot_column(x->t->snap, slot, &col, x->err);

    if (!rc)
        rc = plx_tables_folded(x->t, slot, &folded, x->err);
    if (rc)
        return rc;
    list = malloc(((size_t)col->values + 1) * sizeof *list);
    if (!list)
        return no_memory(x->err);
    n = list_fitting(x, col, folded, list);
    for (i = 0; !rc && i < n && i < x->most; i++)
        rc = add_value(x, kind, col->value[list[i].ordinal], list[i].count);
    free(list);
    return rc;
}

/* ---------------------------------------------------------------- titles */

/* (title:"a" AND title:"b" AND title:c*), of the words without signs; false if they are too short
 * or too many. */
static bool make_title_query(const suggesting *x, plx_strbuf *out)
{
    const char *s = x->whole;
    unsigned words = 0;
    size_t n;

    for (; *s; s += n) {
        s += strspn(s, " ");
        n = strcspn(s, " ");
        if (!n)
            break;
        if (++words > TITLE_WORDS_MAX || memchr(s, '"', n) || memchr(s, '*', n))
            return false;
        plx_strbuf_puts(out, words > 1 ? " AND " : "");
        if (s[n])
            plx_strbuf_printf(out, "title:\"%.*s\"", (int)n, s);
        else
            plx_strbuf_printf(out, "title:%.*s*", (int)n, s);
    }
    return words > 0 && plx_utf8_count(x->last, strlen(x->last)) >= 3 &&
           !x->last[strcspn(x->last, "()^:+-=@/.,;'&")] && !out->failed;
}

static plx_status add_title(const suggesting *x, const plx_hit *hit)
{
    plx_strbuf q = PLX_STRBUF_INIT;
    const char *title = hit->article.title ? hit->article.title : hit->article.id;

    plx_strbuf_puts(&q, "title:\"");
    for (; *title; title++)
        plx_strbuf_putc(&q, *title == '"' ? ' ' : *title);
    plx_strbuf_putc(&q, '"');
    title = hit->article.title ? hit->article.title : hit->article.id;
    return add(x, (plx_suggestion){ PLX_SUGGEST_TITLE, strdup(title), plx_strbuf_detach(&q),
                                    strdup(hit->article.id), 1 });
}

static plx_status add_titles(const suggesting *x)
{
    plx_strbuf query = PLX_STRBUF_INIT;
    plx_search_request req = { .limit = x->most, .all = true, .collapse = true };
    plx_search_result result;
    plx_status rc = PLX_OK;
    size_t i;

    if (make_title_query(x, &query)) {
        req.query = query.s;
        rc = plx_search(x->s, &req, &result, x->err);
        for (i = 0; !rc && i < result.hit_count; i++)
            rc = add_title(x, &result.hits[i]);
        plx_search_result_release(&result);
    }
    plx_strbuf_release(&query);
    return rc;
}

/* ------------------------------------------------------------------- run */

/* Cut off the last word: what follows the last blank, or a sign of the query language. */
static plx_status read_typed(suggesting *x, const char *typed)
{
    size_t len;

    x->typed = typed + strspn(typed, " \t\r\n");
    len = strlen(x->typed);
    if (len > PLX_SUGGEST_TYPED_MAX)
        len = plx_utf8_cut(x->typed, PLX_SUGGEST_TYPED_MAX);
    for (x->head = len; x->head && !strchr(" \t\r\n(\"+-=:", x->typed[x->head - 1]);)
        x->head--;
    x->last = plx_fold(x->typed + x->head, len - x->head);
    x->whole = plx_fold(x->typed, len);
    return x->last && x->whole ? PLX_OK : no_memory(x->err);
}

static size_t letters(const char *s)
{
    return plx_utf8_count(s, strlen(s));
}

static plx_status suggest(const suggesting *x)
{
    plx_status rc = PLX_OK;

    if (letters(x->whole) < PLX_SUGGEST_LETTERS_MIN)
        return PLX_OK;
    if (letters(x->last) >= PLX_SUGGEST_LETTERS_MIN && strlen(x->last) <= PLX_WORD_MAX)
        rc = add_words(x);
    if (!rc)
        rc = add_values(x, PLX_SUGGEST_SOURCE, PLX_SLOT_SOURCE);
    if (!rc)
        rc = add_values(x, PLX_SUGGEST_AUTHOR, PLX_SLOT_AUTHOR);
    return rc ? rc : add_titles(x);
}

plx_status plx_suggest(plx_searcher *s, const char *typed, uint32_t most, plx_suggestions *out,
                       plx_error *err)
{
    suggesting x = { .s = s,
                     .t = plx_searcher_tables(s),
                     .most = most ? most : PLX_SUGGEST_DEFAULT,
                     .out = out,
                     .err = err };
    plx_status rc = most > PLX_SUGGEST_MAX ? plx_fail(err, PLX_ERR_LIMIT,
                                                      "%u suggestions of a kind wanted, at most %d "
                                                      "are given",
                                                      (unsigned)most, PLX_SUGGEST_MAX)
                                           : plx_tables_refresh(x.t, err);

    if (!rc)
        rc = read_typed(&x, typed);
    if (!rc)
        rc = suggest(&x);
    free(x.last);
    free(x.whole);
    return rc;
}

/* ------------------------------------------------------------------ JSON */

static json_t *suggestion_json(const plx_suggestion *s)
{
    json_t *o = json_pack("{s:s, s:o, s:o, s:I}", "kind", kind_names[s->kind], "text",
                          plx_json_str(s->text), "query", plx_json_str(s->query), "count",
                          (json_int_t)s->count);

    if (o && s->id && json_object_set_new_nocheck(o, "id", plx_json_str(s->id)) != 0) {
        json_decref(o);
        o = NULL;
    }
    return o;
}

json_t *plx_suggestions_json(const plx_suggestions *s, const char *typed)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < s->count; i++)
        ok = json_array_append_new(list, suggestion_json(&s->item[i])) == 0;
    if (!ok) {
        json_decref(list);
        return NULL;
    }
    return json_pack("{s:i, s:o, s:o}", "schema", 1, "typed", plx_json_str(typed), "suggestions",
                     list);
}
