/* store/build.cc - from our query tree to the engine's query, for one match */
#include "store/internal.h"

#include <algorithm>

#include "store/source.h"
#include "store/tree.h"

using namespace plx;

namespace
{

/* What the place of a node in the tree means for how it is built. */
struct Place {
    bool in_synonym = false;  /* only operators that have a wdf are allowed here */
    bool is_confined = false; /* a sibling already lets only existing documents through */
};

class Builder
{
  public:
    Builder(const Xapian::Database &db, Deadline *deadline) : db_(db), deadline_(deadline)
    {
    }
    Xapian::Query build(const plx_query &q, Place place);
    Xapian::Query under_deadline(const Xapian::Query &q) const;

  private:
    const Xapian::Database &db_;
    Deadline *deadline_;

    Xapian::Query combine(const plx_query &q, Place place);
    Xapian::Query phrase(const plx_query &q, Place place);
    Xapian::Query range(const plx_query &q) const;
    Xapian::Query source(const plx_query &q, Place place) const;
    std::vector<std::string> expand(const plx_query &q) const;
    void collect_words(const plx_query &q, std::vector<Xapian::Query> &words) const;
};

} // namespace

/* ANDs in something that matches everything and looks at the clock. */
Xapian::Query Builder::under_deadline(const Xapian::Query &q) const
{
    if (!deadline_)
        return q;
    return Xapian::Query(Xapian::Query::OP_FILTER, q,
                         Xapian::Query((new ClockSource(*deadline_))->release()));
}

/* The most frequent terms with a prefix, in byte order; among equals the first ones. */
std::vector<std::string> Builder::expand(const plx_query &q) const
{
    using Entry = std::pair<Xapian::doccount, std::string>;
    auto is_better = [](const Entry &a, const Entry &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    };
    std::vector<Entry> heap; /* worst of the best on top */
    std::vector<std::string> terms;

    for (auto it = db_.allterms_begin(q.text); it != db_.allterms_end(q.text); ++it) {
        if (deadline_)
            deadline_->ask();
        Xapian::doccount freq = it.get_termfreq();
        if (heap.size() == q.number) {
            if (freq <= heap.front().first)
                continue;
            std::pop_heap(heap.begin(), heap.end(), is_better);
            heap.pop_back();
        }
        heap.emplace_back(freq, *it);
        std::push_heap(heap.begin(), heap.end(), is_better);
    }
    for (Entry &entry : heap)
        terms.push_back(std::move(entry.second));
    std::sort(terms.begin(), terms.end());
    return terms;
}

/* All words that may stand at one position of a phrase. */
void Builder::collect_words(const plx_query &q, std::vector<Xapian::Query> &words) const
{
    if (q.kind == Kind::term)
        words.emplace_back(q.text, q.number);
    if (q.kind == Kind::prefix)
        for (const std::string &term : expand(q))
            words.emplace_back(term);
    for (const Node &child : q.children)
        collect_words(*child, words);
}

/* A phrase of plain words is weighed by its words. With groups in it the engine could only
 * add up the words of a group, so the groups are weighed as such, filtered by the phrase. */
Xapian::Query Builder::phrase(const plx_query &q, Place place)
{
    auto op = q.op == PLX_OP_PHRASE ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_NEAR;
    std::vector<Xapian::Query> positions, weighed;
    bool is_plain = true;

    for (const Node &child : q.children) {
        std::vector<Xapian::Query> words;
        collect_words(*child, words);
        positions.emplace_back(Xapian::Query::OP_OR, words.begin(), words.end());
        is_plain = is_plain && child->kind == Kind::term;
    }
    Xapian::Query found(op, positions.begin(), positions.end(), q.number);
    if (place.in_synonym)
        return found;
    if (!is_plain) {
        for (const Node &child : q.children)
            weighed.push_back(build(*child, place));
        Xapian::Query all(Xapian::Query::OP_AND, weighed.begin(), weighed.end());
        found = Xapian::Query(Xapian::Query::OP_FILTER, all, found);
    }
    return under_deadline(found);
}

