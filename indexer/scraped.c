#include "indexer/scraped.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/byline.h"
#include "indexer/credits.h"
#include "indexer/dates.h"
#include "indexer/furniture.h"
#include "indexer/text_lines.h"

#define PROSE_WORDS     20 /* a sentence of so many begins and ends the text */
#define LONG_WORDS      40 /* prose without an end mark */
#define HEAD_LINES      40 /* looked at before the first prose */
#define TAIL_LINES      40 /* and after the last */
#define NEAR_TOP        3  /* short lines after the first prose that may still date it */
#define TITLE_WORDS_MAX 35
#define LABEL_WORDS     5    /* a shorter line beside the text is a label */
#define CAPTION_WORDS   12   /* a longer line repeated is text */
#define TAIL_SHARE      0.34 /* of the words: what follows "You may be interested" at most */
#define SAMPLE_BYTES    6000 /* of the prose compared with a title */

struct reading {
    plx_lines lines;
    size_t first; /* first and last line of prose; count and 0 if there is none */
    size_t last;
    size_t title; /* its line, or count */
    plx_date updated;
    plx_article *out;
    plx_extract_report *report;
    plx_error *err;
};

static bool is_prose(const plx_line *l)
{
    return !l->reason && (l->words >= LONG_WORDS ||
                          (l->words >= PROSE_WORDS && plx_furniture_is_sentence(l->s, l->n)));
}

static bool same(const plx_line *a, const plx_line *b)
{
    return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

static void find_prose(struct reading *r)
{
    size_t count = r->lines.count;

    r->first = count;
    r->last = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_prose(&r->lines.line[i]))
            continue;
        r->first = r->first < i ? r->first : i;
        r->last = i;
    }
    if (r->first == count) /* short lines only: verse, a list, a flash */
        r->last = count;
}

static bool has_prose(const struct reading *r)
{
    return r->first < r->lines.count;
}

/* Lines looked at as the head: without prose, only the first few. */
static size_t head_end(const struct reading *r)
{
    size_t end = has_prose(r) ? r->first : r->lines.count;

    return end < HEAD_LINES ? end : HEAD_LINES;
}

/* The same line at the top and at the end of the file is no text: broken-in adverts,
 * slogans, menus. */
static void mark_frame(struct reading *r)
{
    plx_lines *ls = &r->lines;
    size_t tail = ls->count > TAIL_LINES ? ls->count - TAIL_LINES : 0;

    if (!has_prose(r))
        return;
    tail = tail > r->last ? tail : r->last + 1;
    for (size_t i = 0; i < head_end(r); i++) {
        for (size_t k = tail; k < ls->count; k++) {
            if (!same(&ls->line[i], &ls->line[k]))
                continue;
            ls->line[i].reason = ls->line[k].reason = "repeated at top and end";
        }
    }
}

/* A short line twice in a row is a caption and its alternative text; the title is not. */
static void mark_repeats(struct reading *r)
{
    plx_lines *ls = &r->lines;

    for (size_t i = 0; i + 1 < ls->count; i++) {
        plx_line *a = &ls->line[i];
        plx_line *b = &ls->line[i + 1];

        if (b->reason || !same(a, b) || a->words > CAPTION_WORDS ||
            plx_furniture_is_sentence(a->s, a->n))
            continue;
        if (r->title < ls->count && same(a, &ls->line[r->title])) {
            b->reason = i + 1 == r->title ? NULL : "title again";
            a->reason = i == r->title ? NULL : "title again";
        } else {
            a->reason = b->reason = "caption";
        }
    }
}

static plx_status set(char **field, const char *s, size_t n, plx_error *err)
{
    if (*field || n == 0 || n > PLX_ARTICLE_FIELD_MAX)
        return PLX_OK;
    return plx_article_set(field, s, n, err);
}

static plx_status set_author(struct reading *r, const char *s, size_t n)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    if (!r->out->author)
        plx_byline_clean_author(s, n, &name);
    rc = set(&r->out->author, name.s, name.len, r->err);
    plx_strbuf_release(&name);
    return rc;
}

static void set_date(struct reading *r, const plx_date *d, const char *how)
{
    if (r->out->date.precision != PLX_DATE_NONE || d->precision < PLX_DATE_DAY)
        return;
    r->out->date = *d;
    r->out->date_how = plx_date_how_find(how);
}

static plx_status take_byline(struct reading *r, plx_line *l)
{
    plx_byline b;

    if (l->reason || !plx_byline_read(l->s, l->n, &b))
        return PLX_OK;
    l->reason = "byline";
    if (b.is_updated)
        r->updated = b.date;
    else
        set_date(r, &b.date, "byline");
    if (b.is_ambiguous)
        l->reason = "byline (day and month cannot be told apart)";
    return b.author_len > 0 ? set_author(r, l->s + b.author, b.author_len) : PLX_OK;
}

/* "BAGHDAD, Oct 10, 2019 (Reuters) - The prime minister ..." */
static void take_dateline(struct reading *r)
{
    const plx_line *l = has_prose(r) ? &r->lines.line[r->first] : NULL;
    plx_date_span d;

    if (l && plx_byline_dateline(l->s, l->n, &d))
        set_date(r, &d.date, "dateline");
}

