#include "cli/reading.h"

#include <stdlib.h>
#include <string.h>

#include "classifier/target_mark.h"
#include "cli/models.h"
#include "cli/print.h"

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

plx_status cli_reading_add_text(struct cli_reading *r, plx_strbuf *out, plx_error *err)
{
    const plx_target_marks marks = { &r->target, CLI_MARK_OPEN, CLI_MARK_CLOSE };

    return plx_target_mark(&marks, r->article.text ? r->article.text : "", &r->text, out, err);
}
