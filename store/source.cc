/* store/source.cc - how the posting sources move */
#include "store/source.h"

#include <algorithm>

using namespace plx;

void ConstantSource::init(const Xapian::Database &db)
{
    current_ = 0;
    is_done_ = false;
    last_ = db.get_lastdocid();
    documents_ = db.get_doccount();
    set_maxweight(weight_);
}

void ConstantSource::next(double min_weight)
{
    if (min_weight > weight_ || current_ >= last_)
        is_done_ = true;
    else
        seek(current_ + 1);
}

void ConstantSource::skip_to(Xapian::docid docid, double min_weight)
{
    if (min_weight > weight_ || docid > last_)
        is_done_ = true;
    else if (docid > current_)
        seek(docid);
}

void PredicateSource::seek(Xapian::docid docid)
{
    for (; !accept_(ctx_, docid); docid++) {
        if (docid == last_) {
            is_done_ = true;
            return;
        }
    }
    current_ = docid;
}

/* Asked about one document only, so there is no need to look for the next one. A refused one
 * is left just ahead: whatever move comes next passes over it. */
bool PredicateSource::check(Xapian::docid docid, double min_weight)
{
    if (min_weight > weight_ || docid > last_) {
        is_done_ = true;
        return true;
    }
    if (docid <= current_)
        return true;
    bool is_accepted = accept_(ctx_, docid);
    current_ = is_accepted ? docid : docid - 1;
    return is_accepted;
}

void DocidSource::init(const Xapian::Database &db)
{
    ConstantSource::init(db);
    at_ = begin_;
}

/* Galloping: short steps cost as little as a plain scan, long ones a binary search. */
void DocidSource::seek(Xapian::docid docid)
{
    const uint32_t *low = at_;
    size_t step = 1;

    while (size_t(end_ - low) > step && low[step] < docid) {
        low += step;
        step *= 2;
    }
    at_ = std::lower_bound(low, low + std::min(step + 1, size_t(end_ - low)), docid);
    if (at_ == end_ || *at_ > last_)
        is_done_ = true;
    else
        current_ = *at_;
}

void ClockSource::seek(Xapian::docid docid)
{
    deadline_.ask();
    current_ = docid;
}
