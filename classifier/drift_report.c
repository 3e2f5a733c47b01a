/* Drift as sentences and tables for people, and as JSON. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "classifier/drift_data.h"

/* Fewer articles are too few to say. */
#define LEAST PLX_MEASURE_LEAST
/* A smaller difference of shares, or growth of unknown words, is no news, however sure. */
#define NEWS       0.02
#define WORDS_NEWS 1.2
/* Months shown as text; JSON has all. */
#define MONTHS_SHOWN 24
/* A larger sum is none of ours; a whole number up to here is exact. */
#define SUM_MAX 9e15

/* ------------------------------------------------------------ sums of a model */

static const char *const sum_names[] = { "probability", "probability_square", "words",
                                         "known",       "words_square",       "known_square",
                                         "words_known" };
#define SUMS (sizeof sum_names / sizeof *sum_names)

/* The sums in the order of their names. */
static void list_sums(plx_drift_figures *f, double *sum[SUMS])
{
    double *const list[SUMS] = { &f->probability, &f->probability_square, &f->words,
                                 &f->known,       &f->words_square,       &f->known_square,
                                 &f->words_known };

    memcpy(sum, list, sizeof list);
}

json_t *plx_drift_sums_json(const plx_drift_figures *f, const plx_label_set *labels)
{
    plx_drift_figures copy = *f;
    double *sum[SUMS];
    json_t *best = json_object(), *o;

    list_sums(&copy, sum);
    for (size_t k = 0; k < labels->count; k++)
        json_object_set_new(best, labels->name[k], json_integer((json_int_t)f->best[k]));
    o = json_pack("{s:i, s:o, s:i}", "articles", (int)f->articles, "best", best, "unclear",
                  (int)f->unclear);
    for (size_t i = 0; i < SUMS; i++)
        json_object_set_new(o, sum_names[i], json_real(*sum[i]));
    return o;
}

static unsigned count_in(const json_t *object, const char *name)
{
    json_int_t n = json_integer_value(json_object_get(object, name));

    return n < 0 || n > INT32_MAX ? 0 : (unsigned)n;
}

bool plx_drift_of_training(const plx_model *m, plx_drift_figures *out)
{
    const json_t *o = json_object_get(plx_model_summary(m), "drift");
    const plx_label_set *labels = plx_model_labels(m);
    double *sum[SUMS];

    memset(out, 0, sizeof *out);
    if (!json_is_object(o))
        return false;
    list_sums(out, sum);
    out->articles = count_in(o, "articles");
    out->unclear = count_in(o, "unclear");
    for (size_t k = 0; k < labels->count; k++)
        out->best[k] = count_in(json_object_get(o, "best"), labels->name[k]);
    for (size_t i = 0; i < SUMS; i++) {
        *sum[i] = json_number_value(json_object_get(o, sum_names[i]));
        if (!(*sum[i] >= 0 && *sum[i] <= SUM_MAX))
            out->articles = 0;
    }
    if (!out->articles)
        memset(out, 0, sizeof *out);
    return out->articles > 0;
}

/* ------------------------------------------------------------ sentences */

static double percent(double share)
{
    return 100 * share;
}

static void say_words(const plx_drift_figures *here, const plx_drift_figures *there,
                      plx_strbuf *out)
{
    plx_share now = plx_drift_unknown(here), then = plx_drift_unknown(there);
    const char *what = "about as many";

    if (now.low > then.high && now.value >= WORDS_NEWS * then.value)
        what = "words are missing that it never learned, of newer events, other regions or outlets";
    else if (now.high < then.low)
        what = "fewer than of outlets it had not seen, so these are close to what it learned from";
    plx_strbuf_printf(out,
                      "The model does not know %.1f %% of the words of these articles, %.1f %% of "
                      "its training articles: %s.\n",
                      percent(now.value), percent(then.value), what);
}

