#include "daemon/state.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/hash.h"
#include "daemon/route.h"

#define DAY_S 86400

/* All that tells one state from another; no holes, so that it can be hashed. */
struct stamp {
    int64_t size, seconds, nanoseconds;
};

static struct stamp stamp(const char *path)
{
    struct stamp s = { 0 };
    struct stat st;

    if (stat(path, &st) == 0)
        s = (struct stamp){ st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec };
    return s;
}

uint64_t plx_state(const plx_daemon *d, const plx_worker *w)
{
    const char *version = plx_snapshot_version(w->snapshot);
    const struct {
        struct stamp labels, tags, searches;
        uint64_t version;
        int64_t day, aliases, model;
    } all = {
        .labels = stamp(d->labels_path),
        .tags = stamp(d->tags_path),
        .searches = stamp(d->searches_path),
        .version = plx_hash64(version, strlen(version)),
        .day = (int64_t)time(NULL) / DAY_S,
        .aliases = d->aliases ? (int64_t)plx_aliases_revision(d->aliases) : 0,
        .model = (int64_t)plx_workers_model_number(d->workers),
    };

    return plx_hash64(&all, sizeof all);
}

bool plx_answer_key(const plx_request *rq, uint64_t state, plx_strbuf *out)
{
    plx_strbuf_printf(out, "%llx %s\n%s\n%s\n%s\n%s\n%s", (unsigned long long)state,
                      rq->route->path, rq->rest, rq->query, rq->accept ? rq->accept : "",
                      rq->host ? rq->host : "", rq->accepts_gzip ? "gzip" : "");
    return !out->failed;
}

void plx_etag(const plx_daemon *d, const char *key, char out[PLX_ETAG_BYTES])
{
    snprintf(out, PLX_ETAG_BYTES, "\"%016llx\"",
             (unsigned long long)(plx_hash64(key, strlen(key)) ^ d->run));
}

bool plx_etag_matches(const char *if_none_match, const char *etag)
{
    size_t n = strlen(etag);
    const char *p = if_none_match;

    if (!p)
        return false;
    if (strcmp(p, "*") == 0)
        return true;
    while ((p = strchr(p, '"')) != NULL) {
        const char *end = strchr(p + 1, '"');
        if (!end)
            return false;
        if ((size_t)(end + 1 - p) == n && memcmp(p, etag, n) == 0)
            return true;
        p = end + 1;
    }
    return false;
}
