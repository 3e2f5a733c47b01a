#include "cli/coding.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/anew.h"
#include "cli/ask.h"
#include "cli/card.h"
#include "cli/hits.h"
#include "cli/labelled.h"
#include "cli/print.h"
#include "cli/vote.h"
#include "collection/validation.h"
#include "collection/vote.h"

/** Lines of the terminal that a page leaves to the question. */
#define QUESTION_LINES 4
/** Keys that mean something else than a label. */
#define COMMAND_KEYS "osuq?"

/** What became of an article. */
enum outcome { OPEN = 0, LABELLED, SKIPPED };

/** An article of the session. */
struct step {
    enum outcome outcome;
    const char *before; /* what the coder had said before, NULL: nothing */
    plx_label_how before_how;
};

/** A key and the label it gives. */
struct answer {
    char key;
    const char *label;
};

struct session {
    struct cli_coding *c;
    struct cli *cli;
    const char *path; /* of the labels */
    struct cli_ask *ask;
    struct cli_reading reading;
    struct answer answer[PLX_LABELS_MAX + 1]; /* the last is off-topic */
    size_t answers;
    struct step *step; /* [count] */
    size_t at;
    char model[sizeof(((plx_model_info *)0)->digest)];
};

/* --------------------------------------------------------------------- keys */

/* May a label have the first letter of its name as its key? */
static bool owns_letter(const plx_label_set *set, size_t label)
{
    int letter = tolower((unsigned char)set->name[label][0]);

    if (letter < 'a' || letter > 'z' || strchr(COMMAND_KEYS, letter))
        return false;
    for (size_t i = 0; i < set->count; i++)
        if (i != label && tolower((unsigned char)set->name[i][0]) == letter)
            return false;
    return true;
}

static void assign_keys(struct session *s, const plx_label_set *set)
{
    s->answers = 0;
    for (size_t i = 0; i < set->count; i++)
        s->answer[s->answers++] =
            (struct answer){ owns_letter(set, i) ? (char)tolower((unsigned char)set->name[i][0])
                                                 : (char)('1' + i),
                             set->name[i] };
    s->answer[s->answers++] = (struct answer){ 'o', PLX_STANCE_OFF_TOPIC };
}

static const char *label_of_key(const struct session *s, int key)
{
    for (size_t i = 0; i < s->answers; i++)
        if (s->answer[i].key == key)
            return s->answer[i].label;
    return NULL;
}

/* ------------------------------------------------------------------- output */

static plx_status print(const plx_strbuf *out, plx_error *err)
{
    if (cli_write(out) != CLI_DONE || fflush(stdout) != 0)
        return plx_fail(err, PLX_ERR_IO, "the terminal is gone");
    return PLX_OK;
}

/* "p pro-iran, n neutral, ..., s skip, u undo, q quit, ? help > " */
static void add_question(const struct session *s, bool more, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    unsigned rows, columns;

    cli_ask_size(s->ask, &rows, &columns);
    plx_strbuf_printf(&line, "[%zu of %zu] ", s->at + 1, s->c->count);
    if (more)
        plx_strbuf_puts(&line, "space more, ");
    for (size_t i = 0; i < s->answers; i++)
        plx_strbuf_printf(&line, "%c %s, ", s->answer[i].key, s->answer[i].label);
    plx_strbuf_puts(&line, "s skip, u undo, q quit, ? help");
    cli_wrap(out, line.s, 0, 0, columns - 2);
    plx_strbuf_truncate(out, out->len - 1);
    plx_strbuf_puts(out, " > ");
    out->failed |= line.failed;
    plx_strbuf_release(&line);
}

static void add_progress(const struct session *s, unsigned columns, plx_strbuf *out)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    s->c->add_progress(s->c, &text);
    cli_wrap(out, text.s, 0, 0, columns);
    out->failed |= text.failed;
    plx_strbuf_release(&text);
}