/* Names only documents that exist, without help of a sibling. */
static bool is_grounded(const plx_query &q)
{
    if (q.kind == Kind::scale)
        return is_grounded(*q.children[0]);
    if (q.kind != Kind::combine)
        return q.kind != Kind::predicate && q.kind != Kind::docids;
    auto grounded = [](const Node &child) { return is_grounded(*child); };
    if (q.op == PLX_OP_AND || q.op == PLX_OP_FILTER)
        return std::any_of(q.children.begin(), q.children.end(), grounded);
    if (q.op == PLX_OP_NOT || q.op == PLX_OP_AND_MAYBE)
        return is_grounded(*q.children[0]);
    return std::all_of(q.children.begin(), q.children.end(), grounded);
}

Xapian::Query Builder::combine(const plx_query &q, Place place)
{
    static const Xapian::Query::op engine_op[] = {
        Xapian::Query::OP_AND,    Xapian::Query::OP_OR,        Xapian::Query::OP_AND_NOT,
        Xapian::Query::OP_FILTER, Xapian::Query::OP_AND_MAYBE, Xapian::Query::OP_PHRASE,
        Xapian::Query::OP_NEAR,   Xapian::Query::OP_SYNONYM,   Xapian::Query::OP_MAX,
    };
    std::vector<Xapian::Query> parts;

    if (is_positional(q.op))
        return phrase(q, place);
    bool is_and = q.op == PLX_OP_AND || q.op == PLX_OP_FILTER;
    bool only_first_matters = q.op == PLX_OP_NOT || q.op == PLX_OP_AND_MAYBE;
    place.in_synonym = place.in_synonym || q.op == PLX_OP_SYNONYM;
    if (is_and && is_grounded(q))
        place.is_confined = true;
    for (const Node &child : q.children) {
        parts.push_back(build(*child, place));
        place.is_confined = place.is_confined || only_first_matters;
    }
    return Xapian::Query(engine_op[q.op], parts.begin(), parts.end());
}

Xapian::Query Builder::range(const plx_query &q) const
{
    if (q.has_low && q.has_high)
        return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, q.number, q.low, q.high);
    if (q.has_high)
        return Xapian::Query(Xapian::Query::OP_VALUE_LE, q.number, q.high);
    /* from the lowest value on: "" would also let documents without a value through */
    std::string low = q.low.empty() ? std::string(1, '\0') : q.low;
    return Xapian::Query(Xapian::Query::OP_VALUE_GE, q.number, low);
}

/* Sources may name numbers no document has (any more): AND them with all documents. */
Xapian::Query Builder::source(const plx_query &q, Place place) const
{
    Xapian::PostingSource *made;

    if (q.kind == Kind::docids)
        made = new DocidSource(q.ids, q.id_count, q.factor);
    else
        made = new PredicateSource(q.accept, q.ctx, q.number, q.factor);
    Xapian::Query found(made->release());
    if (place.is_confined)
        return found;
    return Xapian::Query(Xapian::Query::OP_FILTER, found, Xapian::Query::MatchAll);
}

Xapian::Query Builder::build(const plx_query &q, Place place)
{
    switch (q.kind) {
    case Kind::term:
        return Xapian::Query(q.text, q.number);
    case Kind::combine:
        return combine(q, place);
    case Kind::scale:
        return Xapian::Query(q.factor, build(*q.children[0], place));
    case Kind::prefix: {
        std::vector<std::string> terms = expand(q);
        return Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(), terms.end());
    }
    case Kind::range:
        return range(q);
    case Kind::all:
        return Xapian::Query::MatchAll;
    case Kind::nothing:
        return Xapian::Query::MatchNothing;
    case Kind::predicate:
    case Kind::docids:
        break;
    }
    return source(q, place);
}

Xapian::Query plx::build_query(const plx_query *q, const Xapian::Database &db, Deadline *deadline)
{
    Builder builder(db, deadline);
    return builder.under_deadline(builder.build(*q, Place()));
}
