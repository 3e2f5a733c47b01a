/* store/document.cc - making, storing and reading documents */
#include "store/internal.h"

#include <algorithm>
#include <cstring>

#include "store/batch.h"
#include "store/packed_doc.h"
#include "store/position_code.h"
#include "store/term_scratch.h"

using namespace plx;

/* ---------------------------------------------------------------- limits */

void plx::require_term(const char *p, size_t len)
{
    if (len == 0)
        give_up(PLX_ERR_INVALID, "empty term");
    /* A NUL takes two bytes in a key; the engine only notices when it flushes a whole batch. */
    if (len <= PLX_TERM_MAX / 2)
        return;
    size_t n = len <= PLX_TERM_MAX ? len + size_t(std::count(p, p + len, '\0')) : len;
    require_size("term", n, PLX_TERM_MAX);
}

void plx::require_size(const char *what, size_t n, size_t max)
{
    if (n > max)
        give_up(PLX_ERR_LIMIT, "%s of %zu bytes is over the limit of %zu", what, n, max);
}

static void require_slot(uint32_t slot)
{
    if (slot == Xapian::BAD_VALUENO)
        give_up(PLX_ERR_INVALID, "value slot %u is reserved", unsigned(slot));
}

static void require_docid(uint32_t docid)
{
    if (docid == 0)
        give_up(PLX_ERR_NOTFOUND, "there is no document 0");
}

/* ---------------------------------------------------------------- making */

plx_doc::plx_doc() = default;

plx_doc::~plx_doc()
{
    TermScratch::give_back(std::move(scratch));
}

plx_status plx_doc_new(plx_doc **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, "document", [&] {
        *out = new plx_doc;
        return PLX_OK;
    });
}

void plx_doc_free(plx_doc *doc)
{
    delete doc;
}

plx_status plx_doc_clear(plx_doc *doc, plx_error *err)
{
    return guard(err, "document", [&] {
        TermScratch::give_back(std::move(doc->scratch));
        PackedDoc dropped = std::move(doc->packed); /* with its memory: it may be much */
        doc->packed = PackedDoc();
        doc->is_packed = false;
        return PLX_OK;
    });
}

/* Where a term goes that may be added. */
static TermScratch &scratch_for(plx_doc *doc, const char *term, size_t len)
{
    require_term(term, len);
    if (doc->is_packed)
        give_up(PLX_ERR_INVALID, "no term can be added to a packed document");
    if (!doc->scratch)
        doc->scratch = TermScratch::take();
    return *doc->scratch;
}

plx_status plx_doc_add_posting(plx_doc *doc, const char *term, size_t len, uint32_t pos,
                               uint32_t wdf, plx_error *err)
{
    return guard(err, "document", [&] {
        scratch_for(doc, term, len).add_posting({ term, len }, pos, wdf);
        return PLX_OK;
    });
}

plx_status plx_doc_add_term(plx_doc *doc, const char *term, size_t len, uint32_t wdf,
                            plx_error *err)
{
    return guard(err, "document", [&] {
        scratch_for(doc, term, len).add_term({ term, len }, wdf);
        return PLX_OK;
    });
}

plx_status plx_doc_add_boolean(plx_doc *doc, const char *term, size_t len, plx_error *err)
{
    return plx_doc_add_term(doc, term, len, 0, err);
}

void plx::pack_doc(plx_doc *doc)
{
    if (doc->is_packed)
        return;
    if (doc->scratch)
        doc->scratch->pack(doc->packed);
    doc->is_packed = true;
    TermScratch::give_back(std::move(doc->scratch));
}

plx_status plx_doc_pack(plx_doc *doc, plx_error *err)
{
    return guard(err, "document", [&] {
        pack_doc(doc);
        return PLX_OK;
    });
}

static std::string_view view_of(const void *p, size_t n)
{
    return n ? std::string_view(static_cast<const char *>(p), n) : std::string_view();
}

plx_status plx_doc_set_value(plx_doc *doc, uint32_t slot, const void *p, size_t n, plx_error *err)
{
    return guard(err, "document", [&] {
        require_slot(slot);
        require_size("value", n, PLX_VALUE_MAX);
        set_value(doc->packed.values, slot, view_of(p, n));
        return PLX_OK;
    });
}

plx_status plx_doc_set_data(plx_doc *doc, const void *p, size_t n, plx_error *err)
{
    return guard(err, "document", [&] {
        require_size("document data", n, PLX_DATA_MAX);
        doc->packed.data = view_of(p, n);
        return PLX_OK;
    });
}

/* --------------------------------------------------------------- storing */

