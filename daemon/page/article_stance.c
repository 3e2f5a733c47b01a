/* daemon/page/article_stance.c - the label of an article: in force, estimated, voted, corrected */
#include <string.h>

#include "base/markup.h"
#include "daemon/page/article.h"
#include "daemon/page/page.h"
#include "daemon/url.h"
#include "daemon/write/votes.h"

/* ------------------------------------------------------------ the estimate */

static void print_chance(plx_strbuf *out, const plx_model_info *info, size_t label, double p)
{
    const unsigned percent = (unsigned)(p * 100 + .5), ordinal = (unsigned)label;

    plx_markup_print(out, "<dt class=\"s%u\" title=\"%s: %s\">", ordinal, info->title[label],
                     info->definition[label]);
    plx_page_shape(out, ordinal);
    plx_markup_print(out, "%s</dt><dd class=\"s%u\">", info->labels.name[label], ordinal);
    plx_markup_print(out,
                     "<svg class=\"share\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" "
                     "aria-hidden=\"true\"><rect width=\"%u\" height=\"6\"/></svg></dd>"
                     "<dd class=\"number\">%u %%</dd>",
                     percent, percent);
}

static void print_definitions(plx_strbuf *out, const plx_model_info *info)
{
    plx_strbuf_puts(out,
                    "<details class=\"definitions\"><summary>What the labels mean</summary><dl>");
    for (size_t i = 0; i < info->labels.count; i++)
        plx_markup_print(out, "<dt>%s</dt><dd>%s: %s</dd>", info->labels.name[i], info->title[i],
                         info->definition[i]);
    plx_strbuf_puts(out, "</dl></details>");
}

static void print_estimate(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_model_info *info = v->info;

    if (!*info->name)
        return;
    if (plx_verdict_is_scored(&v->verdict)) {
        plx_strbuf_puts(out, "<h3>The model’s estimate</h3><dl class=\"chances\">");
        for (size_t i = 0; i < info->labels.count; i++)
            print_chance(out, info, i, (double)v->verdict.probability[i]);
        plx_strbuf_puts(out, "</dl>");
    }
    plx_markup_print(out,
                     "<p class=\"quiet\">Model <a href=\"" PLX_PATH_MODEL "\">%s</a>, trained %s"
                     "</p>",
                     info->name, info->date);
    print_definitions(out, info);
}

/* ------------------------------------------------------------ votes */

/* Votes there can be on this article; without them it is worth showing, too. They are borrowed from
 * all other threads, so for no longer than it takes to print them. */
static void borrow_votes(plx_article_view *v)
{
    bool is_wanted = v->verdict.by_person || v->c->request->access == PLX_ACCESS_WRITE;

    if (is_wanted && plx_votes_borrow(v->c->daemon->votes, &v->labels, NULL) != PLX_OK)
        v->c->reply->is_private = true; /* without them: not to be kept */
}

static void give_back_votes(plx_article_view *v)
{
    if (v->labels)
        plx_votes_give_back(v->c->daemon->votes);
    v->labels = NULL;
}

/* The next vote that its coder has not changed or taken back since. */
static const plx_label *next_vote(const plx_article_view *v, const plx_label *vote)
{
    do
        vote = plx_labels_next(v->labels, v->article.id, v->info->target, vote);
    while (vote && (!vote->label || !plx_labels_is_latest(v->labels, vote)));
    return vote;
}

static unsigned votes_for(const plx_article_view *v, const char *label)
{
    unsigned n = 0;

    for (const plx_label *vote = next_vote(v, NULL); vote; vote = next_vote(v, vote))
        n += strcmp(vote->label, label) == 0;
    return n;
}

/* "1 person said anti-iran": who it was stays here. */
static void print_count(const plx_article_view *v, const char *label)
{
    unsigned n = votes_for(v, label);

    if (n)
        plx_markup_print(&v->c->reply->body, "<li>%u %s said <b>%s</b></li>", n,
                         n == 1 ? "person" : "people", label);
}

static void print_counts(const plx_article_view *v)
{
    for (size_t i = 0; i < v->info->labels.count; i++)
        print_count(v, v->info->labels.name[i]);
    print_count(v, PLX_STANCE_OFF_TOPIC);
}

/* What is no date is no time of a vote. */
static void print_vote_time(plx_strbuf *out, const char *time)
{
    plx_date date;

    if (!time || plx_date_parse_iso(time, strlen(time), &date, NULL) != PLX_OK)
        return;
    plx_strbuf_puts(out, ", <span class=\"quiet\">");
    plx_page_date(out, &date);
    plx_strbuf_puts(out, "</span>");
}

static void print_vote(const plx_article_view *v, const plx_label *vote)
{
    plx_strbuf *out = &v->c->reply->body;

    plx_markup_print(out, "<li><bdi>%s</bdi> said <b>%s</b>",
                     *vote->coder ? vote->coder : "somebody", vote->label);
    print_vote_time(out, vote->time);
    if (vote->how == PLX_HOW_ADJUDICATION)
        plx_strbuf_puts(out, " <span class=\"quiet\">(adjudication)</span>");
    if (plx_label_is_stale(vote, v->article.text))
        plx_strbuf_puts(out, " <span class=\"quiet\">(of another text)</span>");
    plx_strbuf_puts(out, "</li>");
}

static bool has_votes(const plx_article_view *v)
{
    return v->labels && next_vote(v, NULL);
}

