#include "cli/reading.h"

#include <stdlib.h>
#include <string.h>

#include "cli/models.h"
#include "cli/print.h"
#include "text/sentence.h"

/** Words the analyser may remember before it starts anew. */
#define VOCABULARY_MAX 500000

static plx_status load_model(struct cli_reading *r, struct cli *cli, plx_error *err)
{
    const char *path = NULL;
    plx_status rc = cli_model_of_index(cli, &path, err);

    if (rc != PLX_OK || !path)
        return rc;
    rc = plx_model_load(path, &r->model, err);
    if (rc == PLX_OK)
        rc = plx_phrases_add_lines(&r->target, r->an, plx_model_lang(r->model),
                                   plx_model_target_terms(r->model), err);
    plx_phrases_seal(&r->target);
    return rc;
}

plx_status cli_reading_init(struct cli_reading *r, struct cli *cli, plx_error *err)
{
    plx_status rc;

    memset(r, 0, sizeof *r);
    r->snapshot = cli->snapshot;
    plx_article_init(&r->article);
    plx_tokens_init(&r->title);
    plx_tokens_init(&r->text);
    rc = plx_analyser_new(&r->an, err);
    if (rc == PLX_OK)
        rc = load_model(r, cli, err);
    if (rc == PLX_OK)
        rc = plx_judge_new(r->model, &r->judge, err);
    return rc;
}

void cli_reading_release(struct cli_reading *r)
{
    plx_judge_free(r->judge);
    plx_phrases_release(&r->target);
    plx_model_free(r->model);
    plx_tokens_release(&r->title);
    plx_tokens_release(&r->text);
    plx_analyser_free(r->an);
    plx_article_release(&r->article);
    free(r->stems);
}

static plx_status analyse(struct cli_reading *r, const char *text, plx_tokens *out, plx_error *err)
{
    return plx_analyser_run(r->an, r->article.lang, text ? text : "", text ? strlen(text) : 0, out,
                            err);
}

plx_status cli_reading_take(struct cli_reading *r, uint32_t docid, plx_error *err)
{
    plx_status rc;

    plx_article_release(&r->article);
    plx_article_init(&r->article);
    plx_analyser_trim(r->an, VOCABULARY_MAX);
    rc = plx_snapshot_article(r->snapshot, docid, true, &r->article, err);
    if (rc == PLX_OK)
        rc = analyse(r, r->article.title, &r->title, err);
    if (rc == PLX_OK)
        rc = analyse(r, r->article.text, &r->text, err);
    return rc;
}

plx_status cli_reading_judge(struct cli_reading *r, plx_verdict *out, plx_error *err)
{
    return plx_judge_tokens(r->judge, &r->title, &r->text, r->article.lang, out, err);
}

bool cli_reading_is_learned(const struct cli_reading *r)
{
    return r->model && plx_model_has_learned(r->model, &r->title, &r->text);
}

/* Stems of the words of a sentence, without compounds, whose parts are there; their number. */
static plx_status sentence_stems(struct cli_reading *r, const plx_sentence *s, size_t *n,
                                 plx_error *err)
{
    size_t most = s->last - s->first;

    *n = 0;
    if (most > r->stem_cap) {
        uint64_t *grown = realloc(r->stems, most * sizeof *grown);

        if (!grown)
            return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
        r->stems = grown;
        r->stem_cap = most;
    }
    for (uint32_t i = s->first; i < s->last; i++)
        if (!(r->text.items[i].flags & PLX_TOKEN_COMPOUND))
            r->stems[(*n)++] = r->text.items[i].word->stem_hash;
    return PLX_OK;
}

static bool names_target(const struct cli_reading *r, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plx_phrases_match(&r->target, r->stems + i, n - i))
            return true;
    return false;
}

plx_status cli_reading_add_text(struct cli_reading *r, plx_strbuf *out, plx_error *err)
{
    const char *text = r->article.text ? r->article.text : "";
    plx_sentence *sentence = NULL;
    size_t count = 0, at = 0, words = 0;
    plx_status rc = plx_sentences(text, strlen(text), &r->text, &sentence, &count, err);

    for (size_t i = 0; rc == PLX_OK && i < count; i++) {
        const plx_sentence *s = &sentence[i];

        rc = sentence_stems(r, s, &words, err);
        if (rc != PLX_OK || !names_target(r, words))
            continue;
        plx_strbuf_add(out, text + at, s->start - at);
        plx_strbuf_puts(out, CLI_MARK_OPEN);
        plx_strbuf_add(out, text + s->start, s->end - s->start);
        plx_strbuf_puts(out, CLI_MARK_CLOSE);
        at = s->end;
    }
    if (rc == PLX_OK)
        plx_strbuf_puts(out, text + at);
    free(sentence);
    return rc;
}
