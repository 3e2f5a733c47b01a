/* A table of the store from a damaged disk: the walk ends, keys rise, tags unpack or are refused.
 *
 * Input: block size (0: 2048, 1: 4096, ...), level of the root, its block, entries, a byte each;
 * then the file. */
#include <cstdint>
#include <cstdlib>
#include <string>

#include "store/guard.h"
#include "store/table.h"
#include "tests/fuzz/scratch_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace
{

void walk(const std::string &dir, const plx::TableRoot &root)
{
    plx::TableReader reader(dir, plx::docdata_table, root);
    std::string before;

    while (reader.next()) {
        if (reader.key() <= before)
            abort();
        before = reader.key();
        if (reader.is_compressed() ? reader.plain_tag().size() > (size_t(66) << 20)
                                   : reader.plain_tag() != reader.tag())
            abort();
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ScratchFolder folder(plx::table_file[plx::docdata_table]);
    constexpr size_t head = 4;
    plx::TableRoot root;

    if (size < head)
        return 0;
    root.is_fake = false;
    root.block_bytes = 2048u << (data[0] % 8); /* two of them impossible */
    root.level = data[1];
    root.root = data[2];
    root.entries = data[3];
    folder.write(data + head, size - head);
    plx::guard(nullptr, "fuzz", [&] {
        walk(folder.path(), root);
        return PLX_OK;
    });
    return 0;
}
