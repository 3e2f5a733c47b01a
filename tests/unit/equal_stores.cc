/* tests/unit/equal_stores.cc - whether two databases say the same, asked of the engine itself */
#include "tests/unit/equal_stores.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <utility>

#include <xapian.h>

#include "store/guard.h"
#include "store/version_file.h"

namespace
{

/** The first difference, in words. */
struct Difference {
    std::string words;
};

std::string show(const std::string &s)
{
    constexpr size_t most = 40;
    std::string out = "'";
    char hex[8];

    for (char c : s.substr(0, most)) {
        snprintf(hex, sizeof hex, c >= ' ' && c < 127 ? "%c" : "\\%02x", c & 0xff);
        out += hex;
    }
    return out + (s.size() > most ? "...' of " + std::to_string(s.size()) + " bytes" : "'");
}

template <typename T> std::string show(const T &number)
{
    return std::to_string(number);
}

/** Lowest and highest of something, none seen: both 0, as the engine has it. */
struct Bounds {
    Xapian::termcount low = 0, high = 0;

    void add(Xapian::termcount n)
    {
        if (n && (!low || n < low))
            low = n;
        high = std::max(high, n);
    }
};

class Comparison
{
  public:
    Comparison(const char *left, const char *right, const equal_options &opt)
        : left_(left, Xapian::DB_BACKEND_GLASS), right_(right, Xapian::DB_BACKEND_GLASS), opt_(opt),
          left_file_(plx::read_version_file(left)), right_file_(plx::read_version_file(right))
    {
    }
    void run()
    {
        statistics();
        documents();
        bounds();
        terms();
        values();
        spelling();
        metadata();
        synonyms();
    }

  private:
    template <typename T> void same(const char *what, const T &left, const T &right) const
    {
        if (left == right)
            return;
        throw Difference{ place() + what + ": " + show(left) + " and " + show(right) };
    }
    /** A bound below (or above) what there is. */
    template <typename T>
    void same_bound(const char *what, const T &outer, const T &inner, bool is_outside) const
    {
        if (!opt_.left_is_wider || !is_outside)
            same(what, outer, inner);
    }
    template <typename T> void same_low(const char *what, const T &left, const T &right) const
    {
        same_bound(what, left, right, left < right);
    }
    template <typename T> void same_high(const char *what, const T &left, const T &right) const
    {
        same_bound(what, left, right, right < left);
    }
    template <typename T> void exact(const char *what, const T &right, const T &found) const
    {
        if (opt_.right_is_exact)
            same(what, right, found);
    }
    std::string place() const
    {
        std::string out;
        if (docid_)
            out += "document " + std::to_string(docid_) + ": ";
        if (has_term_)
            out += "term " + show(term_) + ": ";
        return out;
    }
    void at_document(Xapian::docid docid)
    {
        docid_ = docid;
    }
    void at_term(const std::string &term)
    {
        term_ = term;
        has_term_ = true;
    }
    void at_nothing()
    {
        docid_ = 0;
        has_term_ = false;
    }

    void statistics();
    void bounds();
    void documents();
    void one_document(Xapian::docid docid);
    void document_values(const Xapian::Document &l, const Xapian::Document &r);
    void document_terms();
    void terms();
    void one_term(const std::string &term);
    void postings(const std::string &term, Xapian::termcount bound);
    void positions(const Xapian::PostingIterator &l, const Xapian::PostingIterator &r);
    void leaps(const std::string &term);
    void values();
    void one_slot(Xapian::valueno slot);
    void spelling();
    void suggestions(const std::string &word);
    void metadata();
    void synonyms();