static void say_unclear(const plx_drift_figures *here, const plx_drift_figures *there,
                        plx_strbuf *out)
{
    plx_share now = plx_share_of(here->unclear, here->articles);
    plx_share then = plx_share_of(there->unclear, there->articles);

    if (now.low > then.high && now.value - then.value >= NEWS)
        plx_strbuf_printf(out,
                          "It is less sure: %.0f %% are unclear, %.0f %% in training. Label some "
                          "of these (`parallax review`) and train anew.\n",
                          percent(now.value), percent(then.value));
}

static void say_labels(const plx_label_set *labels, const plx_drift_figures *here,
                       const plx_drift_figures *there, plx_strbuf *out)
{
    size_t most = 0;
    double shift = 0;
    bool is_sure = false;

    for (size_t k = 0; k < labels->count; k++) {
        plx_share now = plx_share_of(here->best[k], here->articles);
        plx_share then = plx_share_of(there->best[k], there->articles);

        is_sure = is_sure || now.low > then.high || now.high < then.low;
        if (fabs(now.value - then.value) > fabs(shift)) {
            shift = now.value - then.value;
            most = k;
        }
    }
    if (!is_sure) {
        plx_strbuf_puts(out, "The labels are as common as in training, within what chance "
                             "allows.\n");
        return;
    }
    plx_strbuf_printf(
        out,
        "The labels shift by up to %.0f points: %s is %.0f %% of these, %.0f %% of "
        "its training articles. Those were chosen to be labelled, so this alone is no "
        "trend; see the months.\n",
        percent(fabs(shift)), labels->name[most],
        percent((double)here->best[most] / here->articles),
        percent((double)there->best[most] / there->articles));
}

/* From the first month with articles enough to the last. */
static void say_months(const plx_drift *d, plx_strbuf *out)
{
    const plx_drift_month *first = NULL, *last = NULL;
    plx_share then, now;

    for (size_t i = 0; i < d->month_count; i++) {
        if (d->months[i].figures.articles < LEAST)
            continue;
        first = first ? first : &d->months[i];
        last = &d->months[i];
    }
    if (first == last)
        return;
    then = plx_drift_unknown(&first->figures);
    now = plx_drift_unknown(&last->figures);
    plx_strbuf_printf(
        out, "From %04d-%02d to %04d-%02d the unknown words went from %.1f to %.1f %%%s.\n",
        first->year, first->month, last->year, last->month, percent(then.value), percent(now.value),
        now.high < then.low || now.low > then.high ? "" : ", which may be chance");
}

static void say_all(const plx_drift *d, plx_strbuf *out)
{
    plx_drift_figures there;
    bool has_training = plx_drift_of_training(d->model, &there);

    if (!has_training)
        plx_strbuf_printf(
            out,
            "Model %s has no figures of its training articles: an older program made it, "
            "or it learned from written ones only. Train it anew to compare.\n",
            plx_model_name(d->model));
    if (d->all.articles < LEAST) {
        plx_strbuf_printf(out,
                          "%u of the articles are about the target: fewer than %d are too few to "
                          "say.\n",
                          d->all.articles, LEAST);
        return;
    }
    if (has_training) {
        say_words(&d->all, &there, out);
        say_unclear(&d->all, &there, out);
        say_labels(plx_model_labels(d->model), &d->all, &there, out);
    }
    say_months(d, out);
}

/* ------------------------------------------------------------ text */

/* A share of n articles, in its column. */
static void print_share(plx_share s, unsigned n, plx_strbuf *out)
{
    char text[40] = "-";

    if (n > 1)
        snprintf(text, sizeof text, "%.1f %% (%.1f to %.1f)", percent(s.value), percent(s.low),
                 percent(s.high));
    else if (n)
        snprintf(text, sizeof text, "%.1f %%", percent(s.value));
    plx_strbuf_printf(out, "  %-24s", text);
}

