/* Facets, two-way tables, tallies and what filters hide, on small random indexes, held against
 * counting article by article. */
#include "search_fixture.h"

#include "base/period.h"
#include "search/counts.h"

#define DOCS    90
#define AUTHORS 5
#define ROUNDS  700
#define VALUES  8 /* of one article in one facet, at most */

static const char *const words[] = { "tehran", "oil", "drone" };
static const char *const sources[] = { NULL, "Tigris Wire", "=1+1", "The \"Post\", daily", "IRNA" };
static const char *const authors[AUTHORS] = { "Ann Lee", "Bo Ek", "Cy Dee", "D\xc3\xb3ra El",
                                              "Ed\tFoy" };
static const char *const dates[] = { NULL,         "2018-01-31", "2018-02-01", "2019-10-10",
                                     "2019-10",    "2019-12-31", "2020",       "2020-01-31",
                                     "2020-01-01", "2020-02-01" };
static const char *const leans[] = { NULL, "left", "right" };
#define LABELS     2u
#define UNCLEAR    2u
#define OFF_TOPIC  3u
#define NOT_JUDGED 4u
#define COUNT(a)   (sizeof(a) / sizeof *(a))

static const char *const stances[] = { "friendly", "hostile", "unclear", "off-topic",
                                       "not-judged" };

/* What an article holds; numbers index the names above. */
typedef struct doc {
    unsigned words, source, authors, date, lean; /* words, authors: bit masks */
    unsigned stance, best, group;                /* group 0: none */
    bool by_person;
} doc;

static doc docs[DOCS];

/* ----------------------------------------------------------------- index */

static void draw_doc(doc *d)
{
    d->words = draw(1 << COUNT(words));
    d->source = draw(COUNT(sources));
    d->authors = draw(1 << AUTHORS) & draw(1 << AUTHORS);
    d->date = draw(COUNT(dates));
    d->lean = draw(COUNT(leans));
    d->stance = draw(COUNT(stances));
    d->best = d->stance < LABELS ? d->stance : draw(LABELS);
    d->group = draw(3) ? 0 : 1 + draw(8);
    d->by_person = d->stance != UNCLEAR && d->stance != NOT_JUDGED && draw(3) == 0;
}

static void put_doc(plx_writer *w, unsigned n)
{
    char id[16], text[128] = "report ", names[128] = "";
    doc *d = &docs[n];
    plx_article a;
    unsigned i;

    draw_doc(d);
    plx_article_init(&a);
    snprintf(id, sizeof id, "a%u", n);
    for (i = 0; i < COUNT(words); i++)
        if (d->words >> i & 1)
            sprintf(text + strlen(text), "%s ", words[i]);
    for (i = 0; i < AUTHORS; i++)
        if (d->authors >> i & 1)
            sprintf(names + strlen(names), "%s%s", *names ? "; " : "", authors[i]);
    a.id = strdup(id);
    a.text = strdup(text);
    a.source = sources[d->source] ? strdup(sources[d->source]) : NULL;
    a.author = *names ? strdup(names) : NULL;
    set_date_and_lean(&a, dates[d->date], leans[d->lean]);
    put_article(w, &a);
}

/* Stances and groups of the table, over what was found in the texts. */
static void set_values(void)
{
    static const plx_stance_kind kinds[] = { PLX_KIND_LABEL, PLX_KIND_LABEL, PLX_KIND_UNCLEAR,
                                             PLX_KIND_OFF_TOPIC, PLX_KIND_NOT_JUDGED };
    plx_store *st = open_values();
    char group[16];
    uint32_t i;

    for (i = 0; i < DOCS; i++) {
        const doc *d = &docs[i];
        plx_verdict v = { .kind = kinds[d->stance], .best = (uint8_t)d->best };

        v.by_person = d->by_person;
        set_verdict(st, i + 1, v, 0.75f);
        snprintf(group, sizeof group, "g%u", d->group);
        OK(plx_store_set_value(st, i + 1, PLX_SLOT_GROUP, group, d->group ? strlen(group) : 0,
                               &err));
    }
    finish_values(st);
}

