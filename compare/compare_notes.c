#include "compare/compare_notes.h"

#include <strings.h>

const plx_compare_words plx_compare_option_words = {
    .weak = "?",
    .in_model = "M",
    .one_source = "1",
    .by_source = "--by source",
    .people = "--labels person",
    .draw = "--sample, --seed",
};

const plx_compare_words plx_compare_address_words = {
    .weak = "weak",
    .in_model = "in the model",
    .one_source = "one source",
    .by_source = "by=source",
    .people = "labels=person",
    .draw = "sample, seed",
};

/* Who is told. */
struct listener {
    plx_compare_tell *tell;
    void *ctx;
};

/* One note, ended by the release of its text. */
static void end_note(const struct listener *l, plx_strbuf *note)
{
    if (note->len && l->tell)
        l->tell(l->ctx, note->s);
    plx_strbuf_release(note);
}

/* ------------------------------------------------------------ a side */

static void tell_counts(const plx_comparison *c, const plx_compared_side *s,
                        const struct listener *l)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    plx_strbuf_put_count(&n, s->tally.total);
    plx_strbuf_printf(&n, " article%s (", s->tally.total == 1 ? "" : "s");
    plx_strbuf_put_count(&n, s->tally.stories);
    plx_strbuf_printf(&n, " stor%s)", s->tally.stories == 1 ? "y" : "ies");
    if (c->by_stance)
        plx_strbuf_printf(&n, ", %u labelled by people, %u by the model",
                          (unsigned)s->tally.by_person, (unsigned)s->tally.by_model);
    if (s->sources)
        plx_strbuf_printf(&n, "; %u stor%s of %u source%s read", (unsigned)s->read,
                          s->read == 1 ? "y" : "ies", (unsigned)s->sources,
                          s->sources == 1 ? "" : "s");
    end_note(l, &n);
}

void plx_compare_side_notes(const plx_comparison *c, const plx_compared_side *s,
                            plx_compare_tell *tell, void *ctx)
{
    const struct listener l = { tell, ctx };
    plx_strbuf n = PLX_STRBUF_INIT;

    tell_counts(c, s, &l);
    if (s->sources > 1 && 2 * s->top_source_read >= s->read)
        plx_strbuf_printf(&n,
                          "%u %% of what was read is from %s: its words cannot be told from the "
                          "side's.",
                          (unsigned)(100.0 * s->top_source_read / s->read + 0.5), s->top_source);
    end_note(&l, &n);
    if (s->tally.total < PLX_COMPARE_FEW)
        plx_strbuf_printf(&n, "Fewer than %u articles: too few, read with care.", PLX_COMPARE_FEW);
    end_note(&l, &n);
}

/* ------------------------------------------------------------ all sides */

static void tell_left_out(const plx_comparison *c, const struct listener *l)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    if (c->left_out) {
        plx_strbuf_put_count(&n, c->left_out);
        plx_strbuf_printf(&n, " articles are on none of these sides%s.",
                          c->by_stance ? " (unclear, off-topic and not judged ones are on none)"
                                       : "");
    }
    end_note(l, &n);
    if (c->several)
        plx_strbuf_printf(&n,
                          "%u are on several sides: counted on each, and left out of the terms.",
                          (unsigned)c->several);
    end_note(l, &n);
}

/* Are words of the sides' names among those that are left out? */
static bool has_names(const plx_comparison *c)
{
    return strcasecmp(c->by, "source") == 0 || strcasecmp(c->by, "original_source") == 0 ||
           strcasecmp(c->by, "author") == 0;
}

static void tell_query_words(const plx_comparison *c, const struct listener *l)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    for (size_t i = 0; i < c->query_word_count; i++) {
        if (i == 0)
            plx_strbuf_printf(&n, "The words of the query are left out of the terms%s: ",
                              has_names(c) ? ", and those of the sides' names" : "");
        plx_strbuf_printf(&n, "%s%s", i ? ", " : "", c->query_words[i]);
    }
    plx_strbuf_puts(&n, n.len ? "." : "");
    end_note(l, &n);
}

static bool has_marks(const plx_comparison *c, bool (*is)(const plx_compared_term *))
{
    for (size_t i = 0; i < c->side_count; i++)
        for (size_t k = 0; k < c->sides[i].term_count; k++)
            if (is(&c->sides[i].terms[k]))
                return true;
    return false;
}

