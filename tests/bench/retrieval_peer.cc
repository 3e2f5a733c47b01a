/* Runs of stock settings to stand beside: retrieval_peer SETTINGS FOLDER >RUN
 *
 * FOLDER holds corpus.jsonl (id, title, text) and queries.tsv (number, tab, query). The run is in
 * TREC's form, 1,000 documents a query. SETTINGS:
 *   xapian  what Xapian does by itself: TermGenerator and QueryParser with an English stemmer
 *           (STEM_SOME), its OR and its operators, BM25 as it comes
 *   lucene  what Lucene's EnglishAnalyzer and BM25Similarity do, made with Xapian's parts: Lucene's
 * 33 English stop words, Porter's stemmer, words OR-ed, k1 1.2, b 0.75, a repeated word as often as
 * it is typed Titles are indexed before the texts, once. */
#include <jansson.h>
#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

namespace
{

constexpr Xapian::doccount LIMIT = 1000;
constexpr double K3_LINEAR = 1e6;

const char *const stop_words[] = { "a",    "an",  "and",   "are",  "as",    "at",    "be",
                                   "but",  "by",  "for",   "if",   "in",    "into",  "is",
                                   "it",   "no",  "not",   "of",   "on",    "or",    "such",
                                   "that", "the", "their", "then", "there", "these", "they",
                                   "this", "to",  "was",   "will", "with" };

struct Settings {
    bool is_lucene;
    Xapian::Stem stem;
    Xapian::SimpleStopper stopper;
    Xapian::TermGenerator generator;

    explicit Settings(bool lucene)
        : is_lucene(lucene), stem(lucene ? "porter" : "english"),
          stopper(std::begin(stop_words), std::end(stop_words))
    {
        generator.set_stemmer(stem);
        if (!is_lucene)
            return;
        generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
        generator.set_stopper(&stopper);
        generator.set_stopper_strategy(Xapian::TermGenerator::STOP_ALL);
    }
};

std::string field(const json_t *object, const char *name)
{
    const char *s = json_string_value(json_object_get(object, name));

    return s ? s : "";
}

void index_corpus(Settings &s, const std::string &path, Xapian::WritableDatabase &db)
{
    std::ifstream in(path);
    std::string line;

    if (!in)
        throw std::runtime_error(path + ": cannot be read");
    while (std::getline(in, line)) {
        json_t *object = json_loadb(line.data(), line.size(), 0, nullptr);
        Xapian::Document doc;

        if (!object)
            throw std::runtime_error(path + ": a line is no JSON");
        doc.set_data(field(object, "id"));
        s.generator.set_document(doc);
        s.generator.index_text(field(object, "title"));
        s.generator.increase_termpos();
        s.generator.index_text(field(object, "text"));
        db.add_document(doc);
        json_decref(object);
    }
    db.commit();
}

/* The words of the query as those of a document, with how often they are there. */
Xapian::Query words_of(Settings &s, const std::string &text)
{
    Xapian::Document doc;
    Xapian::Query q;

    s.generator.set_document(doc);
    s.generator.index_text_without_positions(text);
    for (auto it = doc.termlist_begin(); it != doc.termlist_end(); ++it)
        q |= Xapian::Query(*it, it.get_wdf());
    return q;
}

Xapian::Query parse(Settings &s, const std::string &text)
{
    Xapian::QueryParser parser;

    parser.set_stemmer(s.stem);
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    try {
        return parser.parse_query(text);
    } catch (const Xapian::QueryParserError &) {
        return parser.parse_query(text, 0);
    }
}

void run_query(Settings &s, Xapian::Database &db, const std::string &id, const std::string &text)
{
    Xapian::Enquire enquire(db);
    unsigned rank = 0;

    enquire.set_query(s.is_lucene ? words_of(s, text) : parse(s, text));
    if (s.is_lucene)
        enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, K3_LINEAR, 0.75, 0));
    Xapian::MSet found = enquire.get_mset(0, LIMIT);
    for (auto it = found.begin(); it != found.end(); ++it)
        std::printf("%s Q0 %s %u %.6f stock\n", id.c_str(), it.get_document().get_data().c_str(),
                    ++rank, it.get_weight());
}

void run_queries(Settings &s, const std::string &path, Xapian::Database &db)
{
    std::ifstream in(path);
    std::string line;

    if (!in)
        throw std::runtime_error(path + ": cannot be read");
    while (std::getline(in, line)) {
        size_t tab = line.find('\t');

        if (tab != std::string::npos)
            run_query(s, db, line.substr(0, tab), line.substr(tab + 1));
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3 || (std::strcmp(argv[1], "xapian") && std::strcmp(argv[1], "lucene"))) {
        std::cerr << "usage: retrieval_peer xapian|lucene FOLDER\n";
        return 2;
    }
    try {
        Settings s(std::strcmp(argv[1], "lucene") == 0);
        Xapian::WritableDatabase db("", Xapian::DB_BACKEND_INMEMORY);

        index_corpus(s, std::string(argv[2]) + "/corpus.jsonl", db);
        run_queries(s, std::string(argv[2]) + "/queries.tsv", db);
    } catch (const Xapian::Error &e) {
        std::cerr << "retrieval_peer: " << e.get_msg() << "\n";
        return 2;
    } catch (const std::exception &e) {
        std::cerr << "retrieval_peer: " << e.what() << "\n";
        return 2;
    }
    return 0;
}