    Xapian::Database left_, right_;
    equal_options opt_;
    plx::VersionFile left_file_, right_file_;
    Xapian::docid docid_ = 0; /* where the comparison is, for messages */
    bool has_term_ = false;
    std::string term_;
    Bounds lengths_;
    Xapian::termcount wdf_bound_ = 0, highest_wdf_ = 0; /* over all terms of the right */
    std::set<Xapian::valueno> slots_;
};

/** Walks two lists of words of the engine; what is only in one is a difference. */
template <typename Fn>
void each_pair(const char *what, Xapian::TermIterator l, const Xapian::TermIterator &l_end,
               Xapian::TermIterator r, const Xapian::TermIterator &r_end, Fn &&fn)
{
    for (; l != l_end && r != r_end; ++l, ++r) {
        if (*l != *r)
            throw Difference{ std::string(what) + ": " + show(*l) + " and " + show(*r) };
        fn(l, r);
    }
    if (l != l_end)
        throw Difference{ std::string(what) + ": " + show(*l) + " is only on the left" };
    if (r != r_end)
        throw Difference{ std::string(what) + ": " + show(*r) + " is only on the right" };
}

void Comparison::statistics()
{
    same("documents", left_.get_doccount(), right_.get_doccount());
    same("last docid", left_.get_lastdocid(), right_.get_lastdocid());
    same("total length", left_.get_total_length(), right_.get_total_length());
    same("average length", left_.get_average_length(), right_.get_average_length());
    same("has positions", left_.has_positions(), right_.has_positions());
}

void Comparison::bounds()
{
    Xapian::termcount low = right_.get_doclength_lower_bound();
    Xapian::termcount high = right_.get_doclength_upper_bound();

    same_low("shortest length", left_.get_doclength_lower_bound(), low);
    same_high("longest length", left_.get_doclength_upper_bound(), high);
    exact("shortest length beside the documents'", low, lengths_.low);
    exact("longest length beside the documents'", high, lengths_.high);
    same_high("highest wdf of all", left_file_.wdf_max, right_file_.wdf_max);
    same_high("highest spelling count", left_file_.spelling_max, right_file_.spelling_max);
}

/* ------------------------------------------------------------- documents */

void Comparison::documents()
{
    Xapian::PostingIterator l = left_.postlist_begin(""), l_end = left_.postlist_end("");
    Xapian::PostingIterator r = right_.postlist_begin(""), r_end = right_.postlist_end("");

    for (; l != l_end && r != r_end; ++l, ++r) {
        same("docid in the list of all", *l, *r);
        at_document(*l);
        same("length in the list of all", l.get_doclength(), r.get_doclength());
        lengths_.add(r.get_doclength());
        one_document(*l);
        at_nothing();
    }
    same("end of the list of all", l == l_end, r == r_end);
    leaps("");
}

void Comparison::one_document(Xapian::docid docid)
{
    Xapian::Document l = left_.get_document(docid), r = right_.get_document(docid);

    same("length", left_.get_doclength(docid), right_.get_doclength(docid));
    same("unique terms", left_.get_unique_terms(docid), right_.get_unique_terms(docid));
    same("data", l.get_data(), r.get_data());
    document_values(l, r);
    document_terms();
}

void Comparison::document_values(const Xapian::Document &l, const Xapian::Document &r)
{
    Xapian::ValueIterator vl = l.values_begin(), vr = r.values_begin();

    same("count of values", l.values_count(), r.values_count());
    for (; vl != l.values_end() && vr != r.values_end(); ++vl, ++vr) {
        same("slot", vl.get_valueno(), vr.get_valueno());
        same("value", *vl, *vr);
        slots_.insert(vl.get_valueno());
    }
    same("end of the values", vl == l.values_end(), vr == r.values_end());
}

void Comparison::document_terms()
{
    Xapian::termcount sum = 0;
    std::string what = place() + "term list";

    each_pair(what.c_str(), left_.termlist_begin(docid_), left_.termlist_end(docid_),
              right_.termlist_begin(docid_), right_.termlist_end(docid_), [&](auto &l, auto &r) {
                  at_term(*l);
                  same("wdf in the term list", l.get_wdf(), r.get_wdf());
                  sum += r.get_wdf();
              });
    has_term_ = false;
    same("length beside the term list's", right_.get_doclength(docid_), sum);
}

/* ----------------------------------------------------------------- terms */

void Comparison::terms()
{
    each_pair("all terms", left_.allterms_begin(), left_.allterms_end(), right_.allterms_begin(),
              right_.allterms_end(), [&](auto &l, auto &r) {
                  at_term(*l);
                  same("frequency in the list of terms", l.get_termfreq(), r.get_termfreq());
                  one_term(*l);
                  at_nothing();
              });
    exact("highest wdf beside the postings'", wdf_bound_, highest_wdf_);
}

void Comparison::one_term(const std::string &term)
{
    Xapian::termcount bound = right_.get_wdf_upper_bound(term);

    same("frequency", left_.get_termfreq(term), right_.get_termfreq(term));
    same("collection frequency", left_.get_collection_freq(term), right_.get_collection_freq(term));
    same_high("highest wdf", left_.get_wdf_upper_bound(term), bound);
    postings(term, bound);
    wdf_bound_ = std::max(wdf_bound_, bound);
    leaps(term);
}

void Comparison::postings(const std::string &term, Xapian::termcount bound)
{
    Xapian::PostingIterator l = left_.postlist_begin(term), l_end = left_.postlist_end(term);
    Xapian::PostingIterator r = right_.postlist_begin(term), r_end = right_.postlist_end(term);
    Xapian::doccount count = 0;
    Xapian::termcount sum = 0;

    for (; l != l_end && r != r_end; ++l, ++r, ++count) {
        same("docid", *l, *r);
        at_document(*l);
        same("wdf", l.get_wdf(), r.get_wdf());
        same("length of the document", l.get_doclength(), r.get_doclength());
        positions(l, r);
        sum += r.get_wdf();
        highest_wdf_ = std::max(highest_wdf_, r.get_wdf());
        if (r.get_wdf() > bound)
            same("bound of the wdf on the right", bound, r.get_wdf());
    }
    at_document(0);
    same("end of the postings", l == l_end, r == r_end);
    same("frequency beside the postings'", right_.get_termfreq(term), count);
    same("collection frequency beside the postings'", right_.get_collection_freq(term), sum);
}

void Comparison::positions(const Xapian::PostingIterator &l, const Xapian::PostingIterator &r)
{
    Xapian::PositionIterator pl = l.positionlist_begin(), l_end = l.positionlist_end();
    Xapian::PositionIterator pr = r.positionlist_begin(), r_end = r.positionlist_end();

    for (; pl != l_end && pr != r_end; ++pl, ++pr)
        same("position", *pl, *pr);
    same("end of the positions", pl == l_end, pr == r_end);
}

/* Leaping over chunks goes another way through the tables than stepping. */
void Comparison::leaps(const std::string &term)
{
    Xapian::docid last = left_.get_lastdocid(), step = last / 7 + 1;

    for (Xapian::docid to = step; to && to <= last; to = to > last - step ? 0 : to + step) {
        Xapian::PostingIterator l = left_.postlist_begin(term), r = right_.postlist_begin(term);
        l.skip_to(to);
        r.skip_to(to);
        bool l_ends = l == left_.postlist_end(term), r_ends = r == right_.postlist_end(term);
        same("end after a leap", l_ends, r_ends);
        if (l_ends)
            return;
        same("docid after a leap", *l, *r);
        same("wdf after a leap", l.get_wdf(), r.get_wdf());
    }
}

/* ---------------------------------------------------------------- values */

void Comparison::values()
{
    for (Xapian::valueno near : { 0u, 1u, 2u, 255u, 256u })
        slots_.insert(near); /* also where no document has a value */
    for (Xapian::valueno slot : slots_) {
        try {
            one_slot(slot);
        } catch (Difference &d) {
            throw Difference{ "slot " + std::to_string(slot) + ": " + d.words };
        }
    }
}

void Comparison::one_slot(Xapian::valueno slot)
{
    Xapian::ValueIterator l = left_.valuestream_begin(slot), l_end = left_.valuestream_end(slot);
    Xapian::ValueIterator r = right_.valuestream_begin(slot), r_end = right_.valuestream_end(slot);
    std::string low = right_.get_value_lower_bound(slot), high = right_.get_value_upper_bound(slot);
    std::string lowest, highest;
    Xapian::doccount count = 0;

    for (; l != l_end && r != r_end; ++l, ++r, ++count) {
        same("docid in the stream", l.get_docid(), r.get_docid());
        same("value in the stream", *l, *r);
        lowest = count ? std::min(lowest, *r) : *r;
        highest = std::max(highest, *r);
        if (count % 97 == 0) {
            Xapian::ValueIterator leap = right_.valuestream_begin(slot);
            leap.skip_to(r.get_docid());
            same("value after a leap", *l, *leap);
        }
    }
    same("end of the stream", l == l_end, r == r_end);
    same("frequency", left_.get_value_freq(slot), right_.get_value_freq(slot));
    same("frequency beside the stream's", right_.get_value_freq(slot), count);
    same_low("lowest value", left_.get_value_lower_bound(slot), low);
    same_high("highest value", left_.get_value_upper_bound(slot), high);
    exact("lowest value beside the stream's", low, lowest);
    exact("highest value beside the stream's", high, highest);
}

/* ---------------------------------------- spelling, metadata and synonyms */

void Comparison::spelling()
{
    each_pair("spelling", left_.spellings_begin(), left_.spellings_end(), right_.spellings_begin(),
              right_.spellings_end(), [&](auto &l, auto &r) {
                  at_term(*l);
                  same("spelling count", l.get_termfreq(), r.get_termfreq());
                  suggestions(*l);
                  at_nothing();
              });
}

/* A word misspelt in one way each, which of them chosen by its bytes; for one word in a few, as
 * suggesting is slow. */
void Comparison::suggestions(const std::string &word)
{
    unsigned sum = unsigned(word.size());
    std::string wrong = word;

    for (char c : word)
        sum = sum * 31 + (unsigned(c) & 0xff);
    if (right_.get_doccount() > 1000 && sum % 61 != 0)
        return;
    size_t at = sum % word.size();
    if (sum / 7 % 3 == 0)
        wrong.erase(at, 1);
    else if (sum / 7 % 3 == 1)
        wrong.insert(at, "x");
    else
        std::swap(wrong[at], wrong[(at + 1) % word.size()]);
    if (wrong.size() > 1)
        same("suggestion", left_.get_spelling_suggestion(wrong),
             right_.get_spelling_suggestion(wrong));
}

void Comparison::metadata()
{
    each_pair("metadata", left_.metadata_keys_begin(), left_.metadata_keys_end(),
              right_.metadata_keys_begin(), right_.metadata_keys_end(), [&](auto &l, auto &) {
                  at_term(*l);
                  same("metadata", left_.get_metadata(*l), right_.get_metadata(*l));
                  at_nothing();
              });
}

void Comparison::synonyms()
{
    each_pair("words with synonyms", left_.synonym_keys_begin(), left_.synonym_keys_end(),
              right_.synonym_keys_begin(), right_.synonym_keys_end(), [&](auto &l, auto &) {
                  each_pair("synonyms", left_.synonyms_begin(*l), left_.synonyms_end(*l),
                            right_.synonyms_begin(*l), right_.synonyms_end(*l),
                            [](auto &, auto &) {});
              });
}

std::string first_difference(const char *left, const char *right, const equal_options &opt)
{
    try {
        Comparison(left, right, opt).run();
        return "";
    } catch (const Difference &d) {
        return d.words;
    } catch (const plx::Failure &f) {
        return f.error.msg;
    } catch (const Xapian::Error &e) {
        return "the engine fails: " + e.get_description();
    }
}

} // namespace

bool equal_stores(const char *left, const char *right, const equal_options *opt, char *why,
                  size_t why_bytes)
{
    std::string found = first_difference(left, right, opt ? *opt : equal_options{});

    snprintf(why, why_bytes, "%s", found.c_str());
    return found.empty();
}
