/* A version file of the store: what is read is written, and reads the same again. */
#include <cstdint>
#include <cstdlib>
#include <string>

#include "store/guard.h"
#include "store/version_file.h"
#include "tests/fuzz/scratch_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace
{

bool is_same(const plx::VersionFile &a, const plx::VersionFile &b)
{
    for (size_t id = 0; id < a.table.size(); id++) {
        const plx::TableRoot &x = a.table[id], &y = b.table[id];
        if (x.root != y.root || x.level != y.level || x.is_fake != y.is_fake ||
            x.is_sequential != y.is_sequential || x.entries != y.entries ||
            x.block_bytes != y.block_bytes || x.compress_min != y.compress_min ||
            x.free_list != y.free_list)
            return false;
    }
    return a.uuid == b.uuid && a.revision == b.revision && a.documents == b.documents &&
           a.last_docid == b.last_docid && a.length_min == b.length_min &&
           a.length_max == b.length_max && a.wdf_max == b.wdf_max &&
           a.oldest_changeset == b.oldest_changeset && a.total_length == b.total_length &&
           a.spelling_max == b.spelling_max;
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ScratchFolder folder("iamglass");

    folder.write(data, size);
    plx::guard(nullptr, "fuzz", [&] {
        plx::version_faults(folder.path());
        plx::VersionFile v = plx::read_version_file(folder.path());
        plx::write_version_file(folder.path(), v);
        if (!is_same(plx::read_version_file(folder.path()), v))
            abort();
        return PLX_OK;
    });
    return 0;
}
