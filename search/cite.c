#include "search/cite.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/map.h"
#include "text/analyser.h"

/* Letters of a part of a key; a title's word is worth taking from so many on. */
#define KEY_PART_MAX 24
#define KEY_WORD_MIN 4
/* Between names and their parts. */
#define BLANKS " \t\r\n"

/* ------------------------------------------------------------------ keys */

struct plx_cite_keys {
    plx_map *given;
    unsigned *last; /* [key] the last number behind it that was given */
    size_t cap;
};

plx_cite_keys *plx_cite_keys_new(void)
{
    plx_cite_keys *k = calloc(1, sizeof *k);

    if (k)
        k->given = plx_map_new();
    if (k && !k->given) {
        free(k);
        k = NULL;
    }
    return k;
}

void plx_cite_keys_free(plx_cite_keys *k)
{
    if (!k)
        return;
    plx_map_free(k->given);
    free(k->last);
    free(k);
}

static bool is_key_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters and digits of a folded text, n bytes of it. */
static void add_key_part(const char *s, size_t n, plx_strbuf *out)
{
    size_t left = KEY_PART_MAX, i;

    for (i = 0; i < n && left; i++)
        if (is_key_byte(s[i])) {
            plx_strbuf_putc(out, s[i]);
            left--;
        }
}

/* The first word long enough to tell titles apart, else the first of all. */
static void add_key_word(const char *folded, plx_strbuf *out)
{
    const char *s = folded;
    size_t n;

    for (; *s; s += n) {
        s += strcspn(s, "abcdefghijklmnopqrstuvwxyz0123456789");
        n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789");
        if (n >= KEY_WORD_MIN)
            break;
    }
    if (!*s)
        s = folded;
    n = strcspn(s, " ");
    add_key_part(s, n, out);
}

static void add_key_year(const plx_date *d, plx_strbuf *out)
{
    int year;

    if (d->precision == PLX_DATE_NONE)
        return;
    plx_date_to_civil(d->start, &year, NULL, NULL);
    plx_strbuf_printf(out, "%d", year);
}

static plx_status make_key(const plx_article *a, plx_strbuf *out, plx_error *err)
{
    const char *outlet = a->source ? a->source : "", *title = a->title ? a->title : "";
    char *source = plx_fold(outlet, strlen(outlet)), *words = plx_fold(title, strlen(title));

    plx_strbuf_reset(out);
    if (source && words) {
        add_key_part(source, strlen(source), out);
        add_key_year(&a->date, out);
        add_key_word(words, out);
        if (!out->len)
            plx_strbuf_puts(out, "article");
    }
    out->failed = out->failed || !source || !words;
    free(source);
    free(words);
    return out->failed ? plx_fail(err, PLX_ERR_NOMEM, "citation: out of memory") : PLX_OK;
}

static bool make_room(plx_cite_keys *k)
{
    size_t cap = k->cap ? 2 * k->cap : 64;
    unsigned *last;

    if (plx_map_count(k->given) < k->cap)
        return true;
    last = realloc(k->last, cap * sizeof *last);
    if (!last)
        return false;
    k->last = last;
    k->cap = cap;
    return true;
}

/* How many times a key was asked for, this time among them; 0 without memory. No key of make_key()
 * holds a '-', so that a number behind it makes no other's. */
static unsigned count_key(plx_cite_keys *k, const plx_strbuf *key)
{
    bool is_new;
    uint32_t at = make_room(k) ? plx_map_add(k->given, key->s, key->len, &is_new) : PLX_MAP_NONE;

    if (at == PLX_MAP_NONE)
        return 0;
    k->last[at] = is_new ? 1 : k->last[at] + 1;
    return k->last[at];
}

plx_status plx_cite_key(plx_cite_keys *k, const plx_article *a, plx_strbuf *out, plx_error *err)
{
    plx_status rc = make_key(a, out, err);
    unsigned n = rc ? 0 : count_key(k, out);

    if (n > 1)
        plx_strbuf_printf(out, "-%u", n);
    return rc                  ? rc
           : !n || out->failed ? plx_fail(err, PLX_ERR_NOMEM, "citation: out of memory")
                               : PLX_OK;
}

/* ------------------------------------------------------------------ note */