/* A figure of both columns. */
static void print_row(const char *name, const plx_share share[2], const unsigned n[2],
                      plx_strbuf *out)
{
    plx_strbuf_printf(out, "%-18s", name);
    print_share(share[0], n[0], out);
    print_share(share[1], n[1], out);
    plx_strbuf_trim(out);
    plx_strbuf_putc(out, '\n');
}

static void print_figures(const plx_label_set *labels, const plx_drift_figures *here,
                          const plx_drift_figures *there, plx_strbuf *out)
{
    const unsigned n[2] = { here->articles, there->articles };

    plx_strbuf_printf(out, "%-18s  %-24s  %s\n", "95 % intervals", "these articles",
                      "training, held out");
    plx_strbuf_printf(out, "%-18s  %-24u  %u\n", "articles", n[0], n[1]);
    print_row("words unknown", (plx_share[]){ plx_drift_unknown(here), plx_drift_unknown(there) },
              n, out);
    print_row("mean probability",
              (plx_share[]){ plx_drift_probability(here), plx_drift_probability(there) }, n, out);
    print_row(
        "unclear",
        (plx_share[]){ plx_share_of(here->unclear, n[0]), plx_share_of(there->unclear, n[1]) }, n,
        out);
    for (size_t k = 0; k < labels->count; k++)
        print_row(
            labels->name[k],
            (plx_share[]){ plx_share_of(here->best[k], n[0]), plx_share_of(there->best[k], n[1]) },
            n, out);
}

static void print_left_out(const plx_drift_left_out *n, plx_strbuf *out)
{
    const struct {
        unsigned n;
        const char *what;
    } parts[] = { { n->no_mention, "never name the target" },
                  { n->off_topic, "are off-topic" },
                  { n->not_judged, "are too short or in another language" },
                  { n->learned, "the model learned from" } };
    const char *before = "left out            ";

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n) {
            plx_strbuf_printf(out, "%s%u %s", before, parts[i].n, parts[i].what);
            before = ", ";
        }
    if (before[0] == ',')
        plx_strbuf_putc(out, '\n');
}

static void print_period(const char *name, const plx_drift_figures *f, const plx_label_set *labels,
                         plx_strbuf *out)
{
    plx_strbuf_printf(out, "%-8s %8u", name, f->articles);
    print_share(plx_drift_unknown(f), f->articles, out);
    plx_strbuf_printf(out, "  %5.0f %%  %11.2f", percent((double)f->unclear / f->articles),
                      plx_drift_probability(f).value);
    for (size_t k = 0; k < labels->count; k++)
        plx_strbuf_printf(out, "  %*.0f %%", (int)strlen(labels->name[k]) - 2,
                          percent((double)f->best[k] / f->articles));
    plx_strbuf_putc(out, '\n');
}

/* Months, or years where there are many. */
static void print_periods(const plx_drift *d, plx_strbuf *out)
{
    const plx_label_set *labels = plx_model_labels(d->model);
    bool by_year = d->month_count > MONTHS_SHOWN;
    char name[16];

    if (!d->month_count)
        return;
    plx_strbuf_printf(out, "\n%-8s articles  %-24s  unclear  probability",
                      by_year ? "year" : "month", "words unknown");
    for (size_t k = 0; k < labels->count; k++)
        plx_strbuf_printf(out, "  %s", labels->name[k]);
    plx_strbuf_putc(out, '\n');
    for (size_t i = 0; i < d->month_count; i++) {
        const plx_drift_month *m = &d->months[i];
        plx_drift_figures f = m->figures;

        snprintf(name, sizeof name, by_year ? "%04d" : "%04d-%02d", m->year, m->month);
        while (by_year && i + 1 < d->month_count && d->months[i + 1].year == m->year)
            plx_drift_join(&f, &d->months[++i].figures);
        print_period(name, &f, labels, out);
    }
    if (by_year)
        plx_strbuf_puts(out, "(by month: --format json)\n");
}

