/* store/match.cc - running a query */
#include "store/internal.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

using namespace plx;

namespace
{

/* Hands each match to C. */
class CallbackSpy : public Xapian::MatchSpy
{
  public:
    CallbackSpy(int (*fn)(void *, uint32_t), void *ctx) : fn_(fn), ctx_(ctx)
    {
    }
    void operator()(const Xapian::Document &doc, double) override
    {
        if (fn_(ctx_, doc.get_docid()) != 0)
            give_up(PLX_ERR_STOPPED, "match was stopped");
    }

  private:
    int (*fn_)(void *, uint32_t);
    void *ctx_;
};

/* Rising values with the documents that have none behind them all: the engine alone would
 * put them first. */
class MissingLastKey : public Xapian::KeyMaker
{
  public:
    explicit MissingLastKey(Xapian::valueno slot) : slot_(slot)
    {
    }
    std::string operator()(const Xapian::Document &doc) const override
    {
        std::string value = doc.get_value(slot_);
        return value.empty() ? std::string(1, '\1') : '\0' + value;
    }

  private:
    Xapian::valueno slot_;
};

/* How many hits to ask the engine for, and how many matches it must look at. */
struct Window {
    Xapian::doccount first = 0, count = 0, look_at = 0;
};

} // namespace

static Window window_of(const plx_match_options &opt, Xapian::doccount documents)
{
    Window w;
    bool is_full = opt.exact_total || opt.on_match;

    if (!opt.count_only) {
        w.first = std::min(opt.offset, documents);
        w.count = std::min(opt.limit ? opt.limit : 10, documents - w.first);
    }
    w.look_at = is_full ? documents : 0;
    return w;
}

static void set_weighting(Xapian::Enquire &enquire, const plx_bm25 *bm25)
{
    if (!bm25)
        return;
    for (double x : { bm25->k1, bm25->k3, bm25->b, bm25->min_normlen })
        if (!std::isfinite(x) || x < 0)
            give_up(PLX_ERR_INVALID, "BM25 parameter %g is not a number from 0", x);
    enquire.set_weighting_scheme(
        Xapian::BM25Weight(bm25->k1, 0, bm25->k3, bm25->b, bm25->min_normlen));
}

static void set_order(Xapian::Enquire &enquire, const plx_match_options &opt)
{
    if (opt.sort == PLX_SORT_VALUE_DESC) {
        enquire.set_sort_by_value_then_relevance(opt.sort_slot, true);
    } else if (opt.sort == PLX_SORT_VALUE_ASC) {
        auto *key = new MissingLastKey(opt.sort_slot);
        enquire.set_sort_by_key_then_relevance(key->release(), false);
    } else if (opt.sort != PLX_SORT_RELEVANCE) {
        give_up(PLX_ERR_INVALID, "unknown sort order %u", unsigned(opt.sort));
    }
}

static void take_matches(const Xapian::MSet &mset, plx_matches *out)
{
    auto *items = static_cast<plx_match *>(calloc(std::max(mset.size(), 1u), sizeof(plx_match)));
    size_t n = 0;

    if (!items)
        throw std::bad_alloc();
    try {
        for (auto it = mset.begin(); it != mset.end(); ++it)
            items[n++] = { *it, it.get_weight() };
    } catch (...) {
        free(items);
        throw;
    }
    out->items = items;
    out->count = n;
    out->total = mset.get_matches_estimated();
    out->total_exact = mset.get_matches_lower_bound() == mset.get_matches_upper_bound();
}

plx_status plx_store_match(plx_store *st, const plx_query *q, const plx_match_options *opt,
                           plx_matches *out, plx_error *err)
{
    *out = {};
    return guard(err, st->path.c_str(), [&] {
        require_space(st);
        static const plx_match_options defaults = {};
        const plx_match_options &o = opt ? *opt : defaults;
        Window window = window_of(o, st->reading().get_doccount());
        Deadline deadline(o.deadline_ms);
        Deadline *limit = o.deadline_ms ? &deadline : nullptr;
        Xapian::Enquire enquire(st->reading());

        enquire.set_query(build_query(q, st->reading(), limit));
        set_weighting(enquire, o.bm25);
        set_order(enquire, o);
        if (o.on_match)
            enquire.add_matchspy((new CallbackSpy(o.on_match, o.ctx))->release());
        take_matches(enquire.get_mset(window.first, window.count, window.look_at), out);
        return PLX_OK;
    });
}

void plx_matches_release(plx_matches *m)
{
    if (!m)
        return;
    free(m->items);
    *m = {};
}