static void add_help(const struct session *s, plx_strbuf *out)
{
    const plx_model_info *model = plx_snapshot_model(s->cli->snapshot);
    unsigned rows, columns;

    cli_ask_size(s->ask, &rows, &columns);
    plx_strbuf_puts(out, "\n\n");
    for (size_t i = 0; i + 1 < s->answers; i++) {
        plx_strbuf line = PLX_STRBUF_INIT;

        plx_strbuf_printf(&line, "%c  %s: ", s->answer[i].key, s->answer[i].label);
        cli_add_line(&line, model->definition[i]);
        cli_wrap(out, line.s, 0, 3, columns);
        out->failed |= line.failed;
        plx_strbuf_release(&line);
    }
    cli_wrap(out,
             "o  off-topic: the target is not named, or only in passing\n"
             "s  skip it, not to be asked again\n"
             "u  undo the last answer and ask again\n"
             "q  quit; what was answered is kept, and the next time goes on here\n\n",
             0, 0, columns);
    add_progress(s, columns, out);
    plx_strbuf_putc(out, '\n');
}

/* ------------------------------------------------------------------ reading */

/* The article in its newest state. *gone: it is no longer in the index. */
static plx_status read_article(struct session *s, plx_verdict *v, bool *gone, plx_error *err)
{
    const char *id = s->c->ids[s->at];
    struct cli_anew anew = { 0 };
    plx_status rc = PLX_OK;

    *gone = false;
    while (cli_anew(&anew, rc, 0)) {
        uint32_t docid = 0;

        rc = plx_snapshot_refresh(s->cli->snapshot, NULL, err);
        if (rc == PLX_OK)
            rc = plx_snapshot_find(s->cli->snapshot, id, &docid, err);
        if (rc == PLX_OK)
            rc = cli_reading_take(&s->reading, docid, err);
        if (rc == PLX_OK)
            rc = plx_snapshot_verdict(s->cli->snapshot, docid, v, err);
    }
    if (rc == PLX_ERR_NOTFOUND) {
        *gone = true;
        return PLX_OK;
    }
    if (rc == PLX_OK && strcmp(plx_snapshot_model(s->cli->snapshot)->digest, s->model) != 0)
        return plx_fail(err, PLX_ERR_STALE, "the index has another model now: start `%s` again",
                        s->c->what);
    return rc;
}

/* ------------------------------------------------------------------ answers */

static plx_label mine(const struct session *s)
{
    return (plx_label){ .id = s->c->ids[s->at],
                        .target = plx_snapshot_model(s->cli->snapshot)->target,
                        .coder = s->c->coder,
                        .how = s->c->how };
}

/* Append a vote on the article that is shown; NULL takes back. */
static plx_status vote(struct session *s, const char *label, plx_label_how how, plx_error *err)
{
    plx_vote v;
    struct cli_anew anew = { 0 };
    plx_status rc = PLX_OK;

    while (cli_anew(&anew, rc, 0)) {
        rc = anew.tries > 1 ? plx_snapshot_refresh(s->cli->snapshot, NULL, err) : PLX_OK;
        if (rc == PLX_OK)
            rc = plx_vote_make(s->cli->snapshot, s->c->ids[s->at], &v, err);
    }
    if (rc != PLX_OK)
        return rc;
    v.label.label = label;
    v.label.coder = s->c->coder;
    v.label.how = how;
    return plx_labels_append(s->path, &v.label, err);
}

static plx_status skip(struct session *s, bool again, plx_error *err)
{
    const plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    const plx_label by = mine(s);
    char text[PLX_DATE_BYTES];

    plx_date_format(&now, text);
    return plx_asked_skip(s->c->asked, &(plx_skip){ by.id, by.target, by.coder }, again, text, err);
}

