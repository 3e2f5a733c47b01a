#include "indexer/scraped.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "indexer/byline.h"
#include "indexer/credits.h"
#include "indexer/date_order.h"
#include "indexer/dates.h"
#include "indexer/furniture.h"
#include "indexer/html_author.h"
#include "indexer/scraped_rules.h"
#include "indexer/text_lines.h"

#define PROSE_WORDS      20 /* a sentence of so many begins and ends the text */
#define LONG_WORDS       40 /* prose without an end mark */
#define HEAD_LINES       40 /* looked at before the first prose */
#define TAIL_LINES       40 /* and after the last */
#define NEAR_TOP         3  /* short lines after the first prose that may still date it */
#define TITLE_WORDS_MAX  35
#define LABEL_WORDS      5    /* a shorter line beside the text is a label */
#define CAPTION_WORDS    12   /* a longer line repeated is text */
#define NOTE_LINES       12   /* from the end, in which authors are presented */
#define TAIL_SHARE       0.34 /* of the words: what follows "You may be interested" at most */
#define SAMPLE_BYTES     6000 /* of the prose compared with a title */
#define AGENCY_WORDS     4
#define LABEL_NAME_WORDS 3 /* a line of more words may be the title beside a line of names */
#define SENTENCE_WORDS   8 /* a sentence of so many close behind the prose belongs to it */
#define NEAR_PROSE       2 /* lines */