static int make_index(void **state)
{
    static const char *const facets[] = { "lean", NULL };
    plx_writer_options opt = { .facets = facets };
    plx_writer *w;
    unsigned i;

    if (make_folder(state))
        return -1;
    seed = 5;
    train_model();
    opt.model = model;
    w = open_writer(&opt);
    for (i = 0; i < DOCS; i++)
        put_doc(w, i);
    close_writer(w);
    set_values();
    open_searcher();
    return 0;
}

/* ------------------------------------------------------- article by article */

static plx_date date_of(const doc *d)
{
    plx_date date = { INT64_MIN, PLX_DATE_NONE, false };

    if (dates[d->date])
        OK(plx_date_parse_iso(dates[d->date], strlen(dates[d->date]), &date, &err));
    return date;
}

/* The values of an article in a facet; @return their number */
static size_t values_of(const doc *d, const char *facet, char out[VALUES][PLX_PERIOD_BYTES])
{
    plx_date date = date_of(d);
    size_t n = 0, i;

    if (strcmp(facet, "stance") == 0)
        strcpy(out[n++], stances[d->stance]);
    else if (strcmp(facet, "stance_by") == 0 && (d->by_person || d->stance != NOT_JUDGED))
        strcpy(out[n++], d->by_person ? "person" : "model");
    else if (strcmp(facet, "source") == 0 && sources[d->source])
        strcpy(out[n++], sources[d->source]);
    else if (strcmp(facet, "lean") == 0 && leans[d->lean])
        strcpy(out[n++], leans[d->lean]);
    for (i = 0; strcmp(facet, "author") == 0 && i < AUTHORS; i++)
        if (d->authors >> i & 1)
            strcpy(out[n++], authors[i]);
    for (i = 0; i < PLX_PERIOD_UNITS; i++)
        if (strcmp(facet, plx_period_unit_names[i]) == 0 &&
            date.precision >= plx_period_needs((plx_period_unit)i))
            plx_period_name((plx_period_unit)i, plx_period_of((plx_period_unit)i, date.start),
                            out[n++]);
    return n;
}

static bool has_value(const doc *d, const char *facet, const char *value)
{
    char have[VALUES][PLX_PERIOD_BYTES];
    size_t n = values_of(d, facet, have), i;

    for (i = 0; i < n; i++)
        if (strcmp(have[i], value) == 0)
            return true;
    return false;
}

/* What is asked for: as a request, and in numbers. */
typedef struct wanted {
    plx_filter filters[16];
    size_t filter_count;
    unsigned word;               /* COUNT(words): none */
    bool has_dates, has_stances; /* by the bounds below, by the set below */
    bool typed;                  /* in the query, not as options */
    bool undated, likely;
    unsigned stances; /* bit mask */
    const char *labels;
    char query[256];
} wanted;

#define SINCE       "2018-02"
#define UNTIL       "2020-01"
#define SINCE_START INT64_C(1517443200) /* 2018-02-01 */
#define UNTIL_END   INT64_C(1580515200) /* 2020-02-01 */

static bool is_dated_so(const wanted *w, const doc *d)
{
    plx_date date = date_of(d);

    if (!w->has_dates)
        return true;
    return date.precision ? date.start >= SINCE_START && date.start < UNTIL_END : w->undated;
}

static bool has_stance(const wanted *w, const doc *d)
{
    if (!w->has_stances || (w->stances >> d->stance & 1))
        return true;
    return w->likely && d->stance == UNCLEAR && (w->stances >> d->best & 1);
}

static bool is_labelled_so(const wanted *w, const doc *d)
{
    return !w->labels || has_value(d, "stance_by", w->labels);
}

/* Does it pass the choices of all facets but one? */
static bool passes_choices(const wanted *w, const doc *d, const char *but)
{
    size_t i, k;

    for (i = 0; i < w->filter_count; i++) {
        const char *facet = w->filters[i].name;
        bool some = false;

        if (but && strcmp(facet, but) == 0)
            continue;
        for (k = 0; k < w->filter_count; k++)
            some = some || (strcmp(w->filters[k].name, facet) == 0 &&
                            has_value(d, facet, w->filters[k].value));
        if (!some)
            return false;
    }
    return true;
}

