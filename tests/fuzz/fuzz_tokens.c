/* Any bytes as a file of tokens: each token that is read is found, with its name, and a changed one
 * is not. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "daemon/token_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check(const plx_token_table *t, const plx_known_token *token)
{
    char changed[PLX_TOKEN_BYTES_MAX];

    require(token->bytes >= PLX_TOKEN_BYTES_MIN && token->bytes <= PLX_TOKEN_BYTES_MAX);
    require(plx_utf8_valid(token->coder, strlen(token->coder)));
    require(plx_token_table_find(t, (const char *)token->padded, token->bytes) == token);
    memcpy(changed, token->padded, token->bytes);
    changed[token->bytes - 1] = '%';
    require(!plx_token_table_find(t, changed, token->bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    plx_token_table t;
    plx_error err;
    plx_status rc = plx_token_table_read((const char *)data, size, &t, &err);

    require(rc == PLX_OK || rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT);
    require(rc != PLX_OK || (t.count && t.count <= PLX_TOKENS_MAX));
    for (size_t i = 0; rc == PLX_OK && i < t.count; i++)
        check(&t, &t.token[i]);
    plx_token_table_find(&t, (const char *)data, size);
    plx_token_table_release(&t);
    return 0;
}
