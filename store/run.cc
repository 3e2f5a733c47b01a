/* store/run.cc - inverting documents: two passes, between which the terms are sorted
 *
 * The first pass numbers terms and adds up how many bytes the postings of each will take; then each
 * term has its place, and the second pass copies every posting there. What follows the term in a
 * packed document - wdf, bytes of positions, positions - is a posting but for its gap.
 */
#include "store/run.h"

#include <algorithm>
#include <limits>

#include "store/deflate.h"
#include "store/guard.h"
#include "store/term_hash.h"

using namespace plx;

/* ------------------------------------------------------------- inversion */

namespace
{

class Inverter
{
  public:
    explicit Inverter(size_t postings)
    {
        numbers_.reserve(postings);
    }
    /* First pass. The bytes of the terms must stay until they were placed. */
    void count(uint32_t index, const PackedDoc &doc);
    /* Write each term and leave room behind it. */
    void place(std::string &postings);
    /* Second pass, in the same order. */
    void emit(uint32_t index, const PackedDoc &doc);

  private:
    struct Term {
        uint64_t key;
        const char *term;
        uint64_t bytes; /* of its postings */
        char *end;      /* where the next one goes */
        uint32_t count, last;
        uint8_t term_bytes;
    };
    struct Occurrence { /* of a term in the document at hand */
        uint64_t key, hash;
        std::string_view term;
        size_t bytes;
    };
    struct Place {
        uint64_t key;
        uint32_t number;
    };

    void read(const PackedDoc &doc);
    uint32_t number(const Occurrence &o);
    std::vector<Place> sorted() const;
    static std::string_view text(const Term &t)
    {
        return { t.term, t.term_bytes };
    }

    TermHash hash_;
    std::vector<Term> terms_;
    std::vector<uint32_t> numbers_; /* of the terms of all documents, as they come */
    std::vector<Occurrence> occurrences_;
    size_t emitted_ = 0;
};

/* Slots of the hash are asked for long before they are looked at. */
void Inverter::read(const PackedDoc &doc)
{
    PackedTerms all(doc.terms);
    PackedTerm term;

    occurrences_.clear();
    while (all.next(term)) {
        const char *end = term.term.data() + term.term.size();
        uint64_t key = term_key(term.term), hash = hash_.hash(term.term, key);
        occurrences_.push_back({ key, hash, term.term, size_t(all.at() - end) });
        hash_.prefetch(hash);
    }
}

uint32_t Inverter::number(const Occurrence &o)
{
    if (terms_.size() >= std::numeric_limits<uint32_t>::max() - 1)
        give_up(PLX_ERR_LIMIT, "too many different words in one run of documents");
    auto next = uint32_t(terms_.size());
    uint32_t found = hash_.number(o.hash, next, [this, &o](uint32_t candidate) {
        const Term &t = terms_[candidate];
        return t.key == o.key && same_term(text(t), o.term);
    });
    if (found == next)
        terms_.push_back({ o.key, o.term.data(), 0, nullptr, 0, 0, uint8_t(o.term.size()) });
    return found;
}

void Inverter::count(uint32_t index, const PackedDoc &doc)
{
    read(doc);
    for (const Occurrence &o : occurrences_) {
        uint32_t n = number(o);
        Term &t = terms_[n];
        t.bytes += uint_bytes(index - t.last) + o.bytes;
        t.last = index;
        t.count++;
        numbers_.push_back(n);
    }
}

std::vector<Inverter::Place> Inverter::sorted() const
{
    std::vector<Place> order;

    order.reserve(terms_.size());
    for (const Term &t : terms_)
        order.push_back({ t.key, uint32_t(order.size()) });
    std::sort(order.begin(), order.end(), [this](const Place &a, const Place &b) {
        if (a.key != b.key)
            return a.key < b.key;
        return text(terms_[a.number]) < text(terms_[b.number]);
    });
    return order;
}

void Inverter::place(std::string &postings)
{
    uint64_t bytes = 0;

    for (const Term &t : terms_)
        bytes += 1 + t.term_bytes + uint_bytes(t.count) + uint_bytes(t.bytes) + t.bytes;
    postings.resize(bytes);
    char *at = &postings[0];
    for (const Place &place : sorted()) {
        Term &t = terms_[place.number];
        *at++ = char(t.term_bytes);
        at = std::copy_n(t.term, t.term_bytes, at);
        at = write_uint(at, t.count);
        at = write_uint(at, t.bytes);
        t.end = at;
        t.last = 0;
        at += t.bytes;
    }
}

void Inverter::emit(uint32_t index, const PackedDoc &doc)
{
    PackedTerms all(doc.terms);
    PackedTerm term;

    while (all.next(term)) {
        Term &t = terms_[numbers_[emitted_++]];
        const char *rest = term.term.data() + term.term.size();
        t.end = std::copy(rest, all.at(), write_uint(t.end, index - t.last));
        t.last = index;
    }
}

size_t common_prefix(std::string_view a, std::string_view b)
{
    size_t max = std::min(a.size(), b.size()), n = 0;

    while (n < max && a[n] == b[n])
        n++;
    return n;
}

/* The tag of the table of term lists; source: xapian-core 1.4.22, glass_termlisttable.cc. A term
 * is what it shares with the one before, its other bytes and its wdf. Small wdfs share a byte with
 * the former: (wdf + 1) * (bytes of the term before + 1) + bytes shared. */
void put_termlist(std::string &out, const PackedDoc &doc)
{
    PackedTerms all(doc.terms);
    PackedTerm term;
    std::string_view before;

    out.clear();
    if (!all.next(term))
        return;
    put_uint(out, doc.length);
    put_uint(out, doc.term_count);
    out.push_back(char(term.term.size()));
    out.append(term.term);
    put_uint(out, term.wdf);
    for (before = term.term; all.next(term); before = term.term) {
        size_t shared = common_prefix(before, term.term);
        uint64_t packed = (uint64_t(term.wdf) + 1) * (before.size() + 1) + shared;
        out.push_back(char(packed < 256 ? packed : shared));
        out.push_back(char(term.term.size() - shared));
        out.append(term.term.substr(shared));
        if (packed >= 256)
            put_uint(out, term.wdf);
    }
}

} // namespace