/* The document as the engine's own writer takes it. */
static Xapian::Document engine_document(const PackedDoc &packed)
{
    Xapian::Document doc;
    PackedTerms terms(packed.terms);
    PackedTerm term;
    PackedValues values(packed.values);
    std::vector<uint32_t> positions;
    uint32_t slot;
    std::string_view value;

    while (terms.next(term)) {
        std::string name(term.term);
        doc.add_term(name, term.wdf);
        if (term.positions.empty())
            continue;
        get_positions(term.positions, positions);
        for (uint32_t position : positions)
            doc.add_posting(name, position, 0);
    }
    while (values.next(slot, value))
        doc.add_value(slot, std::string(value));
    doc.set_data(packed.data);
    return doc;
}

plx_status plx_store_put(plx_store *st, const char *id, size_t id_len, plx_doc *doc,
                         uint32_t *docid, plx_error *err)
{
    if (docid)
        *docid = 0;
    return change(st, err, [&](bool &touched) {
        require_term(id, id_len);
        std::string term(id, id_len);
        pack_doc(doc);
        if (st->batch) {
            touched = true;
            uint32_t put = st->batch->put(term, PackedDoc(doc->packed));
            if (docid)
                *docid = put;
            return PLX_OK;
        }
        doc->packed.add_boolean(term);
        Xapian::Document engine_doc = engine_document(doc->packed);
        /* Asking for the frequency does not flush the term's postings; replacing would. */
        bool is_new = !st->writer->term_exists(term);
        count_change(st, doc->packed.values.size());
        touched = true;
        Xapian::docid did = is_new ? st->writer->add_document(engine_doc)
                                   : st->writer->replace_document(term, engine_doc);
        if (docid)
            *docid = did;
        return PLX_OK;
    });
}

/* 0: none. */
static uint32_t find_first(plx_store *st, const std::string &term)
{
    if (st->batch)
        return st->batch->find(term);
    return st->db.term_exists(term) ? *st->db.postlist_begin(term) : 0;
}

plx_status plx_store_delete(plx_store *st, const char *id, size_t id_len, plx_error *err)
{
    return change(st, err, [&](bool &touched) {
        require_term(id, id_len);
        std::string term(id, id_len);
        if (!find_first(st, term))
            give_up(PLX_ERR_NOTFOUND, "no document holds '%s'", term.c_str());
        count_change(st, 0);
        touched = true;
        if (st->batch)
            st->batch->erase(term);
        else
            st->writer->delete_document(term);
        return PLX_OK;
    });
}

plx_status plx_store_find(plx_store *st, const char *term, size_t len, uint32_t *docid,
                          plx_error *err)
{
    *docid = 0;
    return guard(err, st->path.c_str(), [&] {
        require_term(term, len);
        std::string name(term, len);
        *docid = find_first(st, name);
        /* The usual answer for what is new: an exception would cost twenty times the look-up. */
        return *docid ? PLX_OK
                      : plx_fail(err, PLX_ERR_NOTFOUND, "%s: no document holds '%s'",
                                 st->path.c_str(), name.c_str());
    });
}

/* A document just read and changed in its values only is stored without its terms being
 * loaded: the engine compares what was modified. */
plx_status plx_store_set_value(plx_store *st, uint32_t docid, uint32_t slot, const void *p,
                               size_t n, plx_error *err)
{
    return change(st, err, [&](bool &touched) {
        require_docid(docid);
        require_slot(slot);
        require_size("value", n, PLX_VALUE_MAX);
        if (st->batch) {
            st->batch->set_value(docid, slot, bytes_of(p, n));
            return PLX_OK;
        }
        Xapian::Document doc = st->writer->get_document(docid);
        doc.add_value(slot, bytes_of(p, n));
        count_change(st, n);
        touched = true;
        st->writer->replace_document(docid, doc);
        return PLX_OK;
    });
}

/* --------------------------------------------------------------- reading */

/* The engine looks first whether there is such a document, at half the price of reading it. That is
 * asked only where nothing is read. */
template <typename Read> static std::string read_document(plx_store *st, uint32_t docid, Read read)
{
    require_docid(docid);
    std::string bytes = read(st->db.get_document(docid, Xapian::DOC_ASSUME_VALID));

    return bytes.empty() ? read(st->db.get_document(docid)) : bytes;
}

plx_status plx_store_get_data(plx_store *st, uint32_t docid, plx_bytes *out, plx_error *err)
{
    *out = {};
    return guard(err, st->path.c_str(), [&] {
        if (st->batch) {
            *out = lend(st, st->batch->data(docid));
            return PLX_OK;
        }
        *out = lend(st, read_document(st, docid,
                                      [](const Xapian::Document &doc) { return doc.get_data(); }));
        return PLX_OK;
    });
}

plx_status plx_store_get_value(plx_store *st, uint32_t docid, uint32_t slot, plx_bytes *out,
                               plx_error *err)
{
    *out = {};
    return guard(err, st->path.c_str(), [&] {
        if (st->batch) {
            *out = lend(st, st->batch->value(docid, slot));
            return PLX_OK;
        }
        *out = lend(st, read_document(st, docid, [slot](const Xapian::Document &doc) {
                        return doc.get_value(slot);
                    }));
        return PLX_OK;
    });
}