static bool passes(const wanted *w, const doc *d, const char *but)
{
    bool no_stance = but && strcmp(but, "stance") == 0 && !w->typed;
    bool no_labels = but && strcmp(but, "stance_by") == 0;

    return (w->word == COUNT(words) || (d->words >> w->word & 1)) && is_dated_so(w, d) &&
           (no_stance || has_stance(w, d)) && (no_labels || is_labelled_so(w, d)) &&
           passes_choices(w, d, but);
}

/* Articles with all these values (NULL: any value at all; "": none). */
static uint32_t count(const wanted *w, const char *but, const char *facet, const char *value)
{
    char have[VALUES][PLX_PERIOD_BYTES];
    uint32_t n = 0;
    size_t i;

    for (i = 0; i < DOCS; i++)
        if (passes(w, &docs[i], but))
            n += !facet   ? 1
                 : *value ? has_value(&docs[i], facet, value)
                          : !values_of(&docs[i], facet, have);
    return n;
}

/* --------------------------------------------------------------- requests */

static void add_filter(wanted *w, const char *name, const char *value)
{
    w->filters[w->filter_count++] = (plx_filter){ name, value };
}

static void draw_query(wanted *w)
{
    static const char *const in_query[] = {
        " date:" SINCE ".." UNTIL,
        " since:" SINCE " until:" UNTIL,
        " (date:" SINCE "..2018 OR date:2019.." UNTIL ")",
    };
    size_t i, n = 0;

    if (w->word < COUNT(words))
        strcat(w->query, words[w->word]);
    if (w->typed && w->has_dates)
        strcat(w->query, in_query[draw(COUNT(in_query))]);
    for (i = 0; w->typed && w->has_stances && i < COUNT(stances); i++)
        if (w->stances >> i & 1)
            sprintf(w->query + strlen(w->query), "%sstance:%s", n++ ? " OR " : " (", stances[i]);
    strcat(w->query, n ? ")" : "");
}

static void draw_wanted(wanted *w, plx_search_request *req)
{
    static const char *const whose[] = { NULL, NULL, "person", "model" };
    size_t i;

    memset(w, 0, sizeof *w);
    w->word = draw(COUNT(words) + 1);
    w->has_dates = draw(3) == 0;
    w->stances = draw(3) ? 0 : 1 + draw((1 << COUNT(stances)) - 1);
    w->has_stances = w->stances != 0;
    w->typed = draw(2);
    w->undated = draw(3) == 0;
    w->likely = draw(3) == 0;
    w->labels = whose[draw(COUNT(whose))];
    if (draw(3) == 0)
        add_filter(w, "source", sources[1 + draw(COUNT(sources) - 1)]);
    for (i = 0; draw(2) && i < 2; i++)
        add_filter(w, "author", authors[draw(4)]);
    if (draw(5) == 0)
        add_filter(w, "quarter", "2019-Q4");
    draw_query(w);
    *req = (plx_search_request){ .query = w->query,
                                 .undated = w->undated,
                                 .likely = w->likely,
                                 .labels = w->labels,
                                 .facet_top = 100 };
    if (w->has_dates && !w->typed) {
        req->since = SINCE;
        req->until = UNTIL;
    }
}

/* The stance's options come last, so that they are no choices to passes_choices(). */
static void add_stances(const wanted *w, plx_search_request *req, plx_filter out[32])
{
    size_t n = w->filter_count, i;

    memcpy(out, w->filters, sizeof w->filters);
    for (i = 0; !w->typed && w->has_stances && i < COUNT(stances); i++)
        if (w->stances >> i & 1)
            out[n++] = (plx_filter){ "stance", stances[i] };
    req->filters = out;
    req->filter_count = n;
}

/* --------------------------------------------------------------- checking */