static void print_words(const plx_drift *d, plx_strbuf *out)
{
    plx_drift_word words[PLX_DRIFT_WORDS];
    size_t n = plx_drift_words(d, words);

    if (n)
        plx_strbuf_puts(out, "\nunknown words in most articles:");
    for (size_t i = 0; i < n; i++)
        plx_strbuf_printf(out, "%s %s %u", i ? "," : "", words[i].word, words[i].articles);
    if (n)
        plx_strbuf_putc(out, '\n');
}

void plx_drift_print(const plx_drift *d, plx_strbuf *out)
{
    plx_drift_figures there;

    say_all(d, out);
    plx_strbuf_putc(out, '\n');
    plx_drift_of_training(d->model, &there);
    print_figures(plx_model_labels(d->model), &d->all, &there, out);
    print_left_out(&d->outside, out);
    print_periods(d, out);
    print_words(d, out);
}

/* ------------------------------------------------------------ JSON */

static json_t *value_json(const char *name, plx_share s)
{
    return json_pack("{s:f, s:f, s:f}", name, s.value, "low", s.low, "high", s.high);
}

static json_t *share_json(plx_share s)
{
    return value_json("share", s);
}

static json_t *figures_json(const plx_drift_figures *f, const plx_label_set *labels)
{
    json_t *best = json_object();

    for (size_t k = 0; k < labels->count; k++) {
        json_t *share = share_json(plx_share_of(f->best[k], f->articles));

        json_object_set_new(share, "articles", json_integer((json_int_t)f->best[k]));
        json_object_set_new(best, labels->name[k], share);
    }
    return json_pack("{s:i, s:I, s:o, s:o, s:o, s:o}", "articles", (int)f->articles, "words",
                     (json_int_t)f->words, "words_unknown", share_json(plx_drift_unknown(f)),
                     "unclear", share_json(plx_share_of(f->unclear, f->articles)), "probability",
                     value_json("mean", plx_drift_probability(f)), "labels", best);
}

static json_t *months_json(const plx_drift *d)
{
    json_t *list = json_array();

    for (size_t i = 0; i < d->month_count; i++) {
        const plx_drift_month *m = &d->months[i];
        json_t *o = figures_json(&m->figures, plx_model_labels(d->model));
        char name[16];

        snprintf(name, sizeof name, "%04d-%02d", m->year, m->month);
        json_object_set_new(o, "month", json_string(name));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *words_json(const plx_drift *d)
{
    plx_drift_word words[PLX_DRIFT_WORDS];
    size_t n = plx_drift_words(d, words);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:s, s:i}", "word", words[i].word, "articles",
                                              (int)words[i].articles));
    return list;
}

static json_t *sentences_json(const plx_drift *d)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *list = json_array();

    say_all(d, &text);
    for (const char *s = text.s; *s;) {
        size_t n = strcspn(s, "\n");

        json_array_append_new(list, json_stringn(s, n));
        s += n + (s[n] == '\n');
    }
    if (text.failed) {
        json_decref(list);
        list = NULL;
    }
    plx_strbuf_release(&text);
    return list;
}

json_t *plx_drift_json(const plx_drift *d)
{
    const plx_label_set *labels = plx_model_labels(d->model);
    const plx_drift_left_out *n = &d->outside;
    plx_drift_figures there;
    json_t *training =
        plx_drift_of_training(d->model, &there) ? figures_json(&there, labels) : json_null();

    return json_pack("{s:o, s:i, s:{s:i, s:i, s:i, s:i}, s:o, s:o, s:o, s:o}", "says",
                     sentences_json(d), "given", (int)d->articles, "left_out", "no_mention",
                     (int)n->no_mention, "off_topic", (int)n->off_topic, "not_judged",
                     (int)n->not_judged, "learned_from", (int)n->learned, "figures",
                     figures_json(&d->all, labels), "training", training, "months", months_json(d),
                     "unknown_words", words_json(d));
}
