/* rewrite_engine FROM TO: a database written anew by the engine itself and compacted
 *
 * So that one that was built can be searched beside one that was not. Document by document, with
 * the same docids, terms, positions, values and data, then metadata, spelling and synonyms, all at
 * the engine's defaults; compacted as `xapian-compact` does. FROM is only read; TO must not be
 * there (nor TO.whole, used meanwhile). */
#include <xapian.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

namespace
{

void copy_documents(const Xapian::Database &from, Xapian::WritableDatabase &to)
{
    for (auto it = from.postlist_begin(""); it != from.postlist_end(""); ++it) {
        Xapian::Document old = from.get_document(*it), made;

        made.set_data(old.get_data());
        for (auto value = old.values_begin(); value != old.values_end(); ++value)
            made.add_value(value.get_valueno(), *value);
        for (auto term = old.termlist_begin(); term != old.termlist_end(); ++term) {
            made.add_term(*term, term.get_wdf());
            for (auto pos = term.positionlist_begin(); pos != term.positionlist_end(); ++pos)
                made.add_posting(*term, *pos, 0);
        }
        to.replace_document(*it, made);
    }
}

void copy_the_rest(const Xapian::Database &from, Xapian::WritableDatabase &to)
{
    for (auto key = from.metadata_keys_begin(); key != from.metadata_keys_end(); ++key)
        to.set_metadata(*key, from.get_metadata(*key));
    for (auto word = from.spellings_begin(); word != from.spellings_end(); ++word)
        to.add_spelling(*word, word.get_termfreq());
    for (auto key = from.synonym_keys_begin(); key != from.synonym_keys_end(); ++key)
        for (auto word = from.synonyms_begin(*key); word != from.synonyms_end(*key); ++word)
            to.add_synonym(*key, *word);
}

void rewrite(const std::string &from, const std::string &to)
{
    const std::string whole = to + ".whole";
    const Xapian::Database old(from);
    Xapian::WritableDatabase made(whole, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);

    copy_documents(old, made);
    copy_the_rest(old, made);
    made.commit();
    made.close();
    Xapian::Database(whole).compact(to, Xapian::DBCOMPACT_NO_RENUMBER);
    std::filesystem::remove_all(whole);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: rewrite_engine FROM TO\n");
        return 2;
    }
    try {
        rewrite(argv[1], argv[2]);
    } catch (const Xapian::Error &e) {
        fprintf(stderr, "rewrite_engine: %s\n", e.get_msg().c_str());
        return 2;
    } catch (const std::exception &e) {
        fprintf(stderr, "rewrite_engine: %s\n", e.what());
        return 2;
    }
    return 0;
}