static plx_status give(struct session *s, const char *label, const plx_verdict *v, plx_error *err)
{
    const plx_label by = mine(s), *before = plx_labels_of_coder(s->c->votes, &by);
    struct step *step = &s->step[s->at];
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    step->before = before ? cli_printf(s->cli, "%s", before->label) : NULL;
    step->before_how = before ? before->how : PLX_HOW_GIVEN;
    rc = vote(s, label, s->c->how, err);
    if (rc != PLX_OK)
        return rc;
    step->outcome = LABELLED;
    s->c->labelled++;
    cli_add_styled(s->cli, &out, CLI_BOLD, label);
    if (!s->c->hide_model) {
        plx_strbuf_puts(&out, "   the model said: ");
        cli_add_stance(s->cli, v, plx_snapshot_model(s->cli->snapshot), &out);
    }
    plx_strbuf_puts(&out, "\n\n");
    rc = print(&out, err);
    plx_strbuf_release(&out);
    return rc;
}

/* Back to the article before; what was said of it is taken back, what had been said is said again.
 */
static plx_status undo(struct session *s, bool *done, plx_error *err)
{
    size_t back = s->at;
    struct step *step;
    plx_status rc = PLX_OK;

    while (back > 0 && s->step[back - 1].outcome == OPEN)
        back--;
    *done = back > 0;
    if (!*done)
        return PLX_OK;
    s->at = back - 1;
    step = &s->step[s->at];
    if (step->outcome == SKIPPED) {
        rc = skip(s, true, err);
        s->c->skipped--;
    } else {
        rc = vote(s, NULL, s->c->how, err);
        if (rc == PLX_OK && step->before)
            rc = vote(s, step->before, step->before_how, err);
        s->c->labelled--;
    }
    step->outcome = OPEN;
    return rc;
}

/* -------------------------------------------------------------- one article */

/** What the question came to. */
enum turn { NEXT = 0, SAME, QUIT, STOPPED };

static plx_status show_page(struct session *s, struct cli_card *card, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    unsigned rows, columns;
    plx_status rc;

    cli_ask_size(s->ask, &rows, &columns);
    cli_card_add_page(s->cli, card, rows - QUESTION_LINES, &out);
    plx_strbuf_putc(&out, '\n');
    rc = print(&out, err);
    plx_strbuf_release(&out);
    return rc;
}

static plx_status show_question(struct session *s, const struct cli_card *card, bool help,
                                plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    if (help)
        add_help(s, &out);
    add_question(s, card->shown < card->lines, &out);
    cli_ask_forget(s->ask);
    rc = print(&out, err);
    plx_strbuf_release(&out);
    return rc;
}

/* A key that was pressed; *again: the same question is still open. */
static plx_status take_key(struct session *s, int key, const plx_verdict *v, enum turn *turn,
                           plx_error *err)
{
    const char *label = key > 0 ? label_of_key(s, key) : NULL;
    bool done = true;
    plx_status rc = PLX_OK;

    *turn = SAME;
    if (label) {
        rc = give(s, label, v, err);
        *turn = NEXT;
    } else if (key == 's') {
        rc = skip(s, false, err);
        s->step[s->at].outcome = SKIPPED;
        s->c->skipped++;
        *turn = NEXT;
        fputs("skipped\n\n", stdout);
    } else if (key == 'u') {
        fputs("undo\n\n", stdout);
        rc = undo(s, &done, err);
        if (!done)
            fputs("there is nothing to undo\n", stdout);
    } else if (key == 'q' || key == CLI_KEY_STOP) {
        *turn = key == 'q' ? QUIT : STOPPED;
        fputs("\n", stdout);
    }
    return rc;
}

/* Ask until there is an answer to this article, or another is to be asked. */
static plx_status ask(struct session *s, struct cli_card *card, const plx_verdict *v,
                      enum turn *turn, plx_error *err)
{
    size_t at = s->at;
    plx_status rc = show_page(s, card, err);
    bool help = false, shown = true;

    *turn = SAME;
    while (rc == PLX_OK && *turn == SAME && s->at == at) {
        int key;

        if (shown)
            rc = show_question(s, card, help, err);
        if (rc != PLX_OK)
            break;
        key = cli_ask_key(s->ask);
        help = key == '?';
        shown = help || key == 'u' || key == CLI_KEY_AGAIN;
        if ((key == ' ' || key == '\r' || key == '\n') && card->shown < card->lines) {
            fputs("\n", stdout);
            rc = show_page(s, card, err);
            shown = true;
        } else {
            rc = take_key(s, key, v, turn, err);
        }
    }
    return rc;
}