static void check_tally(const wanted *w, const plx_tally *t)
{
    uint32_t label[LABELS] = { 0 }, person = 0, by_model = 0, others[3] = { 0 };
    uint32_t total = 0, stories = 0, undated = 0;
    bool seen[16] = { false };
    size_t i;

    for (i = 0; i < DOCS; i++) {
        const doc *d = &docs[i];

        if (!passes(w, d, NULL))
            continue;
        total++;
        undated += !d->date;
        stories += !d->group || !seen[d->group];
        seen[d->group] = true;
        if (d->stance < LABELS) {
            label[d->stance]++;
            *(d->by_person ? &person : &by_model) += 1;
        } else {
            others[d->stance - LABELS]++;
        }
    }
    assert_int_equal(t->total, total);
    assert_int_equal(t->by_person, person);
    assert_int_equal(t->by_model, by_model);
    assert_int_equal(t->unclear, others[0]);
    assert_int_equal(t->off_topic, others[1]);
    assert_int_equal(t->not_judged, others[2]);
    assert_int_equal(t->undated, undated);
    assert_int_equal(t->stories, stories);
    assert_int_equal(t->labels, LABELS);
    for (i = 0; i < LABELS; i++)
        assert_int_equal(t->label[i], label[i]);
}

static void check_hidden(const wanted *w, const plx_search_result *r)
{
    wanted all_dates = *w, all_stances = *w;
    uint32_t undated = 0, other[COUNT(stances)] = { 0 };
    size_t i;

    all_dates.has_dates = false;
    all_stances.has_stances = false;
    for (i = 0; i < DOCS; i++) {
        const doc *d = &docs[i];

        if (passes(w, d, NULL))
            continue;
        undated += passes(&all_dates, d, NULL) && !d->date;
        other[d->stance] += passes(&all_stances, d, NULL);
    }
    assert_int_equal(r->hidden_undated, undated);
    assert_int_equal(r->hidden_unclear, other[UNCLEAR]);
    assert_int_equal(r->hidden_off_topic, other[OFF_TOPIC]);
    assert_int_equal(r->hidden_not_judged, other[NOT_JUDGED]);
}

static void check_facet(const wanted *w, const plx_facet *f)
{
    uint32_t sum = 0;
    size_t i;

    for (i = 0; i < f->count; i++) {
        const plx_facet_value *v = &f->values[i];

        assert_int_equal(v->count, count(w, f->name, f->name, v->value));
        sum += v->count;
    }
    assert_int_equal(f->missing, count(w, f->name, f->name, ""));
    assert_int_equal(f->n, count(w, f->name, NULL, NULL));
    assert_int_equal(f->others, 0);
    if (!f->has_several)
        assert_int_equal(sum + f->missing, f->n);
    else
        assert_true(sum + f->missing >= f->n);
}

static bool is_on_line(const doc *d, const plx_cross_side *s, size_t line)
{
    char have[VALUES][PLX_PERIOD_BYTES];

    return line < s->count ? has_value(d, s->facet, s->value[line]) : !values_of(d, s->facet, have);
}

/* With all values listed, there are no others. */
static void check_table(const wanted *w, const plx_cross *c)
{
    uint32_t in_row, sum = 0;
    size_t row, column, i;

    assert_int_equal(c->n, count(w, NULL, NULL, NULL));
    for (row = 0; row < c->rows.lines; row++) {
        for (column = 0; column < c->columns.lines; column++) {
            uint32_t n = 0;

            for (i = 0; i < DOCS; i++)
                n += passes(w, &docs[i], NULL) && is_on_line(&docs[i], &c->rows, row) &&
                     is_on_line(&docs[i], &c->columns, column);
            assert_int_equal(c->cell[row * c->columns.lines + column], n);
            sum += n;
        }
        for (in_row = 0, i = 0; i < DOCS; i++)
            in_row += passes(w, &docs[i], NULL) && is_on_line(&docs[i], &c->rows, row);
        assert_int_equal(c->rows.total[row], in_row);
    }
    assert_true(c->rows.has_several || c->columns.has_several ? sum >= c->n : sum == c->n);
}

