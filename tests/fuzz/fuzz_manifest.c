/* Lines of a manifest: what is read is printed, and reads the same again. */
#include <stdlib.h>
#include <string.h>

#include "collection/manifest_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    plx_strbuf path = PLX_STRBUF_INIT, again_path = PLX_STRBUF_INIT, text = PLX_STRBUF_INIT;
    plx_manifest_entry e, again;

    if (plx_manifest_line_read((const char *)data, size, &path, &e) && e.file) {
        plx_manifest_line_print(&e, &text);
        if (!text.failed && (!plx_manifest_line_read(text.s, text.len - 1, &again_path, &again) ||
                             again.file != e.file || strcmp(again.path, e.path) != 0 ||
                             again.is_gone != e.is_gone || (!e.is_gone && again.size != e.size)))
            abort();
    }
    plx_strbuf_release(&path);
    plx_strbuf_release(&again_path);
    plx_strbuf_release(&text);
    return 0;
}
