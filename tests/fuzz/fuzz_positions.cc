/* The position table from a damaged disk, looked into key by key; and lists of positions.
 *
 * What the reader reads whole, the finder finds or is not sure of; of a table that is written from
 * it, everything. A sieve keeps what the whole list has.
 *
 * Input: block size (0: 2048, 1: 4096, ...), level of the root, its block, entries, revision, a
 * byte each; then the file. All of it is also a list of positions. */
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include <unistd.h>

#include "store/guard.h"
#include "store/position_code.h"
#include "store/table.h"
#include "store/table_finder.h"
#include "tests/fuzz/scratch_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace
{

using Found = plx::TableFinder::Found;
using Positions = std::vector<uint32_t>;

constexpr uint32_t any_revision = std::numeric_limits<uint32_t>::max();

void require(bool holds)
{
    if (!holds)
        abort();
}

/* ---------------------------------------------------- lists of positions */

plx_status sieve(std::string_view coded, Positions &wanted, bool is_one_enough)
{
    plx::WantedPositions w(wanted.data(), wanted.size(), is_one_enough);
    plx_status rc = plx::guard(nullptr, "fuzz", [&] {
        plx::sieve_positions(coded, w);
        return PLX_OK;
    });

    wanted.resize(w.met());
    return rc;
}

/* Every step-th position and the one behind it. */
Positions choose(const Positions &all, size_t step)
{
    Positions wanted;

    for (size_t i = step - 1; i < all.size(); i += step) {
        wanted.push_back(all[i]);
        if (all[i] < any_revision)
            wanted.push_back(all[i] + 1);
    }
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

void check_sieve(std::string_view coded, const Positions &all, size_t step)
{
    Positions wanted = choose(all, step), one = wanted, expected;

    std::set_intersection(wanted.begin(), wanted.end(), all.begin(), all.end(),
                          std::back_inserter(expected));
    require(sieve(coded, wanted, false) == PLX_OK && wanted == expected);
    require(sieve(coded, one, true) == PLX_OK && one.size() == !expected.empty());
    require(one.empty() || one[0] == expected[0]);
}

void check_list(std::string_view coded)
{
    Positions all, ends = { 0, 1, any_revision };
    plx_status rc = plx::guard(nullptr, "fuzz", [&] {
        plx::get_positions(coded, all);
        return PLX_OK;
    });

    if (rc) { /* damage may be behind what the sieve reads */
        sieve(coded, ends, false);
        return;
    }
    for (size_t i = 1; i < all.size(); i++)
        require(all[i - 1] < all[i]);
    for (size_t step : { 1u, 3u, 64u })
        check_sieve(coded, all, step);
}

/* ----------------------------------------------------------------- table */

struct Item {
    std::string key, tag;
    bool is_compressed;
};

/* The items as far as they can be read; whether that is all of them. */
bool read_items(const std::string &dir, const plx::TableRoot &root, std::vector<Item> &items)
{
    return plx::guard(nullptr, "fuzz", [&] {
               plx::TableReader reader(dir, plx::position_table, root);
               while (reader.next())
                   items.push_back({ std::string(reader.key()), std::string(reader.tag()),
                                     reader.is_compressed() });
               return PLX_OK;
           }) == PLX_OK;
}

/* Look for a key, and for two beside it. may_miss: a branch may lead to the wrong leaf. */
void check_item(plx::TableFinder &finder, const Item &item, bool is_whole, bool may_miss)
{
    std::string_view tag;

    finder.find(item.key.substr(0, item.key.size() - 1), tag);
    Found found = finder.find(item.key, tag);
    if (is_whole && found == Found::yes)
        require(tag == item.tag && !item.is_compressed);
    require(!is_whole || may_miss || found == Found::yes || found == Found::unclear);
    finder.find(item.key + '\0', tag);
}

void check_items(const std::string &dir, const plx::TableRoot &root, uint32_t revision,
                 const std::vector<Item> &items, bool is_whole)
{
    plx::TableFinder rising(dir, plx::position_table, root, revision);
    plx::TableFinder falling(dir, plx::position_table, root, revision);
    std::string_view tag;

    rising.find("\xff", tag);
    for (const Item &item : items)
        check_item(rising, item, is_whole, root.level > 0);
    for (auto item = items.rbegin(); item != items.rend(); ++item)
        check_item(falling, *item, is_whole, root.level > 0);
}

/* Of a table that was just written, all small tags are found and nothing else. */
void check_written(const std::string &dir, const std::vector<Item> &items)
{
    plx::TableWriter writer(dir, plx::position_table);

    for (const Item &item : items)
        writer.add(item.key, item.tag, item.is_compressed);
    plx::TableRoot root = writer.finish();
    plx::TableFinder finder(dir, plx::position_table, root, 1);
    for (size_t i = 0; i < items.size(); i++) {
        std::string_view tag;
        std::string absent = items[i].key + '\0';
        Found found = finder.find(items[i].key, tag);
        bool is_small = items[i].key.size() + items[i].tag.size() < 2000 && !items[i].is_compressed;
        require(found == Found::yes ? tag == items[i].tag : found == Found::unclear && !is_small);
        if (i + 1 == items.size() || items[i + 1].key != absent)
            require(finder.find(absent, tag) == Found::no);
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ScratchFolder folder(plx::table_file[plx::position_table]);
    constexpr size_t head = 5;
    plx::TableRoot root;
    std::vector<Item> items;

    check_list({ reinterpret_cast<const char *>(data), size });
    if (size < head)
        return 0;
    root.is_fake = false;
    root.block_bytes = 2048u << (data[0] % 8); /* two of them impossible */
    root.level = data[1];
    root.root = data[2];
    root.entries = data[3];
    folder.write(data + head, size - head);
    bool is_whole = read_items(folder.path(), root, items);
    for (const Item &item : items)
        check_list(item.tag);
    check_items(folder.path(), root, any_revision, items, is_whole);
    check_items(folder.path(), root, data[4], items, is_whole);
    if (!is_whole || root.level == 0)
        return 0;
    unlink((std::string(folder.path()) + '/' + plx::table_file[plx::position_table]).c_str());
    require(plx::guard(nullptr, "fuzz", [&] {
                check_written(folder.path(), items);
                return PLX_OK;
            }) == PLX_OK);
    return 0;
}