/* "Framing toward iran: anti-iran, probability 0.91 (model iran of 2026-11-21)". */
static void add_note(const plx_citation *c, plx_strbuf *out)
{
    static const plx_label_set none;
    const plx_model_info *m = c->model;
    const plx_verdict *v = c->verdict;

    plx_strbuf_puts(out, "Framing");
    if (m && *m->target)
        plx_strbuf_printf(out, " toward %s", m->target);
    plx_strbuf_printf(out, ": %s", plx_verdict_stance(v, m ? &m->labels : &none));
    if (v->by_person)
        plx_strbuf_puts(out, " (label by a person)");
    else if (v->kind != PLX_KIND_NOT_JUDGED && m)
        plx_strbuf_printf(out, ", probability %.2f (model %s of %s)",
                          (double)plx_verdict_probability(v), m->name, m->date);
    if (c->article->synthetic)
        plx_strbuf_puts(out, "; synthetic: no real article");
}

/* ---------------------------------------------------------------- bibtex */

/* Text that TeX takes literally, white space and controls as one blank. Braces have names: BibTeX
 * counts those behind a backslash, too, and one without its partner would swallow what follows. */
static void add_tex(const char *s, plx_strbuf *out)
{
    static const char *const written[256] = {
        ['\\'] = "\\textbackslash{}",
        ['~'] = "\\textasciitilde{}",
        ['^'] = "\\textasciicircum{}",
        ['{'] = "\\textbraceleft{}",
        ['}'] = "\\textbraceright{}",
        ['$'] = "\\$",
        ['&'] = "\\&",
        ['%'] = "\\%",
        ['#'] = "\\#",
        ['_'] = "\\_",
    };
    bool blank = false;

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c <= ' ' || c == 0x7f) {
            blank = true;
            continue;
        }
        plx_strbuf_puts(out, blank ? " " : "");
        blank = false;
        if (written[c])
            plx_strbuf_puts(out, written[c]);
        else
            plx_strbuf_putc(out, *s);
    }
}

/* A field with braces that keep its case; not if there is nothing to say. */
static void put_field(const char *name, const char *value, plx_strbuf *out)
{
    if (!value || !*value)
        return;
    plx_strbuf_printf(out, ",\n  %s = {", name);
    add_tex(value, out);
    plx_strbuf_putc(out, '}');
}

static void put_title(const char *title, plx_strbuf *out)
{
    plx_strbuf_puts(out, ",\n  title = {{");
    add_tex(title && *title ? title : "Untitled", out);
    plx_strbuf_puts(out, "}}");
}

/* Addresses are taken as they are, but for what would end the field. */
static void put_url(const char *url, plx_strbuf *out)
{
    if (!url || !*url)
        return;
    plx_strbuf_puts(out, ",\n  url = {");
    for (; *url; url++) {
        unsigned char c = (unsigned char)*url;

        if (c <= ' ' || c == 0x7f || strchr("{}\\", c))
            plx_strbuf_printf(out, "%%%02X", c);
        else
            plx_strbuf_putc(out, *url);
    }
    plx_strbuf_putc(out, '}');
}

/* The next of the names "a; b; c"; false when there is none left. *at goes behind it. */
static bool next_name(const char **at, const char **name, size_t *len)
{
    const char *s = *at + strspn(*at, ";" BLANKS);
    size_t n = strcspn(s, ";");

    *at = s + n;
    while (n && strchr(BLANKS, s[n - 1]))
        n--;
    *name = s;
    *len = n;
    return n > 0;
}

/* Would BibTeX make something else of a name? It parts names at "and" in any case, "others" are
 * "et al.", and no name has three commas. */
static bool is_misread(const char *name)
{
    unsigned commas = 0;
    size_t n;

    if (strcasecmp(name, "others") == 0)
        return true;
    for (; *name; name += n) {
        commas += *name == ',';
        n = strcspn(name, "," BLANKS);
        if (n == 3 && strncasecmp(name, "and", n) == 0)
            return true;
        n += n == 0;
    }
    return commas > 2;
}

/* Braces of its own keep a name as it stands. */
static void add_tex_name(const char *name, size_t len, plx_strbuf *out)
{
    char *one = strndup(name, len);
    bool guard = one && is_misread(one);

    plx_strbuf_puts(out, guard ? "{" : "");
    if (one)
        add_tex(one, out);
    plx_strbuf_puts(out, guard ? "}" : "");
    out->failed = out->failed || !one;
    free(one);
}

static void put_authors(const char *authors, plx_strbuf *out)
{
    const char *at = authors ? authors : "", *name;
    bool any = false;
    size_t len;

    for (; next_name(&at, &name, &len); any = true) {
        plx_strbuf_puts(out, any ? " and " : ",\n  author = {");
        add_tex_name(name, len, out);
    }
    plx_strbuf_puts(out, any ? "}" : "");
}