static void print_votes(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;

    if (!has_votes(v))
        return;
    plx_strbuf_puts(out, "<h3>Labels by people</h3><ul class=\"votes\">");
    if (v->c->request->access == PLX_ACCESS_WRITE)
        for (const plx_label *vote = next_vote(v, NULL); vote; vote = next_vote(v, vote))
            print_vote(v, vote);
    else
        print_counts(v);
    plx_strbuf_puts(out, "</ul>");
}

/* A vote is kept at once, but in force when whoever writes to the index takes it in. */
static void print_pending(const plx_article_view *v)
{
    const plx_label *stands =
        v->labels ? plx_labels_find(v->labels, v->article.id, v->info->target) : NULL;
    const char *shown =
        v->verdict.by_person ? plx_verdict_stance(&v->verdict, &v->info->labels) : "";

    if (v->labels && strcmp(stands && stands->label ? stands->label : "", shown) != 0)
        plx_strbuf_puts(&v->c->reply->body,
                        "<p class=\"stale\" role=\"status\">The latest vote is kept, and shows as "
                        "soon as the index has taken it in.</p>");
}

/* ------------------------------------------------------------ correcting */

static void print_choice(plx_strbuf *out, const char *value, const char *words, unsigned ordinal,
                         bool is_chosen)
{
    plx_markup_print(out, "<label><input type=\"radio\" name=\"stance\" value=\"%s\" required",
                     value);
    plx_strbuf_puts(out, is_chosen ? " checked>" : ">");
    if (ordinal < PLX_LABELS_MAX)
        plx_page_shape(out, ordinal);
    plx_markup_print(out, "<span>%s</span></label>", words);
}

static void print_choices(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_label_set *labels = &v->info->labels;
    const char *stance = v->verdict.by_person ? plx_verdict_stance(&v->verdict, labels) : "";

    for (unsigned i = 0; i < labels->count; i++)
        print_choice(out, labels->name[i], labels->name[i], i,
                     strcmp(stance, labels->name[i]) == 0);
    print_choice(out, PLX_STANCE_OFF_TOPIC, PLX_STANCE_OFF_TOPIC, PLX_LABELS_MAX,
                 strcmp(stance, PLX_STANCE_OFF_TOPIC) == 0);
    if (has_votes(v))
        print_choice(out, PLX_STANCE_NONE, "take my label back", PLX_LABELS_MAX, false);
}

/* The page to sign in and out, which leads back here. */
static void print_token_link(plx_strbuf *out, const char *here, const char *words)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_TOKEN "?back=");
    plx_url_encode(&address, here);
    plx_markup_print(out, "<a href=\"%s\">%s</a>", address.s, words);
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

static void print_coder(plx_strbuf *out, const char *coder)
{
    if (*coder)
        plx_markup_print(out, "<p class=\"quiet\">As <bdi>%s</bdi>.</p>", coder);
    else
        plx_markup_print(out,
                         "<label class=\"coder\">Your name <input name=\"coder\" required "
                         "maxlength=\"%u\" autocomplete=\"username\"></label>",
                         PLX_CODER_BYTES - 1u);
}

static void print_form(const plx_article_view *v, const char *here)
{
    plx_strbuf *out = &v->c->reply->body;

    plx_strbuf_puts(out,
                    "<form class=\"correct\" method=\"post\" action=\"" PLX_PATH_API "labels\">"
                    "<fieldset><legend>Correct the label</legend>");
    print_choices(v);
    plx_strbuf_puts(out, "</fieldset>");
    print_coder(out, v->c->request->coder);
    plx_markup_print(out,
                     "<input type=\"hidden\" name=\"id\" value=\"%s\"><input type=\"hidden\" "
                     "name=\"back\" value=\"%s\"><p><button>Save the label</button> ",
                     v->article.id, here);
    print_token_link(out, here, "Sign out");
    plx_strbuf_puts(out, "</p></form>");
}

static void print_sign_in(plx_strbuf *out, const char *here)
{
    plx_strbuf_puts(out, "<p class=\"correct\">Is the label wrong? ");
    print_token_link(out, here, "Sign in with a token");
    plx_strbuf_puts(out, " to correct it.</p>");
}

static void print_correction(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_strbuf here = PLX_STRBUF_INIT;

    if (!v->c->daemon->tokens || !v->info->labels.count)
        return;
    plx_article_view_address(v, v->params->weights, &here);
    if (v->c->request->access == PLX_ACCESS_WRITE)
        print_form(v, here.s);
    else
        print_sign_in(out, here.s);
    out->failed = out->failed || here.failed;
    plx_strbuf_release(&here);
}

/* ------------------------------------------------------------ all of it */

void plx_article_print_stance(plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_stance_words words = plx_model_info_words(v->info, &v->verdict);

    plx_strbuf_puts(out, "<section class=\"verdict\" aria-labelledby=\"framing\">"
                         "<h2 id=\"framing\">Framing</h2><p>");
    plx_page_stance(out, &v->verdict, v->info);
    plx_strbuf_puts(out, "</p>");
    if (*words.title || *words.definition)
        plx_markup_print(out, "<p class=\"says\"><b>%s</b>: %s</p>", words.title, words.definition);
    if (v->verdict.is_stale)
        plx_strbuf_puts(out, "<p class=\"stale\">The label was given to another text of this "
                             "article: look again.</p>");
    print_estimate(v);
    borrow_votes(v);
    print_votes(v);
    print_pending(v);
    print_correction(v);
    give_back_votes(v);
    plx_strbuf_puts(out, "</section>");
}