struct reading {
    plx_lines lines;
    size_t first; /* first and last line of prose; count and 0 if there is none */
    size_t last;
    size_t title; /* its line, or count */
    plx_date updated;
    const plx_line *open; /* the first line with a date that has several readings */
    plx_date_span open_date;
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
    for (size_t i = r->last + 1; r->first < count && i < count && i <= r->last + NEAR_PROSE; i++) {
        const plx_line *l = &r->lines.line[i];
        plx_credit c;

        if (l->reason || plx_scraped_reason(l, PLX_PLACE_TAIL) || plx_scraped_starts_tail(l) ||
            plx_credit_read(l->s, l->n, false, &c))
            break;
        if (l->words >= SENTENCE_WORDS && plx_furniture_is_sentence(l->s, l->n) &&
            !plx_scraped_is_author_note(l, r->out->author))
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

static plx_status set_agency(struct reading *r, const char *agency)
{
    return agency ? set(&r->out->original_source, agency, strlen(agency), r->err) : PLX_OK;
}

/* Persons become the author, an agency beside them is credited. */
static plx_status set_author(struct reading *r, const char *s, size_t n)
{
    plx_status rc = set_agency(r, plx_credit_agency(s, n));

    return rc == PLX_OK ? plx_html_set_author(r->out, s, n, r->err) : rc;
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
    else if (!b.is_ambiguous && !b.when.is_short_year)
        set_date(r, &b.date, "byline");
    else if (!r->open) {
        r->open = l;
        r->open_date = b.when;
    }
    if (b.is_ambiguous)
        l->reason = "byline (day and month cannot be told apart)";
    return b.author_len > 0 ? set_author(r, l->s + b.author, b.author_len) : PLX_OK;
}

/* A date with several readings, when all else is known. */
static plx_status settle_date(struct reading *r)
{
    plx_date_evidence e;
    plx_date d;

    if (!r->open || r->out->date.precision != PLX_DATE_NONE)
        return PLX_OK;
    plx_date_evidence_init(&e, (int64_t)time(NULL));
    plx_date_evidence_add_url(&e, r->out->url);
    plx_date_evidence_add_locale(&e, r->out->lang);
    plx_date_evidence_add_date(&e, &r->updated);
    plx_date_evidence_add_text(&e, r->lines.text, (size_t)(r->lines.end - r->lines.text));
    if (!plx_date_settle(&r->open_date, &e, &d))
        return plx_date_keep_raw(r->out, r->open->s + r->open_date.begin,
                                 r->open_date.end - r->open_date.begin, r->err);
    set_date(r, &d, "byline");
    return PLX_OK;
}

/* "BAGHDAD, Oct 10, 2019 (Reuters) - The prime minister ..." */
static plx_status take_dateline(struct reading *r)
{
    size_t end = has_prose(r) ? r->first + 1 : r->lines.count;
    plx_status rc = PLX_OK;
    plx_date_span d;

    for (size_t i = 0; i < end && i < HEAD_LINES && rc == PLX_OK; i++) {
        const plx_line *l = &r->lines.line[i];

        if (l->reason || i == r->title)
            continue;
        if (plx_byline_dateline(l->s, l->n, &d))
            set_date(r, &d.date, "dateline");
        rc = set_agency(r, plx_credit_dateline(l->s, l->n));
    }
    return rc;
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
    if (c.kind == PLX_CREDIT_ORIGINAL && plx_credit_agency(l->s + c.begin, c.len))
        return set_agency(r, plx_credit_agency(l->s + c.begin, c.len));
    return set(field, l->s + c.begin, c.len, r->err);
}

/* "AFP": nothing but an agency. */
static plx_status take_agency(struct reading *r, plx_line *l)
{
    const char *agency = l->reason || l->words > AGENCY_WORDS ? NULL : plx_html_agency(l->s, l->n);

    if (!agency)
        return PLX_OK;
    l->reason = "credit";
    return set_agency(r, agency);
}

static void judge_line(struct reading *r, size_t i, plx_line_place place)
{
    plx_line *l = &r->lines.line[i];

    l->reason = plx_scraped_reason(l, place);
    if (!l->reason && i > 0 && r->lines.line[i - 1].reason &&
        plx_scraped_offers_next(&r->lines.line[i - 1]) && l->words <= TITLE_WORDS_MAX &&
        !plx_furniture_is_sentence(l->s, l->n))
        l->reason = "related";
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
        if (rc == PLX_OK && place != PLX_PLACE_BODY)
            rc = take_agency(r, l);
        if (!l->reason)
            judge_line(r, i, place);
    }
    return rc;
}

static bool is_byline(const plx_line *l)
{
    return l->reason && strncmp(l->reason, "byline", 6) == 0;
}

/* Lines of names beside the date; not if none would be left for the title. */
static plx_status take_names(struct reading *r)
{
    size_t end = head_end(r);
    plx_status rc = PLX_OK;

    for (size_t i = 0; i < end && rc == PLX_OK && !r->out->author; i++) {
        plx_line *l = &r->lines.line[i];
        bool is_beside = (i > 0 && is_byline(l - 1)) || (i + 1 < end && is_byline(l + 1));
        bool has_title = r->out->title != NULL;
        size_t names = l->reason || !is_beside ? 0 : plx_byline_names(l->s, l->n);

        if (names == 0)
            continue;
        for (size_t k = 0; k < end && !has_title; k++)
            has_title =
                k != i && !r->lines.line[k].reason && r->lines.line[k].words > LABEL_NAME_WORDS;
        if (!has_title)
            continue;
        rc = set_author(r, l->s, names);
        if (r->out->author)
            l->reason = "byline";
    }
    return rc;
}

/* Share of the longer words of a line that the prose has too. */
static double overlap(const struct reading *r, const plx_line *l)
{
    const plx_line *prose = &r->lines.line[has_prose(r) ? r->first : (size_t)(l - r->lines.line)];
    size_t n = (size_t)(r->lines.end - prose->s);

    return plx_lines_overlap(l, prose->s, n < SAMPLE_BYTES ? n : SAMPLE_BYTES);
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
    score -= plx_scraped_is_slogan(l) ? 2 : 0;
    score += i == 0 ? 0.6 : 0; /* many copy from the title on */
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
    for (size_t i = 0; i < end; i++) {
        double score = 0;

        l = &r->lines.line[i];
        if (l->reason || l->words > TITLE_WORDS_MAX || l->n > PLX_ARTICLE_FIELD_MAX)
            continue;
        if (!has_prose(r) && r->title < r->lines.count)
            break; /* of short lines only the first may be a title */
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

/* Everything from a heading like "You may be interested" on, if it is the end. */
static void cut_tail(struct reading *r)
{
    plx_lines *ls = &r->lines;
    size_t cut = ls->count;
    unsigned long total = 0;
    unsigned long after = 0;
    unsigned prose = 0;

    for (size_t i = 0; i < ls->count; i++)
        total += ls->line[i].words;
    for (size_t i = ls->count; i > 0 && (double)after <= TAIL_SHARE * (double)total; i--) {
        const plx_line *l = &ls->line[i - 1];

        after += l->words;
        if (i - 1 <= r->title && r->title < ls->count)
            break;
        if (plx_scraped_ends_text(l, prose))
            cut = i - 1;
        prose += is_prose(l);
    }
    for (size_t k = cut; k < ls->count; k++)
        if (!ls->line[k].reason)
            ls->line[k].reason = "related";
}

static plx_status clear_tail(struct reading *r)
{
    for (size_t i = r->last + 1; i < r->lines.count && has_prose(r); i++) {
        plx_line *l = &r->lines.line[i];

        if (!l->reason && l->words <= LABEL_WORDS && !plx_furniture_is_sentence(l->s, l->n))
            l->reason = "label";
    }
    for (size_t i = r->lines.count > NOTE_LINES ? r->lines.count - NOTE_LINES : 0;
         i < r->lines.count; i++) {
        plx_line *l = &r->lines.line[i];
        plx_credit c;

        if (l->reason || !plx_scraped_is_author_note(l, r->out->author))
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
        rc = take_names(r);
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
    if (rc == PLX_OK)
        rc = take_dateline(r);
    if (rc == PLX_OK)
        rc = settle_date(r);
    set_date(r, &r->updated, "updated");
    return rc == PLX_OK ? take_publisher(r) : rc;
}

/* Does a paragraph of a text in pages go on with line i, after a page number? */
static bool goes_on(const struct reading *r, size_t i)
{
    const plx_line *l = &r->lines.line[i];

    return i > 1 && islower((unsigned char)*l->s) && l[-1].reason &&
           strcmp(l[-1].reason, "page number") == 0 && !l[-2].reason &&
           !plx_furniture_is_sentence(l[-2].s, l[-2].n);
}

static void emit(const struct reading *r, plx_strbuf *text)
{
    for (size_t i = 0; i < r->lines.count; i++) {
        const plx_line *l = &r->lines.line[i];

        if (l->reason) {
            plx_furniture_report(r->report, l->reason, l->s, l->n);
        } else if (i != r->title) {
            if (text->len > 0)
                plx_strbuf_puts(text, goes_on(r, i) ? " " : "\n\n");
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
