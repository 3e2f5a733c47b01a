/* Xapian used the stock way: TermGenerator, QueryParser, ValueCountMatchSpy, MSet::snippet()
 *
 *   peer_xapian build DATABASE <ARTICLES
 *   peer_xapian run DATABASE QUERIES ROUNDS
 *
 * Its own database: stock terms (Z-prefixed stems beside words), title and text counted as ours are
 * (title three times), the text in the document's data, since snippets need it. Words are joined by
 * AND, which is less work for it than our "all words preferred". Totals of facets are exact, as
 * ours: the spies see every match. */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <xapian.h>

#include "tests/bench/search_peer.h"

namespace
{

enum slot : Xapian::valueno { SOURCE = 0, YEAR, LEAN, DAY };

const char *const prefixes[] = { "XSOURCE", "XYEAR", "XLEAN" };

struct builder {
    Xapian::WritableDatabase db;
    Xapian::TermGenerator generator;
};

void add_article(void *ctx, const bench_article *a)
{
    auto &b = *static_cast<builder *>(ctx);
    const char *const values[] = { a->source, a->year, a->lean };
    Xapian::Document doc;

    b.generator.set_document(doc);
    b.generator.index_text(a->title, 3);
    b.generator.increase_termpos();
    b.generator.index_text(a->text);
    for (Xapian::valueno i = SOURCE; i <= LEAN; i++) {
        doc.add_value(i, values[i]);
        doc.add_boolean_term(std::string(prefixes[i]) + values[i]);
    }
    if (a->day)
        doc.add_value(DAY, Xapian::sortable_serialise(a->day));
    doc.set_data(std::string(a->title) + '\n' + a->source + '\n' + a->year + '\n' + a->text);
    b.db.add_document(doc);
}

int build(const char *path)
{
    builder b;

    b.db = Xapian::WritableDatabase(path, Xapian::DB_CREATE_OR_OVERWRITE);
    b.generator.set_stemmer(Xapian::Stem("english"));
    bench_read_articles(add_article, &b);
    b.db.commit();
    return 0;
}

struct engine {
    Xapian::Database db;
    Xapian::QueryParser parser;
    Xapian::Stem stemmer;
    size_t shown = 0; /* so that nothing is worked out for nothing */
};

Xapian::Query make_query(engine &e, const bench_query *q)
{
    std::string text;

    for (size_t i = 0; i < q->words; i++)
        text += (i ? " " : "") + std::string(q->word[i]);
    if (q->phrase)
        text = '"' + text + '"';
    Xapian::Query query = e.parser.parse_query(text, Xapian::QueryParser::FLAG_PHRASE);
    if (*q->filter) {
        bool by_source = strcmp(q->filter, "source") == 0;
        std::string term = std::string(prefixes[by_source ? SOURCE : LEAN]) + q->value;

        query = Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(term));
    }
    if (q->since)
        query = Xapian::Query(Xapian::Query::OP_FILTER, query,
                              Xapian::Query(Xapian::Query::OP_VALUE_RANGE, DAY,
                                            Xapian::sortable_serialise(q->since),
                                            Xapian::sortable_serialise(q->until)));
    return query;
}

void show_hits(engine &e, const Xapian::MSet &hits, bool snippets)
{
    for (auto it = hits.begin(); it != hits.end(); ++it) {
        std::string data = it.get_document().get_data();

        e.shown += data.size();
        if (snippets) {
            size_t text = 0;

            for (int line = 0; line < 3; line++)
                text = data.find('\n', text) + 1;
            e.shown += hits.snippet(data.substr(text), BENCH_SNIPPET, e.stemmer,
                                    Xapian::MSet::SNIPPET_BACKGROUND_MODEL, "<b>", "</b>", "...")
                           .size();
        }
    }
}

void show_facet(engine &e, const Xapian::ValueCountMatchSpy &spy)
{
    for (auto it = spy.top_values_begin(10); it != spy.top_values_end(10); ++it)
        e.shown += (*it).size() + it.get_termfreq();
}

uint32_t ask(void *ctx, const bench_query *q, const bench_way *way)
{
    auto &e = *static_cast<engine *>(ctx);
    Xapian::ValueCountMatchSpy source(SOURCE), year(YEAR), lean(LEAN);
    Xapian::Enquire enquire(e.db);

    enquire.set_query(make_query(e, q));
    if (way->facets) {
        enquire.add_matchspy(&source);
        enquire.add_matchspy(&year);
        enquire.add_matchspy(&lean);
    }
    Xapian::MSet hits = enquire.get_mset(0, BENCH_HITS, way->facets ? e.db.get_doccount() : 0);
    show_hits(e, hits, way->snippets);
    if (way->facets) {
        show_facet(e, source);
        show_facet(e, year);
        show_facet(e, lean);
    }
    return hits.get_matches_estimated();
}

int run(const char *path, const char *queries, const char *rounds)
{
    engine e;

    e.db = Xapian::Database(path);
    e.stemmer = Xapian::Stem("english");
    e.parser.set_database(e.db);
    e.parser.set_stemmer(e.stemmer);
    e.parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    e.parser.set_default_op(Xapian::Query::OP_AND);
    bench_run("xapian", queries, static_cast<unsigned>(atoi(rounds)), ask, &e);
    return e.shown == 0;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        if (argc == 3 && strcmp(argv[1], "build") == 0)
            return build(argv[2]);
        if (argc == 5 && strcmp(argv[1], "run") == 0)
            return run(argv[2], argv[3], argv[4]);
    } catch (const Xapian::Error &e) {
        bench_die("%s", e.get_msg().c_str());
    } catch (const std::exception &e) {
        bench_die("%s", e.what());
    }
    fprintf(stderr, "usage: peer_xapian build DATABASE <ARTICLES\n"
                    "       peer_xapian run DATABASE QUERIES ROUNDS\n");
    return 2;
}