static plx_status take_field(struct reading *r, plx_line *l, bool is_head)
{
    plx_article *a = r->out;
    plx_credit c;
    char **field = NULL;

    if (l->reason || !plx_credit_read(l->s, l->n, is_head, &c))
        return PLX_OK;
    switch (c.kind) {
    case PLX_CREDIT_TITLE:
        field = &a->title;
        break;
    case PLX_CREDIT_URL:
        field = &a->url;
        break;
    case PLX_CREDIT_PUBLISHER:
        field = &a->source;
        break;
    case PLX_CREDIT_ORIGINAL:
        field = &a->original_source;
        break;
    }
    l->reason = c.is_text ? NULL : c.reason;
    return set(field, l->s + c.begin, c.len, r->err);
}

/* Bylines, credits and furniture among the lines [from, to). */
static plx_status sweep(struct reading *r, size_t from, size_t to, plx_line_place place)
{
    plx_status rc = PLX_OK;

    for (size_t i = from; i < to && rc == PLX_OK; i++) {
        plx_line *l = &r->lines.line[i];

        if (place != PLX_PLACE_BODY || i < r->first + NEAR_TOP)
            rc = take_byline(r, l);
        if (rc == PLX_OK && place != PLX_PLACE_BODY)
            rc = take_field(r, l, place == PLX_PLACE_HEAD);
        if (!l->reason)
            l->reason = plx_furniture(l->s, l->n, place);
    }
    return rc;
}

static bool is_byline(const plx_line *l)
{
    return l->reason && strncmp(l->reason, "byline", 6) == 0;
}

/* Share of the longer words of a line that the prose has too. */
static double overlap(const struct reading *r, const plx_line *l)
{
    const plx_line *prose = &r->lines.line[has_prose(r) ? r->first : (size_t)(l - r->lines.line)];
    size_t n = (size_t)(r->lines.end - prose->s);

    return plx_lines_overlap(l, prose->s, n < SAMPLE_BYTES ? n : SAMPLE_BYTES);
}

static bool is_slogan(const plx_line *l)
{
    static const char key[] = "since ";
    const char *at = memmem(l->s, l->n, key, sizeof key - 1);
    size_t from = at ? (size_t)(at - l->s) + sizeof key - 1 : l->n;

    return l->n - from == 4 && isdigit((unsigned char)l->s[from]);
}

/* How much a line of the head looks like the title; the lines beside it tell most. */
static double title_score(const struct reading *r, size_t i)
{
    const plx_line *l = &r->lines.line[i];
    size_t before = i;
    size_t after = i + 1;
    double score = 4 * overlap(r, l) - 0.05 * (double)i;

    while (before > 0 && r->lines.line[before - 1].reason && !is_byline(&r->lines.line[before - 1]))
        before--;
    while (after < r->lines.count && same(l, &r->lines.line[after]))
        after++;
    if (after < r->lines.count && is_byline(&r->lines.line[after]))
        score += 1.5;
    if (before > 0 && is_byline(&r->lines.line[before - 1]))
        score += 1;
    score += l->words >= 4 && l->words <= 20 ? 0.5 : 0;
    score -= l->words < 3 ? 1 : 0;
    score -= l->s[l->n - 1] == '.' ? 0.7 : 0;
    score -= is_slogan(l) ? 2 : 0;
    return score;
}

static plx_status find_title(struct reading *r)
{
    size_t end = head_end(r);
    double best = -10; /* the worst line of the head is a title if it is the only one */
    plx_line *l;

    if (r->out->title) { /* given: only its line is looked for */
        for (size_t i = 0; i < end && r->title == r->lines.count; i++)
            if (r->lines.line[i].n == strlen(r->out->title) &&
                memcmp(r->lines.line[i].s, r->out->title, r->lines.line[i].n) == 0)
                r->title = i;
        return PLX_OK;
    }
    if (!has_prose(r) && end > 1)
        end = 1; /* of short lines only the first may be a title */
    for (size_t i = 0; i < end; i++) {
        double score = 0;

        l = &r->lines.line[i];
        if (l->reason || l->words > TITLE_WORDS_MAX || l->n > PLX_ARTICLE_FIELD_MAX)
            continue;
        score = title_score(r, i);
        if (score > best) {
            best = score;
            r->title = i;
        }
    }
    if (r->title == r->lines.count)
        return PLX_OK;
    l = &r->lines.line[r->title];
    return set(&r->out->title, l->s, l->n, r->err);
}

/* What else is left in the head: all above the title, and labels between it and the text. */
static void clear_head(struct reading *r)
{
    for (size_t i = 0; i < head_end(r) && has_prose(r); i++) {
        plx_line *l = &r->lines.line[i];
        bool is_above = r->title < r->lines.count && i < r->title;

        if (l->reason || i == r->title)
            continue;
        if (r->title < r->lines.count && same(l, &r->lines.line[r->title]))
            l->reason = "title again";
        else if (is_above)
            l->reason = "above the title";
        else if (l->words <= LABEL_WORDS && !plx_furniture_is_sentence(l->s, l->n))
            l->reason = "label";
        else if (l->words <= LABEL_WORDS && l->s[l->n - 1] == ':')
            l->reason = "label";
    }
}

