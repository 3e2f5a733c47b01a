/* store/iterate.cc - posting lists and lists of terms */
#include "store/internal.h"

#include <algorithm>
#include <cstring>

using namespace plx;

/* -------------------------------------------------------------- postings */

struct plx_postings {
    Xapian::PostingIterator it, end;
    bool is_started = false;
    bool is_all = false; /* the list of all documents */

    /* The engine's iterator stands on the first entry from the start; ours before it. */
    void step()
    {
        if (is_started && it != end)
            ++it;
        is_started = true;
    }
};

plx_status plx_postings_open(plx_store *st, const char *term, size_t len, plx_postings **out,
                             plx_error *err)
{
    *out = nullptr;
    return guard(err, st->path.c_str(), [&] {
        auto list = std::make_unique<plx_postings>();
        if (len)
            require_term(term, len);
        std::string name = bytes_of(term, len);
        list->it = st->reading().postlist_begin(name);
        list->end = st->reading().postlist_end(name);
        list->is_all = len == 0;
        *out = list.release();
        return PLX_OK;
    });
}

void plx_postings_close(plx_postings *it)
{
    delete it;
}

plx_status plx_postings_next(plx_postings *it, uint32_t at_least, uint32_t *docid, plx_error *err)
{
    *docid = 0;
    return guard(err, "postings", [&] {
        it->step();
        if (it->it != it->end && *it->it < at_least)
            it->it.skip_to(at_least);
        if (it->it != it->end)
            *docid = *it->it;
        return PLX_OK;
    });
}

plx_status plx_postings_wdf(plx_postings *it, uint32_t *wdf, plx_error *err)
{
    *wdf = 0;
    return guard(err, "postings", [&] {
        if (!it->is_started || it->it == it->end)
            give_up(PLX_ERR_INVALID, "list stands on no document");
        *wdf = it->it.get_wdf();
        return PLX_OK;
    });
}

plx_status plx_postings_read(plx_postings *it, uint32_t *docids, size_t cap, size_t *n,
                             plx_error *err)
{
    *n = 0;
    return guard(err, "postings", [&] {
        size_t got = 0;
        while (got < cap) {
            it->step();
            if (it->it == it->end)
                break;
            docids[got++] = *it->it;
        }
        *n = got;
        return PLX_OK;
    });
}

plx_status plx_postings_read_counts(plx_postings *it, uint32_t *docids, uint32_t *counts,
                                    size_t cap, size_t *n, plx_error *err)
{
    *n = 0;
    return guard(err, "postings", [&] {
        size_t got = 0;
        while (got < cap) {
            it->step();
            if (it->it == it->end)
                break;
            counts[got] = it->is_all ? it->it.get_doclength() : it->it.get_wdf();
            docids[got++] = *it->it;
        }
        *n = got;
        return PLX_OK;
    });
}

plx_status plx_store_positions(plx_store *st, uint32_t docid, const char *term, size_t len,
                               uint32_t *out, size_t cap, size_t *n, plx_error *err)
{
    *n = 0;
    return guard(err, st->path.c_str(), [&] {
        size_t got = 0;
        require_term(term, len);
        if (docid == 0)
            return PLX_OK;
        std::string name(term, len);
        auto it = st->reading().positionlist_begin(docid, name),
             end = st->reading().positionlist_end(docid, name);
        for (; got < cap && it != end; ++it)
            out[got++] = *it;
        *n = got;
        return PLX_OK;
    });
}

plx_status plx_store_term_freq(plx_store *st, const char *term, size_t len, uint32_t *freq,
                               plx_error *err)
{
    *freq = 0;
    return guard(err, st->path.c_str(), [&] {
        require_term(term, len);
        *freq = st->reading().get_termfreq(std::string(term, len));
        return PLX_OK;
    });
}

/* ----------------------------------------------------------------- terms */

struct plx_terms {
    Xapian::TermIterator it, end;
    bool is_started = false;
    bool is_of_document = false; /* frequencies are wdfs then */
    std::string prefix;          /* the list ends where terms no longer start with it */
    std::string current;         /* behind the last plx_bytes given out */

    bool step()
    {
        if (is_started && it != end)
            ++it;
        is_started = true;
        if (it == end)
            return false;
        current = *it;
        if (current.compare(0, prefix.size(), prefix) == 0)
            return true;
        it = end;
        return false;
    }
};

static void open_spellings(plx_store *st, plx_terms *list)
{
    list->it = st->reading().spellings_begin();
    list->end = st->reading().spellings_end();
    if (list->it != list->end && !list->prefix.empty())
        list->it.skip_to(list->prefix);
}

plx_status plx_terms_open(plx_store *st, plx_terms_of what, const char *prefix, size_t len,
                          plx_terms **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, st->path.c_str(), [&] {
        auto list = std::make_unique<plx_terms>();
        if (len)
            require_term(prefix, len);
        list->prefix = bytes_of(prefix, len);
        if (what == PLX_TERMS_SPELLING) {
            open_spellings(st, list.get());
        } else {
            list->it = st->reading().allterms_begin(list->prefix);
            list->end = st->reading().allterms_end(list->prefix);
        }
        *out = list.release();
        return PLX_OK;
    });
}

plx_status plx_terms_open_doc(plx_store *st, uint32_t docid, plx_terms **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, st->path.c_str(), [&] {
        auto list = std::make_unique<plx_terms>();
        if (docid == 0)
            give_up(PLX_ERR_NOTFOUND, "there is no document 0");
        list->it = st->reading().termlist_begin(docid);
        list->end = st->reading().termlist_end(docid);
        list->is_of_document = true;
        *out = list.release();
        return PLX_OK;
    });
}

void plx_terms_close(plx_terms *it)
{
    delete it;
}

plx_status plx_terms_next(plx_terms *it, plx_bytes *term, uint32_t *freq, plx_error *err)
{
    *term = {};
    if (freq)
        *freq = 0;
    return guard(err, "terms", [&] {
        if (!it->step())
            return PLX_OK;
        if (freq)
            *freq = it->is_of_document ? it->it.get_wdf() : it->it.get_termfreq();
        *term = { it->current.data(), it->current.size() };
        return PLX_OK;
    });
}
