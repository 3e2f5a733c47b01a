/* cli/evidence.c - verdicts, and the words behind them */
#include "cli/evidence.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/print.h"

#define BAR_COLUMNS 16u
#define NAME_COLUMN 34u
/* Where the text of a sentence begins. */
#define SENTENCE_COLUMN 10u
/* Words that weigh less than this part of the strongest of their sentence stay unmarked: text has
 * no shades. */
#define WORD_SHARE 0.25
/* Bytes shown before and behind the strongest word of a sentence: not all that is called a sentence
 * is one. */
#define SENTENCE_SIDE 600u
/* Words the analyser may remember before it starts anew. */
#define VOCABULARY_MAX 500000

plx_status cli_judge_init(struct cli_judge *j, const plx_model *model, plx_error *err)
{
    plx_status rc;

    *j = (struct cli_judge){ .model = model, .label = -1 };
    plx_tokens_init(&j->title);
    plx_tokens_init(&j->text);
    rc = plx_analyser_new(&j->an, err);
    if (rc == PLX_OK)
        rc = plx_judge_new(model, &j->judge, err);
    return rc;
}

void cli_judge_release(struct cli_judge *j)
{
    plx_judge_free(j->judge);
    plx_analyser_free(j->an);
    plx_tokens_release(&j->title);
    plx_tokens_release(&j->text);
}

plx_status cli_judge_explain_for(struct cli_judge *j, const char *label, plx_error *err)
{
    const plx_label_set *labels = plx_model_labels(j->model);
    plx_strbuf known = PLX_STRBUF_INIT;
    const char *name;
    plx_status rc;

    if (!label)
        return PLX_OK;
    rc = plx_stance_read(labels, label, &name, err);
    if (rc != PLX_OK)
        return rc;
    j->label = plx_label_find(labels, name);
    for (size_t i = 0; i < labels->count; i++)
        plx_strbuf_printf(&known, "%s%s", i ? ", " : "", labels->name[i]);
    if (j->label < 0)
        rc = plx_fail(err, PLX_ERR_INVALID, "'%s' is no label of the model: %s", name, known.s);
    plx_strbuf_release(&known);
    return rc;
}

static plx_status explain(struct cli_judge *j, const plx_article *a, const plx_verdict *v,
                          plx_explanation *out, plx_error *err)
{
    const plx_explain_request rq = {
        .part = { a->title, a->text },
        .tokens = { &j->title, &j->text },
        .label = j->label >= 0 ? (size_t)j->label : v->best,
        .most = CLI_EVIDENCE_MOST,
    };

    return plx_explain(j->judge, &rq, out, err);
}

plx_status cli_judge_article(struct cli_judge *j, const plx_article *a, plx_verdict *out,
                             plx_explanation *evidence, plx_error *err)
{
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_status rc;

    plx_analyser_trim(j->an, VOCABULARY_MAX);
    rc = plx_analyser_run(j->an, a->lang, title, strlen(title), &j->title, err);
    if (rc == PLX_OK)
        rc = plx_analyser_run(j->an, a->lang, text, strlen(text), &j->text, err);
    if (rc == PLX_OK)
        rc = plx_judge_tokens(j->judge, &j->title, &j->text, a->lang, out, err);
    if (rc == PLX_OK && evidence && plx_verdict_is_scored(out))
        rc = explain(j, a, out, evidence, err);
    return rc;
}

void cli_add_probabilities(const plx_verdict *v, const plx_label_set *labels, plx_strbuf *out)
{
    for (size_t i = 0; plx_verdict_is_scored(v) && i < labels->count; i++)
        plx_strbuf_printf(out, "%s%s %.0f %%", i ? ", " : "", labels->name[i],
                          (double)v->probability[i] * 100);
}

void cli_add_words(const plx_verdict *v, plx_stance_words words, plx_strbuf *out)
{
    bool has_title = v->kind == PLX_KIND_LABEL && *words.title;

    cli_add_line(out, has_title ? words.title : "");
    if (has_title && *words.definition)
        plx_strbuf_puts(out, ": ");
    cli_add_line(out, words.definition);
}

/* ------------------------------------------------------------ features */

static void add_feature(const struct cli *cli, const plx_evidence *e, double most, plx_strbuf *out)
{
    size_t start = out->len;

    plx_strbuf_puts(out, "  ");
    cli_add_line(out, e->words ? e->words : e->feature);
    while (cli_columns(out->s + start, out->len - start) < NAME_COLUMN && !out->failed)
        plx_strbuf_putc(out, ' ');
    plx_strbuf_printf(out, " %+.3f ", e->weight);
    cli_add_bar(cli, out, fabs(e->weight), most, BAR_COLUMNS);
    plx_strbuf_putc(out, '\n');
}

static void add_features(const struct cli *cli, const plx_evidence_list *list, plx_strbuf *out)
{
    double most = list->count ? fabs(list->items[0].weight) : 0;

    for (size_t i = 0; i < list->count; i++)
        add_feature(cli, &list->items[i], most, out);
}