static bool is_echo(const plx_compared_term *t)
{
    return t->in_model;
}

static bool is_weak(const plx_compared_term *t)
{
    return t->weak;
}

static bool is_of_one_source(const plx_compared_term *t)
{
    return t->one_source;
}

static void tell_figures(const plx_comparison *c, const struct listener *l)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    plx_strbuf_puts(&n, "z: log-odds ratio with a Dirichlet prior (Monroe et al. 2008); z/s: with "
                        "outlets, not stories, as independent; here, else: stories read that use "
                        "the term on this side and on all others; src: sources here. ");
    plx_strbuf_put_count(&n, c->terms_compared);
    plx_strbuf_printf(&n,
                      " comparisons were made: one false alarm among all of them over %.1f has "
                      "a chance of %.0f %%.",
                      c->bound, 100 * PLX_COMPARE_ALPHA);
    end_note(l, &n);
}

static void tell_marks(const plx_comparison *c, const plx_compare_words *words,
                       const struct listener *l)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    if (has_marks(c, is_weak))
        plx_strbuf_printf(&n, "%s: weak, z/s is under that.", words->weak);
    end_note(l, &n);
    if (has_marks(c, is_echo))
        plx_strbuf_printf(&n,
                          "%s: the model looks at this word itself: it may be its own echo (%s "
                          "uses labels by people alone).",
                          words->in_model, words->people);
    end_note(l, &n);
    if (has_marks(c, is_of_one_source))
        plx_strbuf_printf(&n, "%s: one source carries it: without that it is not over-used.",
                          words->one_source);
    end_note(l, &n);
}

static void tell_sample(const plx_comparison *c, const plx_compare_words *words,
                        const struct listener *l)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    plx_strbuf_printf(&n,
                      "At most %u stories of a side were read, drawn with seed %u (%s); "
                      "near-copies are one story.%s",
                      (unsigned)c->sample, (unsigned)c->seed, words->draw,
                      c->is_cut ? " The vocabulary was full before all was read." : "");
    end_note(l, &n);
}

static void tell_model(const plx_comparison *c, const struct listener *l)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    if (!c->by_stance || !*c->all.model->name)
        return;
    plx_strbuf_printf(
        &n, "%sLabels say how articles are framed by model %s (%s), not whether they are true.",
        c->by_person  ? "Only labels by people are used. "
        : c->by_model ? "Only labels by the model are used. "
                      : "",
        c->all.model->name, c->all.model->date);
    end_note(l, &n);
}

void plx_compare_notes(const plx_comparison *c, const plx_compare_words *words,
                       plx_compare_tell *tell, void *ctx)
{
    const struct listener l = { tell, ctx };

    tell_left_out(c, &l);
    if (!c->terms_compared)
        return;
    tell_query_words(c, &l);
    tell_figures(c, &l);
    tell_marks(c, words, &l);
    tell_sample(c, words, &l);
    tell_model(c, &l);
}

/* ------------------------------------------------------------ nothing to compare */

size_t plx_compare_missing(const plx_comparison *c, const plx_compare_words *words,
                           plx_compare_tell *tell, void *ctx)
{
    const struct listener l = { tell, ctx };
    const char *last = NULL;
    plx_strbuf n = PLX_STRBUF_INIT;
    size_t filled = 0;

    for (size_t i = 0; i < c->side_count; i++)
        if (c->sides[i].tally.total) {
            filled++;
            last = c->sides[i].name;
        }
    for (size_t i = 0; filled && i < c->side_count; i++) {
        if (!c->sides[i].tally.total)
            plx_strbuf_printf(&n, "side '%s' has no articles here", c->sides[i].name);
        end_note(&l, &n);
    }
    if (!c->all.total)
        plx_strbuf_puts(&n, "no article matches");
    else if (filled == 0 && c->by_stance)
        plx_strbuf_printf(&n,
                          "none of the %u articles is on a side: all are unclear, off-topic or not "
                          "judged (%s compares outlets)",
                          (unsigned)c->all.total, words->by_source);
    else if (filled == 0)
        plx_strbuf_printf(&n, "none of the %u articles is on a side: none has such a value",
                          (unsigned)c->all.total);
    else if (filled == 1)
        plx_strbuf_printf(&n, "only '%s' has articles here: there is nothing to compare it with",
                          last);
    end_note(&l, &n);
    return filled;
}