/* ------------------------------------------------------------------- run */

/* Assigning an empty string would keep the memory. */
static void release(std::string &s)
{
    std::string().swap(s);
}

void Run::add_document(PackedDoc &doc, std::string &termlist, Deflater &deflater)
{
    constexpr size_t compress_min = 18; /* the engine compresses longer ones */
    std::string plain;
    RunDoc made = {};

    put_termlist(plain, doc);
    made.termlist_compressed = plain.size() > compress_min && deflater.pack(plain, termlist);
    if (!made.termlist_compressed)
        termlist.swap(plain);
    made.length = uint32_t(doc.length);
    made.data_bytes = uint32_t(doc.data.size());
    made.termlist_bytes = uint32_t(termlist.size());
    made.at = documents_.size();
    documents_.append(doc.data).append(termlist);
    docs_.push_back(made);
    release(doc.data);
}

/* A term list is never longer than the packed terms, but for its head. */
static size_t documents_bound(const std::vector<PackedDoc> &docs)
{
    constexpr size_t head_max = 16;
    size_t bytes = 0;

    for (const PackedDoc &doc : docs)
        bytes += doc.data.size() + doc.terms.size() + head_max;
    return bytes;
}

static size_t posting_count(const std::vector<PackedDoc> &docs)
{
    size_t n = 0;

    for (const PackedDoc &doc : docs)
        n += doc.term_count;
    return n;
}

Run::Run(uint32_t first_serial, std::vector<PackedDoc> docs) : first_serial_(first_serial)
{
    Inverter inverter(posting_count(docs));
    Deflater deflater;
    std::string termlist;

    docs_.reserve(docs.size());
    documents_.reserve(documents_bound(docs));
    for (uint32_t i = 0; i < docs.size(); i++) {
        inverter.count(i, docs[i]);
        add_document(docs[i], termlist, deflater);
    }
    documents_.shrink_to_fit();
    inverter.place(postings_);
    postings_bytes_ = postings_.size();
    for (uint32_t i = 0; i < docs.size(); i++) {
        inverter.emit(i, docs[i]);
        release(docs[i].terms);
    }
}

size_t Run::bytes() const
{
    return sizeof *this + docs_.capacity() * sizeof(RunDoc) + postings_.capacity() +
           documents_.capacity();
}

void Run::spill(SpillFile &file)
{
    if (file_)
        return;
    postings_at_ = file.append(postings_);
    documents_at_ = file.append(documents_);
    file_ = &file;
    release(postings_);
    release(documents_);
}

std::string_view Run::bytes_at(uint64_t at, size_t n, std::string &out) const
{
    if (!file_)
        return std::string_view(documents_).substr(at, n);
    out.resize(n);
    file_->read(documents_at_ + at, n, &out[0]);
    return out;
}

std::string_view Run::data(size_t index, std::string &out) const
{
    const RunDoc &doc = docs_[index];

    return bytes_at(doc.at, doc.data_bytes, out);
}

std::string_view Run::termlist(size_t index, std::string &out) const
{
    const RunDoc &doc = docs_[index];

    return bytes_at(doc.at + doc.data_bytes, doc.termlist_bytes, out);
}