/* ------------------------------------------------------------ sentences */

/* A piece of an article, in one line. */
static void add_piece(const char *s, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n; i++)
        plx_strbuf_putc(out, s[i] == '\n' || s[i] == '\t' ? ' ' : s[i]);
}

/* A word that weighed: bold for and underlined against, else [+for] and [-against]. */
static void add_word(const struct cli *cli, const char *s, const plx_weighed_span *span,
                     plx_strbuf *out)
{
    plx_strbuf word = PLX_STRBUF_INIT;
    bool is_for = span->weight > 0;

    plx_strbuf_puts(&word, cli->terminal.colour ? "" : is_for ? "[+" : "[-");
    plx_strbuf_add(&word, s + span->start, span->end - span->start);
    plx_strbuf_puts(&word, cli->terminal.colour ? "" : "]");
    cli_add_styled(cli, out, is_for ? CLI_BOLD : CLI_UNDERLINE, word.s);
    out->failed = out->failed || word.failed;
    plx_strbuf_release(&word);
}

/* The span of a sentence that weighs most; the sentence has one. */
static const plx_weighed_span *strongest_in(const plx_explanation *x, const plx_weighed_sentence *s)
{
    const plx_weighed_span *spans = x->spans[s->part].items;
    size_t strongest = s->first_span;

    for (size_t i = s->first_span; i < s->last_span; i++)
        if (fabs(spans[i].weight) > fabs(spans[strongest].weight))
            strongest = i;
    return &spans[strongest];
}

/* Shorten a sentence that is no sentence to what stands round its strongest word. */
static void cut_sentence(const char *text, const plx_weighed_span *strongest,
                         plx_weighed_sentence *s)
{
    if (strongest->start - s->start > SENTENCE_SIDE)
        s->start +=
            (uint32_t)plx_utf8_cut(text + s->start, strongest->start - s->start - SENTENCE_SIDE);
    if (s->end - strongest->end > SENTENCE_SIDE)
        s->end = strongest->end + (uint32_t)plx_utf8_cut(text + strongest->end, SENTENCE_SIDE);
}

/* The sentence in one line, as safe text with styles in it. */
static void mark_sentence(const struct cli *cli, const plx_explanation *x, const char *text,
                          const plx_weighed_sentence *whole, plx_strbuf *out)
{
    const plx_weighed_span *strongest = strongest_in(x, whole);
    const double least = WORD_SHARE * fabs(strongest->weight);
    plx_weighed_sentence s = *whole;
    plx_strbuf piece = PLX_STRBUF_INIT;
    uint32_t at;

    cut_sentence(text, strongest, &s);
    plx_strbuf_puts(out, s.start > whole->start ? "... " : "");
    at = s.start;
    for (size_t i = s.first_span; i <= s.last_span; i++) {
        const plx_weighed_span *span = i < s.last_span ? &x->spans[s.part].items[i] : NULL;
        if (span && (fabs(span->weight) < least || span->start < at || span->end > s.end))
            continue;
        plx_strbuf_reset(&piece);
        add_piece(text + at, (span ? span->start : s.end) - at, &piece);
        cli_add_safe(out, piece.s);
        if (span)
            add_word(cli, text, span, out);
        at = span ? span->end : s.end;
    }
    plx_strbuf_puts(out, s.end < whole->end ? " ..." : "");
    plx_strbuf_release(&piece);
}

static void add_sentence(const struct cli *cli, const plx_article *a, const plx_explanation *x,
                         const plx_weighed_sentence *s, plx_strbuf *out)
{
    const char *text = s->part == PLX_PART_TITLE ? a->title : a->text;
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_strbuf_printf(out, "  %+.3f  ", s->weight);
    mark_sentence(cli, x, text ? text : "", s, &line);
    if (s->part == PLX_PART_TITLE)
        plx_strbuf_puts(&line, " (title)");
    cli_wrap(out, line.s, SENTENCE_COLUMN, SENTENCE_COLUMN,
             cli->terminal.out_is_terminal ? cli->terminal.width : 0);
    out->failed = out->failed || line.failed;
    plx_strbuf_release(&line);
}

void cli_add_evidence(const struct cli *cli, const plx_article *a, const plx_explanation *x,
                      const plx_label_set *labels, plx_strbuf *out)
{
    if (!x->is_scored || !x->features.count || x->label >= labels->count)
        return;
    plx_strbuf_printf(out,
                      "what the model weighed for (+) and against (-) %s, never why the article is "
                      "so:\n",
                      labels->name[x->label]);
    add_features(cli, &x->features, out);
    plx_strbuf_printf(out, "the sentences that weighed most, words for it %s, against it %s:\n",
                      cli->terminal.colour ? "bold" : "[+so]",
                      cli->terminal.colour ? "underlined" : "[-so]");
    for (size_t i = 0; i < x->sentence_count; i++)
        add_sentence(cli, a, x, &x->sentences[i], out);
}