/* "Viktor Mikhin, corresponding member of ...", "Jane Doe is a writer in ..." at the end. */
static bool is_author_note(const struct reading *r, const plx_line *l)
{
    const char *author = r->out->author;
    size_t n = author ? strcspn(author, ";") : 0;

    if (n == 0 || l->n <= n || strncasecmp(l->s, author, n) != 0)
        return false;
    return l->s[n] == ',' || strncasecmp(l->s + n, " is ", 4) == 0 ||
           strncasecmp(l->s + n, " was ", 5) == 0 || strncasecmp(l->s + n, " has ", 5) == 0;
}

/* Everything from a heading like "You may be interested" on, if it is the end. */
static void cut_tail(struct reading *r)
{
    plx_lines *ls = &r->lines;
    unsigned long total = 0;
    unsigned long after = 0;

    for (size_t i = 0; i < ls->count; i++)
        total += ls->line[i].words;
    for (size_t i = ls->count; i > 0 && (double)after <= TAIL_SHARE * (double)total; i--) {
        const plx_line *l = &ls->line[i - 1];

        after += l->words;
        if (i - 1 <= r->title && r->title < ls->count)
            break;
        if (plx_furniture_starts_tail(l->s, l->n) == PLX_TAIL_NONE)
            continue;
        for (size_t k = i - 1; k < ls->count; k++)
            if (!ls->line[k].reason)
                ls->line[k].reason = "related";
    }
}

static plx_status clear_tail(struct reading *r)
{
    for (size_t i = r->last + 1; i < r->lines.count && has_prose(r); i++) {
        plx_line *l = &r->lines.line[i];

        if (!l->reason && l->words <= LABEL_WORDS && !plx_furniture_is_sentence(l->s, l->n))
            l->reason = "label";
    }
    for (size_t i = r->lines.count > 5 ? r->lines.count - 5 : 0; i < r->lines.count; i++) {
        plx_line *l = &r->lines.line[i];
        plx_credit c;

        if (l->reason || !is_author_note(r, l))
            continue;
        l->reason = "author note";
        if (plx_credit_in_note(l->s, l->n, &c)) {
            plx_status rc = set(&r->out->original_source, l->s + c.begin, c.len, r->err);
            if (rc != PLX_OK)
                return rc;
        }
    }
    return PLX_OK;
}

static plx_status take_publisher(struct reading *r)
{
    for (size_t i = r->lines.count > TAIL_LINES ? r->lines.count - TAIL_LINES : 0;
         i < r->lines.count; i++) {
        const plx_line *l = &r->lines.line[i];
        plx_credit c;

        if (l->reason && strcmp(l->reason, "disclaimer") == 0 &&
            plx_credit_in_disclaimer(l->s, l->n, &c))
            return set(&r->out->source, l->s + c.begin, c.len, r->err);
    }
    return PLX_OK;
}

static plx_status judge(struct reading *r)
{
    size_t end;
    plx_status rc;

    find_prose(r);
    mark_frame(r);
    rc = sweep(r, 0, head_end(r), PLX_PLACE_HEAD);
    if (rc == PLX_OK)
        rc = find_title(r);
    if (rc != PLX_OK)
        return rc;
    mark_repeats(r);
    find_prose(r); /* captions may have looked like prose */
    clear_head(r);
    end = has_prose(r) ? r->last + 1 : r->lines.count;
    rc = sweep(r, head_end(r), end, PLX_PLACE_BODY);
    find_prose(r);
    end = has_prose(r) ? r->last + 1 : r->lines.count;
    if (rc == PLX_OK)
        rc = sweep(r, end, r->lines.count, PLX_PLACE_TAIL);
    if (rc != PLX_OK)
        return rc;
    cut_tail(r);
    rc = clear_tail(r);
    take_dateline(r);
    set_date(r, &r->updated, "updated");
    return rc == PLX_OK ? take_publisher(r) : rc;
}

static void emit(const struct reading *r, plx_strbuf *text)
{
    for (size_t i = 0; i < r->lines.count; i++) {
        const plx_line *l = &r->lines.line[i];

        if (l->reason) {
            plx_furniture_report(r->report, l->reason, l->s, l->n);
        } else if (i != r->title) {
            if (text->len > 0)
                plx_strbuf_puts(text, "\n\n");
            plx_strbuf_add(text, l->s, l->n);
        }
    }
}

plx_status plx_scraped_read(const char *p, size_t n, plx_article *out, plx_strbuf *text,
                            plx_extract_report *report, plx_error *err)
{
    struct reading r = { .out = out, .report = report, .err = err };
    plx_status rc = plx_lines_split(p, n, &r.lines, err);

    r.title = r.lines.count;
    if (rc == PLX_OK)
        rc = judge(&r);
    if (rc == PLX_OK)
        emit(&r, text);
    if (rc == PLX_OK && text->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "text: out of memory");
    plx_lines_release(&r.lines);
    return rc;
}
