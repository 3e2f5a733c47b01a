/* store/run_merge.cc - walking runs in the order of terms */
#include "store/run.h"

#include <algorithm>

#include "store/term_hash.h"

using namespace plx;

/* ---------------------------------------------------------------- cursor */

RunCursor::RunCursor(const Run &run) : run_(run)
{
}

/* The next n bytes of the postings, or those that are left; valid until the next call. */
const char *RunCursor::window(size_t n)
{
    constexpr size_t read_ahead = size_t(64) << 10;
    uint64_t left = run_.postings_bytes_ - at_;

    if (!run_.file_)
        return run_.postings_.data() + at_;
    n = std::min<uint64_t>(n, left);
    if (at_ < buffer_at_ || at_ + n > buffer_at_ + buffer_.size()) {
        buffer_.resize(std::min<uint64_t>(std::max(n, read_ahead), left));
        buffer_at_ = at_;
        run_.file_->read(run_.postings_at_ + at_, buffer_.size(), &buffer_[0]);
    }
    return buffer_.data() + (at_ - buffer_at_);
}

bool RunCursor::next_term()
{
    constexpr size_t head_max = 1 + PLX_TERM_MAX + 5 + 10;

    if (at_ == run_.postings_bytes_)
        return false;
    const char *start = window(head_max), *p = start;
    auto term_bytes = static_cast<unsigned char>(*p);
    p += 1 + term_bytes;
    count_ = left_ = uint32_t(own_uint(p));
    uint64_t bytes = own_uint(p);
    auto head = size_t(p - start);
    start = window(head + bytes);
    term_ = { start + 1, term_bytes };
    key_ = term_key(term_);
    posting_ = start + head;
    serial_ = run_.first_serial_;
    at_ += head + bytes;
    return true;
}

/* By term, then by documents. */
inline bool RunCursor::comes_after(const RunCursor &other) const
{
    if (key_ != other.key_)
        return key_ > other.key_;
    int order = term_.compare(other.term_);
    return order ? order > 0 : run_.first_serial_ > other.run_.first_serial_;
}

/* ----------------------------------------------------------------- merge */

RunMerge::RunMerge(const std::vector<const Run *> &runs)
{
    for (const Run *run : runs) {
        all_.push_back(std::make_unique<RunCursor>(*run));
        now_.push_back(all_.back().get());
    }
    heap_.reserve(all_.size());
}

bool RunMerge::next_term()
{
    auto after = [](const RunCursor *a, const RunCursor *b) { return a->comes_after(*b); };

    for (RunCursor *cursor : now_) {
        if (cursor->next_term()) {
            heap_.push_back(cursor);
            std::push_heap(heap_.begin(), heap_.end(), after);
        }
    }
    now_.clear();
    if (heap_.empty())
        return false;
    term_ = heap_.front()->term();
    do {
        std::pop_heap(heap_.begin(), heap_.end(), after);
        now_.push_back(heap_.back());
        heap_.pop_back();
    } while (!heap_.empty() && heap_.front()->term() == term_);
    return true;
}
