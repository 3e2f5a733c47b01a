/* tests/unit/run_probe.cc - lets tests in C at packed documents and runs */
#include "tests/unit/run_probe.h"

#include <algorithm>
#include <new>

#include "store/deflate.h"
#include "store/guard.h"
#include "store/packed_doc.h"
#include "store/position_code.h"
#include "store/run.h"

using namespace plx;

size_t probe_code(const uint32_t *positions, size_t n, char *out)
{
    std::string coded;

    put_positions(coded, positions, n);
    std::copy(coded.begin(), coded.end(), out);
    return coded.size();
}

plx_status probe_decode(const char *bytes, size_t len, uint32_t *out, size_t cap, size_t *n,
                        plx_error *err)
{
    *n = 0;
    return guard(err, "positions", [&] {
        std::vector<uint32_t> found;
        get_positions({ bytes, len }, found);
        std::copy_n(found.begin(), std::min(cap, found.size()), out);
        *n = found.size();
        return PLX_OK;
    });
}

static void give(probe_posting_fn *fn, void *ctx, std::string_view term, const RunPosting &p)
{
    std::vector<uint32_t> positions;

    if (!p.positions.empty())
        get_positions(p.positions, positions);
    probe_posting out = { term.data(), term.size(),      p.serial,
                          p.wdf,       positions.data(), positions.size() };
    fn(ctx, &out);
}

plx_status probe_pack(plx_doc *doc, probe_posting_fn *fn, void *ctx, plx_error *err)
{
    return guard(err, "packing", [&] {
        pack_doc(doc);
        PackedTerms all(doc->packed.terms);
        PackedTerm term;
        while (all.next(term))
            give(fn, ctx, term.term, { 0, term.wdf, term.positions });
        return PLX_OK;
    });
}

void probe_slots(const plx_doc *doc, char *out, size_t cap)
{
    PackedValues all(doc->packed.values);
    std::string_view value;
    std::string text;
    uint32_t slot;

    while (all.next(slot, value))
        text += (text.empty() ? "" : " ") + std::to_string(slot);
    out[text.copy(out, cap - 1)] = 0;
}

plx_bytes probe_value(const plx_doc *doc, uint32_t slot)
{
    std::string_view value = plx::find_value(doc->packed.values, slot);

    return { value.data(), value.size() };
}

struct probe_runs {
    std::vector<std::unique_ptr<SpillFile>> files;
    std::vector<std::unique_ptr<Run>> runs;
    std::vector<PackedDoc> docs;
    uint32_t serial = 0;
    std::string data, stored, termlist;
};

probe_runs *probe_runs_new(void)
{
    return new (std::nothrow) probe_runs;
}

void probe_runs_free(probe_runs *runs)
{
    delete runs;
}

plx_status probe_runs_add(probe_runs *runs, plx_doc *doc, plx_error *err)
{
    return guard(err, "run", [&] {
        pack_doc(doc);
        runs->docs.push_back(std::move(doc->packed));
        return plx_doc_clear(doc, err);
    });
}

plx_status probe_runs_end(probe_runs *runs, const char *spill_dir, plx_error *err)
{
    return guard(err, "run", [&] {
        auto n = uint32_t(runs->docs.size());
        auto run = std::make_unique<Run>(runs->serial, std::move(runs->docs));
        runs->docs.clear();
        runs->serial += n;
        if (spill_dir) {
            runs->files.push_back(std::make_unique<SpillFile>(spill_dir));
            run->spill(*runs->files.back());
        }
        runs->runs.push_back(std::move(run));
        return PLX_OK;
    });
}

plx_status probe_runs_merge(const probe_runs *runs, bool skip_odd, probe_posting_fn *fn, void *ctx,
                            plx_error *err)
{
    return guard(err, "merge", [&] {
        std::vector<const Run *> all;
        for (const auto &run : runs->runs)
            all.push_back(run.get());
        RunMerge merge(all);
        for (unsigned list = 0; merge.next_term();) {
            for (RunCursor *cursor : merge.cursors()) {
                RunPosting p;
                uint32_t left = cursor->count();
                if (skip_odd && list++ % 2)
                    continue;
                for (; cursor->next(p); left--)
                    give(fn, ctx, merge.term(), p);
                if (left)
                    give_up(PLX_ERR_INTERNAL, "%u postings are missing", unsigned(left));
            }
        }
        return PLX_OK;
    });
}

plx_status probe_runs_document(probe_runs *runs, uint32_t serial, plx_bytes *data,
                               plx_bytes *termlist, uint32_t *length, plx_error *err)
{
    return guard(err, "run", [&] {
        auto above = std::upper_bound(
            runs->runs.begin(), runs->runs.end(), serial,
            [](uint32_t s, const std::unique_ptr<Run> &run) { return s < run->first_serial(); });
        const Run &run = **--above;
        size_t index = serial - run.first_serial();
        const RunDoc &doc = run.docs().at(index);
        std::string_view stored = run.data(index, runs->data);
        *data = { stored.data(), stored.size() };
        stored = run.termlist(index, runs->stored);
        if (doc.termlist_compressed)
            inflate_tag(stored, runs->termlist, size_t(1) << 24, "term list");
        else
            runs->termlist = stored;
        *termlist = { runs->termlist.data(), runs->termlist.size() };
        *length = doc.length;
        return PLX_OK;
    });
}

size_t probe_runs_bytes(const probe_runs *runs)
{
    size_t n = 0;

    for (const auto &run : runs->runs)
        n += run->bytes();
    return n;
}