static void check_answer(const wanted *w, const plx_search_result *r)
{
    size_t i;

    assert_int_equal(r->total, count(w, NULL, NULL, NULL));
    assert_true(r->has_tally);
    check_tally(w, &r->tally);
    check_hidden(w, r);
    for (i = 0; i < r->facet_count; i++)
        if (strcmp(r->facets[i].name, "date") != 0)
            check_facet(w, &r->facets[i]);
    for (i = 0; i < r->table_count; i++)
        check_table(w, &r->tables[i]);
}

static void counts_agree_with_counting_article_by_article(void **state)
{
    static const char *const names[] = {
        "stance",        "stance_by",    "source",         "author",        "lean",
        "day",           "week",         "month",          "quarter",       "year",
        "stance*source", "author*month", "lean*stance_by", "source*author", NULL,
    };
    wanted w;
    int i;

    (void)state;
    for (i = 0; i < ROUNDS; i++) {
        plx_search_request req;
        plx_search_result r;
        plx_filter filters[32];

        draw_wanted(&w, &req);
        add_stances(&w, &req, filters);
        req.facets = names;
        req.no_hits = draw(2);
        OK(plx_search(searcher, &req, &r, &err));
        if (r.total != count(&w, NULL, NULL, NULL))
            print_error("%s\n", w.query);
        check_answer(&w, &r);
        plx_search_result_release(&r);
    }
}

/* ------------------------------------------------------------ single cases */

static const plx_search_request everything = { .no_hits = true };

static void search_for(plx_search_request req, const char *const *facets, plx_search_result *r)
{
    req.facets = facets;
    OK(plx_search(searcher, &req, r, &err));
}

static uint32_t sum_of(const uint32_t *n, size_t count_of_them)
{
    uint32_t sum = 0;

    while (count_of_them)
        sum += n[--count_of_them];
    return sum;
}

static void a_table_says_what_its_facets_say_alone(void **state)
{
    static const char *const names[] = { "source*stance", "source", "stance", NULL };
    plx_search_request req = everything;
    plx_search_result r;
    const plx_cross *c;
    size_t i;

    (void)state;
    req.facet_top = 2;
    req.facet_sort = PLX_FACET_BY_COUNT;
    search_for(req, names, &r);
    c = &r.tables[0];
    assert_int_equal(c->rows.lines, 4); /* two, others, none */
    assert_true(c->rows.has_others && c->rows.has_missing && !c->columns.has_missing);
    for (i = 0; i < 2; i++) {
        assert_string_equal(c->rows.value[i], r.facets[0].values[i].value);
        assert_int_equal(c->rows.total[i], r.facets[0].values[i].count);
        assert_int_equal(c->columns.total[i], r.facets[1].values[i].count);
    }
    assert_int_equal(c->rows.total[2], r.facets[0].others);
    assert_int_equal(c->rows.total[3], r.facets[0].missing);
    for (i = 0; i < c->rows.lines; i++)
        assert_int_equal(sum_of(c->cell + i * c->columns.lines, c->columns.lines),
                         c->rows.total[i]);
    assert_int_equal(sum_of(c->rows.total, c->rows.lines), c->n);
    plx_search_result_release(&r);
}

static void dates_are_a_tree(void **state)
{
    static const char *const names[] = { "date", "month", NULL };
    const plx_filter chosen = { "date", "2019-10" };
    plx_search_request req = everything;
    plx_search_result r;
    const plx_facet *f, *months;
    size_t i;

    (void)state;
    search_for(req, names, &r);
    f = &r.facets[0];
    assert_string_equal(f->values[0].value, "2020");
    assert_int_equal(f->count, 3);
    for (i = 0; i < f->count; i++)
        assert_null(f->values[i].children);
    assert_int_equal(f->missing, r.tally.undated);
    plx_search_result_release(&r);
    req.filters = &chosen;
    req.filter_count = 1;
    req.facet_sort = PLX_FACET_BY_VALUE;
    search_for(req, names, &r);
    f = &r.facets[0];
    assert_string_equal(f->values[1].value, "2019");
    months = f->values[1].children;
    assert_non_null(months);
    assert_int_equal(months->count, 2);
    assert_string_equal(months->values[0].value, "2019-10");
    assert_true(months->values[0].chosen && !f->values[1].chosen);
    assert_int_equal(months->values[0].count, r.total);
    assert_int_equal(r.facets[1].count, 1);
    /* the day, and those dated to the month */
    assert_string_equal(months->values[0].children->values[0].value, "2019-10-10");
    assert_int_equal(
        months->values[0].children->values[0].count + months->values[0].children->missing, r.total);
    plx_search_result_release(&r);
}

