/* Any bytes as a cursor: what is taken for one can be written, and is read back to the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/api/cursor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check_again(const plx_cursor *cursor)
{
    plx_strbuf text = PLX_STRBUF_INIT, memory = PLX_STRBUF_INIT;
    plx_cursor again;

    plx_cursor_print(cursor, &text);
    require(plx_cursor_parse(text.s, &memory, &again));
    require(strcmp(again.generation, cursor->generation) == 0);
    require(again.docid == cursor->docid && strcmp(again.id, cursor->id) == 0);
    plx_strbuf_release(&memory);
    plx_strbuf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    plx_strbuf memory = PLX_STRBUF_INIT;
    plx_cursor cursor;
    char *text = strndup((const char *)data, size);

    require(text != NULL);
    if (plx_cursor_parse(text, &memory, &cursor))
        check_again(&cursor);
    plx_strbuf_release(&memory);
    free(text);
    return 0;
}
