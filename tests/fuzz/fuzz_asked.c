/* Any bytes as the file of what was asked: it is read, what is appended is found again, and what
 * there was stays. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "collection/asked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void count_skip(void *ctx, const plx_skip *s)
{
    require(s->id && s->target && s->coder);
    ++*(size_t *)ctx;
}

/* Skips and samples, all of them looked at. */
static void look(const plx_asked *a, size_t *skips, size_t *samples)
{
    *skips = 0;
    *samples = plx_asked_samples(a);
    plx_asked_each_skip(a, count_skip, skips);
    for (size_t i = 0; i < *samples; i++) {
        const plx_drawn_sample *s = plx_asked_sample_at(a, i);
        const plx_drawn_sample *found = plx_asked_sample(a, s);

        require(found && found->seed == s->seed && s->count <= PLX_SAMPLE_MAX);
        for (size_t k = 0; k < s->count; k++)
            require(s->ids[k] != NULL);
    }
}

static void append_and_read(const char *path)
{
    static const plx_skip skip = { "\x7f new", "t", "fuzz" };
    const char *ids[] = { "one", "two" };
    const plx_drawn_sample sample = { .target = "t",
                                      .query = "q",
                                      .seed = 3,
                                      .size = 2,
                                      .ids = ids,
                                      .count = 2,
                                      .time = "2026-01-01T00:00:00Z" };
    size_t skips, samples, skips_then, samples_then;
    plx_asked *a;

    require(plx_asked_open(path, &a, NULL) == PLX_OK);
    look(a, &skips, &samples);
    skips -= plx_asked_is_skipped(a, &skip);
    require(plx_asked_skip(a, &skip, false, sample.time, NULL) == PLX_OK);
    require(plx_asked_draw(a, &sample, NULL) == PLX_OK);
    plx_asked_close(a);
    require(plx_asked_open(path, &a, NULL) == PLX_OK);
    look(a, &skips_then, &samples_then);
    require(plx_asked_is_skipped(a, &skip));
    require(skips_then == skips + 1 && samples_then == samples + 1);
    plx_asked_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64], file[80];
    int fd;

    strcpy(path, plx_file_exists("/dev/shm") ? "/dev/shm/plx-fuzz-XXXXXX" : "/tmp/plx-fuzz-XXXXXX");
    fd = mkstemp(path);
    require(fd >= 0);
    close(fd);
    unlink(path);
    snprintf(file, sizeof file, "%s.asked", path);
    require(plx_file_replace(file, data, size, NULL) == PLX_OK);
    append_and_read(path);
    unlink(file);
    return 0;
}