static void values_are_sorted_as_asked(void **state)
{
    static const char *const names[] = { "stance", "year", NULL };
    plx_search_request req = everything;
    plx_search_result r;
    size_t i;

    (void)state;
    req.facet_sort = PLX_FACET_BY_VALUE;
    search_for(req, names, &r);
    for (i = 0; i < COUNT(stances); i++)
        assert_string_equal(r.facets[0].values[i].value, stances[i]);
    assert_string_equal(r.facets[1].values[0].value, "2018");
    plx_search_result_release(&r);
    req.facet_sort = PLX_FACET_BY_COUNT;
    search_for(req, names, &r);
    for (i = 1; i < r.facets[1].count; i++)
        assert_true(r.facets[1].values[i].count <= r.facets[1].values[i - 1].count);
    plx_search_result_release(&r);
}

static void refuses(const plx_search_request *req, const char *why)
{
    plx_search_result r;

    assert_int_equal(plx_search(searcher, req, &r, &err), PLX_ERR_INVALID);
    if (!strstr(err.msg, why))
        fail_msg("'%s' does not say '%s'", err.msg, why);
    plx_search_result_release(&r);
}

static void names_and_values_that_do_not_exist_are_refused(void **state)
{
    static const struct {
        const char *name, *why;
    } names[] = {
        { "stance*", "a table has two facets" },
        { "*", "a table has two facets" },
        { "stance*colour", "there is no facet 'colour'" },
        { "stance*stance", "by itself" },
        { "date*stance", "year, quarter, month" },
        { "a*b*c", "a table has two facets" },
        { "stance*source*month", "a table has two facets" },
        { "\x1b[31m", "there is no facet" },
        { "", "there is no facet ''" },
        { "stance*xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
          "there is no facet" },
    };
    static const plx_filter filters[] = {
        { "date", "2019-13" },
        { "date", "2019-10-10T10:00:00Z" },
        { "date", "" },
        { "quarter", "2019-4" },
        { "week", "2019-W" },
        { "day", "2019-10" },
        { "stance_by", "nobody" },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(names); i++) {
        const char *const wanted_names[] = { names[i].name, NULL };
        plx_search_request req = { .facets = wanted_names };

        refuses(&req, names[i].why);
    }
    for (i = 0; i < COUNT(filters); i++) {
        plx_search_request req = { .filters = &filters[i], .filter_count = 1 };

        refuses(&req, filters[i].name);
    }
    refuses(&(plx_search_request){ .labels = "nobody" }, "labels is person, model or all");
}

/* One value of a line of CSV: NULL at the end of the line, which is passed. */
static char *next_value(const char **at, bool *is_end)
{
    bool is_quoted = **at == '"';
    plx_strbuf out = PLX_STRBUF_INIT;

    for (*at += is_quoted; **at; ++*at) {
        if (is_quoted && (*at)[0] == '"' && (*at)[1] != '"')
            break;
        if (!is_quoted && (**at == ',' || **at == '\r'))
            break;
        *at += is_quoted && **at == '"';
        plx_strbuf_putc(&out, **at);
    }
    *at += is_quoted;
    *is_end = **at == '\r';
    *at += *is_end ? 2 : 1;
    return out.len ? plx_strbuf_detach(&out) : strdup("");
}

