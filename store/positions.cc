/* store/positions.cc - where a term stands in many documents */
#include <cstdio>

#include "store/internal.h"
#include "store/pack.h"
#include "store/position_code.h"
#include "store/table_finder.h"

using namespace plx;

struct plx_positions {
    plx_store *st;
    std::string term, key;
    size_t key_bytes;                    /* of the key without a docid */
    std::unique_ptr<TableFinder> finder; /* null: the engine is asked */
    std::vector<uint32_t> at;

    plx_positions(plx_store *store, std::string name) : st(store), term(std::move(name))
    {
        put_sorted_term_end(key, term);
        key_bytes = key.size();
    }
    bool find(uint32_t docid, std::string_view &coded);
    void ask_engine(uint32_t docid);
};

static std::string text_of(const std::array<unsigned char, 16> &uuid)
{
    std::string text;
    char hex[3];

    for (size_t i = 0; i < uuid.size(); i++) {
        snprintf(hex, sizeof hex, "%02x", uuid[i]);
        text.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "").append(hex);
    }
    return text;
}

/* Is the version file still that of the commit the store has open? Whatever is wrong with the file,
 * the engine has what it needs of it. */
static bool is_newest(plx_store *st, VersionFile &v)
{
    try {
        v = read_version_file(st->dir);
        return v.revision == st->db.get_revision() && text_of(v.uuid) == st->db.get_uuid();
    } catch (const Failure &) {
        return false;
    }
}

static std::unique_ptr<TableFinder> make_finder(plx_store *st)
{
    VersionFile v;

    if (st->writer || !is_newest(st, v))
        return nullptr;
    return std::make_unique<TableFinder>(st->dir, position_table, v.table[position_table],
                                         v.revision);
}

plx_status plx_positions_open(plx_store *st, const char *term, size_t len, plx_positions **out,
                              plx_error *err)
{
    *out = nullptr;
    return guard(err, st->path.c_str(), [&] {
        require_term(term, len);
        st->reading();
        auto list = std::make_unique<plx_positions>(st, std::string(term, len));
        list->finder = make_finder(st);
        *out = list.release();
        return PLX_OK;
    });
}

void plx_positions_close(plx_positions *it)
{
    delete it;
}

/* Receives the coded positions, empty if there are none; false if the engine is to be asked. */
bool plx_positions::find(uint32_t docid, std::string_view &coded)
{
    coded = {};
    if (!finder)
        return false;
    key.resize(key_bytes);
    put_sorted_uint(key, docid);
    TableFinder::Found found = finder->find(key, coded);
    VersionFile v;
    /* a commit after the next one may have written over a block */
    if (found == TableFinder::Found::damaged && is_newest(st, v))
        give_up(PLX_ERR_CORRUPT, "%s is damaged", table_file[position_table]);
    return found == TableFinder::Found::yes || found == TableFinder::Found::no;
}

void plx_positions::ask_engine(uint32_t docid)
{
    auto i = st->reading().positionlist_begin(docid, term),
         end = st->reading().positionlist_end(docid, term);

    at.clear();
    for (; i != end; ++i)
        at.push_back(*i);
}

plx_status plx_positions_read(plx_positions *it, uint32_t docid, const uint32_t **at, size_t *n,
                              plx_error *err)
{
    *n = 0;
    return guard(err, it->st->path.c_str(), [&] {
        std::string_view coded;
        it->at.clear();
        if (docid && !it->find(docid, coded))
            it->ask_engine(docid);
        else if (!coded.empty())
            get_positions(coded, it->at);
        *at = it->at.data();
        *n = it->at.size();
        return PLX_OK;
    });
}

plx_status plx_positions_keep(plx_positions *it, uint32_t docid, uint32_t *at, size_t *n,
                              bool is_one_enough, plx_error *err)
{
    WantedPositions wanted(at, *n, is_one_enough);

    *n = 0;
    return guard(err, it->st->path.c_str(), [&] {
        std::string_view coded;
        if (docid && !it->find(docid, coded)) {
            it->ask_engine(docid);
            for (uint32_t position : it->at)
                if (!wanted.visit(position))
                    break;
        } else if (!coded.empty()) {
            sieve_positions(coded, wanted);
        }
        *n = wanted.met();
        return PLX_OK;
    });
}