static void put_date(const plx_date *d, plx_strbuf *out)
{
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec" };
    int year, month, day;

    if (d->precision == PLX_DATE_NONE)
        return;
    plx_date_to_civil(d->start, &year, &month, &day);
    plx_strbuf_printf(out, ",\n  year = {%d}", year);
    if (d->precision >= PLX_DATE_MONTH)
        plx_strbuf_printf(out, ",\n  month = %s", months[month - 1]);
    if (d->precision >= PLX_DATE_DAY)
        plx_strbuf_printf(out, ",\n  day = {%d}", day);
}

void plx_cite_bibtex(const plx_citation *c, plx_strbuf *out)
{
    const plx_article *a = c->article;
    plx_strbuf note = PLX_STRBUF_INIT;
    int year, month, day;

    plx_strbuf_printf(out, "@article{%s", c->key);
    put_title(a->title, out);
    put_authors(a->author, out);
    put_field("journal", a->source, out);
    put_date(&a->date, out);
    put_url(a->url, out);
    if (a->first_seen) {
        plx_date_to_civil(a->first_seen, &year, &month, &day);
        plx_strbuf_printf(out, ",\n  urldate = {%04d-%02d-%02d}", year, month, day);
    }
    put_field("language", a->lang, out);
    add_note(c, &note);
    put_field("note", note.s, out);
    plx_strbuf_puts(out, "\n}\n\n");
    out->failed = out->failed || note.failed;
    plx_strbuf_release(&note);
}

/* -------------------------------------------------------------- CSL-JSON */

static bool put_text(json_t *o, const char *name, const char *value)
{
    return !value || !*value || plx_json_put(o, name, plx_json_str(value));
}

static json_t *text_part(const char *s, size_t len)
{
    char *one = strndup(s, len);
    json_t *v = one ? plx_json_str(one) : NULL;

    free(one);
    return v;
}

static json_t *csl_name(const char *name, size_t len)
{
    const char *comma = memchr(name, ',', len);
    size_t family = comma ? (size_t)(comma - name) : 0, given = family + 1;
    json_t *o = json_object();
    bool ok;

    while (given < len && name[given] == ' ')
        given++;
    if (family && given < len)
        ok = plx_json_put(o, "family", text_part(name, family)) &&
             plx_json_put(o, "given", text_part(name + given, len - given));
    else
        ok = plx_json_put(o, "literal", text_part(name, len));
    return plx_json_checked(o, ok);
}

static bool put_csl_authors(json_t *o, const char *authors)
{
    json_t *list = json_array();
    const char *at = authors ? authors : "", *name;
    bool ok = list != NULL;
    size_t len;

    while (ok && next_name(&at, &name, &len))
        ok = json_array_append_new(list, csl_name(name, len)) == 0;
    if (ok && json_array_size(list))
        return plx_json_put(o, "author", list);
    json_decref(list);
    return ok;
}

/* {"date-parts": [[2019, 10, 12]]}, as many parts as are known. */
static bool put_csl_date(json_t *o, const char *name, int64_t t, plx_date_precision precision)
{
    json_t *date;
    int year, month, day;

    if (precision == PLX_DATE_NONE)
        return true;
    plx_date_to_civil(t, &year, &month, &day);
    date = precision == PLX_DATE_YEAR    ? json_pack("{s:[[i]]}", "date-parts", year)
           : precision == PLX_DATE_MONTH ? json_pack("{s:[[ii]]}", "date-parts", year, month)
                                         : json_pack("{s:[[iii]]}", "date-parts", year, month, day);
    return plx_json_put(o, name, date);
}

json_t *plx_cite_csl(const plx_citation *c)
{
    const plx_article *a = c->article;
    plx_strbuf note = PLX_STRBUF_INIT;
    json_t *o = json_object();
    bool ok;

    add_note(c, &note);
    ok = o && !note.failed && put_text(o, "id", a->id) && put_text(o, "citation-key", c->key) &&
         put_text(o, "type", "article-newspaper") && put_text(o, "title", a->title) &&
         put_csl_authors(o, a->author) && put_text(o, "container-title", a->source) &&
         put_csl_date(o, "issued", a->date.start, a->date.precision) &&
         put_csl_date(o, "accessed", a->first_seen, a->first_seen ? PLX_DATE_DAY : PLX_DATE_NONE) &&
         put_text(o, "URL", a->url) && put_text(o, "language", a->lang) &&
         put_text(o, "note", note.s);
    plx_strbuf_release(&note);
    return plx_json_checked(o, ok);
}