static void a_table_comes_back_from_csv(void **state)
{
    static const char *const names[] = { "source*author", NULL };
    plx_search_result r;
    plx_strbuf csv = PLX_STRBUF_INIT;
    const plx_cross *c;
    const char *at;
    size_t row, column;
    bool is_end;

    (void)state;
    search_for(everything, names, &r);
    c = &r.tables[0];
    plx_cross_csv(c, &csv);
    at = csv.s;
    for (row = 0; row < c->rows.lines + 2; row++) {
        for (column = 0; column < c->columns.lines + 2; column++) {
            char *value = next_value(&at, &is_end);

            if (!row && column && column <= c->columns.lines)
                assert_string_equal(value, plx_cross_line_name(&c->columns, column - 1));
            else if (!column && row && row <= c->rows.lines)
                assert_string_equal(value, plx_cross_line_name(&c->rows, row - 1));
            else if (row && row <= c->rows.lines && column <= c->columns.lines && column)
                assert_int_equal(strtoul(value, NULL, 10),
                                 c->cell[(row - 1) * c->columns.lines + column - 1]);
            assert_true(is_end == (column == c->columns.lines + 1));
            free(value);
        }
    }
    assert_int_equal(*at, '\0');
    plx_strbuf_release(&csv);
    plx_search_result_release(&r);
}

static void counts_become_json(void **state)
{
    static const char *const names[] = { "date", "source*stance", NULL };
    const plx_filter chosen = { "date", "2019" };
    plx_search_request req = everything;
    plx_search_result r;
    json_t *o;

    (void)state;
    req.filters = &chosen;
    req.filter_count = 1;
    search_for(req, names, &r);
    o = plx_search_result_json(&r);
    assert_non_null(o);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(o, "tally"), "n")),
                     r.total);
    assert_int_equal(json_array_size(json_object_get(o, "tables")), 1);
    assert_non_null(json_object_get(json_object_get(o, "hidden"), "off_topic"));
    assert_true(json_is_true(json_object_get(
        json_array_get(json_object_get(json_object_get(o, "facets"), "date"), 1), "chosen")));
    json_decref(o);
    plx_search_result_release(&r);
}

static void ten_thousand_values_are_counted(void **state)
{
    enum { MANY = 10000 };
    static const char *const names[] = { "source", "source*lang", NULL };
    char id[32], text[64], many[64];
    plx_writer_options opt = { .create = true };
    plx_search_request req = { .no_hits = true, .facets = names, .facet_top = 1000 };
    plx_search_result r;
    plx_searcher *s = NULL;
    plx_snapshot *sn = NULL;
    plx_writer *w = NULL;
    int i;

    (void)state;
    strcpy(many, "/tmp/plx-facets-XXXXXX");
    assert_non_null(mkdtemp(many));
    OK(plx_writer_open(many, &opt, &w, &err));
    for (i = 0; i < MANY; i++) {
        plx_put_result result;
        plx_article a;

        plx_article_init(&a);
        snprintf(id, sizeof id, "source %d", i);
        snprintf(text, sizeof text, "word%d", i);
        a.id = strdup(id);
        a.source = strdup(id);
        a.text = strdup(text);
        OK(plx_writer_put_article(w, &a, &result, &err));
        plx_article_release(&a);
    }
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    OK(plx_snapshot_open(many, NULL, &sn, &err));
    OK(plx_searcher_new(sn, &s, &err));
    OK(plx_search(s, &req, &r, &err));
    assert_int_equal(r.facets[0].count, 1000);
    assert_int_equal(r.facets[0].distinct, MANY);
    assert_int_equal(r.facets[0].others, MANY - 1000);
    assert_int_equal(r.tables[0].rows.lines, 1001);
    assert_int_equal(sum_of(r.tables[0].cell, r.tables[0].rows.lines * r.tables[0].columns.lines),
                     MANY);
    plx_search_result_release(&r);
    plx_searcher_free(s);
    plx_snapshot_close(sn);
    assert_int_equal(plx_file_remove_tree(many, NULL), PLX_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_agree_with_counting_article_by_article),
        cmocka_unit_test(a_table_says_what_its_facets_say_alone),
        cmocka_unit_test(dates_are_a_tree),
        cmocka_unit_test(values_are_sorted_as_asked),
        cmocka_unit_test(names_and_values_that_do_not_exist_are_refused),
        cmocka_unit_test(a_table_comes_back_from_csv),
        cmocka_unit_test(counts_become_json),
        cmocka_unit_test(ten_thousand_values_are_counted),
    };

    return cmocka_run_group_tests(tests, make_index, remove_search_index);
}