static plx_status note_model(const struct session *s, const plx_verdict *v, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    plx_strbuf_puts(&out, "the model: ");
    cli_add_stance(s->cli, v, plx_snapshot_model(s->cli->snapshot), &out);
    plx_strbuf_putc(&out, '\n');
    rc = print(&out, err);
    plx_strbuf_release(&out);
    return rc;
}

static plx_status ask_article(struct session *s, enum turn *turn, plx_error *err)
{
    struct cli_card card = { .text = PLX_STRBUF_INIT };
    unsigned rows, columns;
    plx_verdict v;
    bool gone;
    plx_status rc = read_article(s, &v, &gone, err);

    *turn = NEXT;
    if (rc != PLX_OK || gone)
        return rc;
    cli_ask_size(s->ask, &rows, &columns);
    rc = cli_card_make(s->cli, &s->reading, columns, &card, err);
    if (rc == PLX_OK && s->c->show_model)
        rc = note_model(s, &v, err);
    if (rc == PLX_OK)
        rc = ask(s, &card, &v, turn, err);
    cli_card_release(&card);
    return rc;
}

/* ------------------------------------------------------------------ session */

bool cli_coding_is_done(const struct cli_coding *c, const char *id)
{
    const char *target = plx_snapshot_model(c->cli->snapshot)->target;
    const plx_label by = { .id = id, .target = target, .coder = c->coder, .how = c->how };

    if (plx_asked_is_skipped(c->asked, &(plx_skip){ id, target, c->coder }))
        return true;
    return c->how == PLX_HOW_VALIDATE ? plx_validation_vote(c->votes, id, target, c->coder) != NULL
                                      : plx_labels_of_coder(c->votes, &by) != NULL;
}

static plx_status ask_all(struct session *s, enum turn *turn, plx_error *err)
{
    plx_status rc = PLX_OK;

    *turn = NEXT;
    for (s->at = 0; rc == PLX_OK && s->at < s->c->count && *turn < QUIT;) {
        /* the coder may have answered in another window */
        rc = plx_labels_read(s->c->votes, NULL, NULL, err);
        if (rc == PLX_OK && cli_coding_is_done(s->c, s->c->ids[s->at]))
            *turn = NEXT;
        else if (rc == PLX_OK)
            rc = ask_article(s, turn, err);
        s->at += *turn == NEXT;
    }
    return rc;
}

static int say_end(const struct session *s, enum turn turn)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    plx_labels_read(s->c->votes, NULL, NULL, NULL);
    add_progress(s, s->cli->terminal.width, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    if (turn == STOPPED)
        code = cli_failf("stopped; %zu labels are kept, and `%s` goes on here", s->c->labelled,
                         s->c->what);
    return code;
}

int cli_coding_run(struct cli_coding *c)
{
    struct session s = { .c = c, .cli = c->cli, .path = cli_labels_path(c->cli, c->labels) };
    const plx_model_info *model = plx_snapshot_model(c->cli->snapshot);
    enum turn turn = NEXT;
    plx_error err;
    plx_status rc;
    int code, shown = CLI_DONE;

    strcpy(s.model, model->digest);
    s.step = cli_alloc(c->cli, c->count * sizeof *s.step);
    rc = cli_reading_init(&s.reading, c->cli, &err);
    if (rc == PLX_OK)
        rc = cli_ask_open(&s.ask, &err);
    assign_keys(&s, &model->labels);
    if (rc == PLX_OK)
        rc = ask_all(&s, &turn, &err);
    cli_ask_close(s.ask);
    code = rc == PLX_OK ? say_end(&s, turn) : cli_fail(&err);
    if (c->labelled)
        shown = cli_votes_show(c->cli, c->labels, c->what);
    cli_reading_release(&s.reading);
    return code == CLI_DONE ? shown : code;
}
