/* Any bytes as the head of a request: lines whose framing is in doubt are refused, and what is
 * taken of the others, forms in Accept, ETags, and where a form goes back to, is well-formed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/format.h"
#include "daemon/framing.h"
#include "daemon/route.h"
#include "daemon/state.h"
#include "daemon/write/form.h"

#define ETAG "\"0123456789abcdef\""

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

/* What two readers could take for two things never passes. */
static void check_line(const char *name, size_t name_bytes, const char *value, size_t value_bytes)
{
    const char *fault = plx_framing_fault(name, name_bytes, value, value_bytes);

    if (fault)
        return;
    require(name_bytes && !memchr(name, ' ', name_bytes) && !memchr(name, ':', name_bytes));
    require(strlen(name) == name_bytes && strlen(value) == value_bytes);
    require(!strpbrk(value, "\r\n"));
    if (strcasecmp(name, "Content-Length") == 0)
        require(strspn(value, "0123456789") == value_bytes && strtoull(value, NULL, 10) < SIZE_MAX);
    if (strcasecmp(name, "Transfer-Encoding") == 0)
        require(strcasecmp(value, "chunked") == 0);
}

static void check_accept(const char *value)
{
    static const char *const words[] = { "json", "jsonl", "csv", "svg", NULL };
    const plx_request rq = { .accept = value };
    const char *word = plx_format_word(plx_format_choose(&rq, words, 0));
    size_t i = 0;

    while (words[i] && strcmp(words[i], word) != 0)
        i++;
    require(words[i] != NULL);
}

static void check_etag(const char *value)
{
    bool is_same = plx_etag_matches(value, ETAG);

    require(!is_same || strcmp(value, "*") == 0 || strstr(value, ETAG));
}

static void check_target(const char *value)
{
    plx_request rq = { .method = PLX_METHOD_GET, .target = strdup(value) };
    plx_reply reply;

    require(rq.target != NULL);
    plx_reply_init(&reply);
    require(plx_route_find(&rq, &reply) == (reply.problem.status == 0));
    require(reply.problem.status || (rq.route && rq.rest && rq.query));
    plx_reply_release(&reply);
    free(rq.target);
}

/* A browser that leaves out what is below a blank is still here. */
static void check_back(const char *value)
{
    if (plx_form_is_local(value))
        require(value[0] == '/' && value[1] != '/' && value[1] != '\\' &&
                !strpbrk(value, "\t\r\n"));
}

static void check(const char *line, size_t n)
{
    const char *colon = memchr(line, ':', n);
    size_t name_bytes = colon ? (size_t)(colon - line) : 0;
    size_t value_bytes = n - name_bytes - (colon != NULL);
    char *name = strndup(line, name_bytes), *value = calloc(1, value_bytes + 1);

    require(name && value);
    if (value_bytes)
        memcpy(value, line + n - value_bytes, value_bytes);
    if (strlen(name) == name_bytes)
        check_line(name, name_bytes, value, value_bytes);
    check_accept(value);
    check_etag(value);
    check_target(value);
    check_back(value);
    free(value);
    free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *line = (const char *)data, *end = line + size;

    while (line < end) {
        const char *nl = memchr(line, '\n', (size_t)(end - line));
        size_t n = (size_t)((nl ? nl : end) - line);

        check(line, n);
        line += n + (nl != NULL);
    }
    return 0;
}
