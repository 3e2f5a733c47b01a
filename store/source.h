/* store/source.h - posting sources: lists of documents the engine asks us for */
#ifndef PLX_STORE_SOURCE_H
#define PLX_STORE_SOURCE_H

#include "store/internal.h"

namespace plx
{

/* What the three have in common: a current docid, an end and a constant weight. */
class ConstantSource : public Xapian::PostingSource
{
  public:
    explicit ConstantSource(double weight) : weight_(weight)
    {
    }
    double get_weight() const override
    {
        return weight_;
    }
    Xapian::docid get_docid() const override
    {
        return current_;
    }
    bool at_end() const override
    {
        return is_done_;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return documents_;
    }
    void init(const Xapian::Database &db) override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;

  protected:
    double weight_;
    Xapian::docid current_ = 0; /* 0: before the first */
    Xapian::docid last_ = 0;
    Xapian::doccount documents_ = 0;
    bool is_done_ = false;

    /* Move to the first member from `docid` on (it is over current_), or set is_done_. */
    virtual void seek(Xapian::docid docid) = 0;
};

/* Documents a C function accepts. */
class PredicateSource : public ConstantSource
{
  public:
    PredicateSource(bool (*accept)(void *, uint32_t), void *ctx, uint32_t estimate, double weight)
        : ConstantSource(weight), accept_(accept), ctx_(ctx), estimate_(estimate)
    {
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return std::min(estimate_, documents_);
    }
    bool check(Xapian::docid docid, double min_weight) override;

  protected:
    void seek(Xapian::docid docid) override;

  private:
    bool (*accept_)(void *, uint32_t);
    void *ctx_;
    Xapian::doccount estimate_;
};

/* Documents of a sorted array. */
class DocidSource : public ConstantSource
{
  public:
    DocidSource(const uint32_t *ids, size_t n, double weight)
        : ConstantSource(weight), begin_(ids), at_(ids), end_(ids + n)
    {
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return Xapian::doccount(std::min(size_t(end_ - begin_), size_t(documents_)));
    }
    void init(const Xapian::Database &db) override;

  protected:
    void seek(Xapian::docid docid) override;

  private:
    const uint32_t *begin_, *at_, *end_;
};

/* All documents; leaves the match when the deadline has passed. */
class ClockSource : public ConstantSource
{
  public:
    explicit ClockSource(Deadline &deadline) : ConstantSource(0), deadline_(deadline)
    {
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return documents_;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return documents_;
    }

  protected:
    void seek(Xapian::docid docid) override;

  private:
    Deadline &deadline_;
};

} // namespace plx

#endif
