/* collection/tags.h - tags by people: words that an article is filed under
 *
 * An append-only file that belongs to the user (tags.jsonl in the index), a change a line:
 *
 *     {"id","tag","on","time"}     "on": true puts the tag on, false takes it off
 *
 * The last line about an article and a tag counts. Tags hold for the id, so they survive indexing
 * again, relabelling and upgrades, and they count at once: no writer is needed. A line that is no
 * tag is passed over, remembered and to be told (plx_tags_faults()).
 *
 * A set belongs to one thread. Any number of processes may append at once. */
#ifndef PLX_COLLECTION_TAGS_H
#define PLX_COLLECTION_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/note_name.h"

/** The file in the index directory. */
#define PLX_TAGS_FILE "tags.jsonl"
/** Bytes of a line. */
#define PLX_TAG_LINE_MAX 65536

typedef struct plx_tags plx_tags;

/** An empty set that reads from a file (which need not exist). */
plx_status plx_tags_open(const char *path, plx_tags **out, plx_error *err);
/** NULL allowed. */
void plx_tags_close(plx_tags *t);

/**
 * Read what was appended since the last call; all anew if the file was replaced or cut since, and
 * nothing is left if it was removed.
 *
 * @param changed  receives whether anything was read; may be NULL
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_tags_read(plx_tags *t, bool *changed, plx_error *err);

/** Lines passed over, and the first of them: "PATH:LINE: WHY", borrowed, NULL if there are none. */
size_t plx_tags_faults(const plx_tags *t, const char **first);

/** How often the file was another, or cut: numbers of tags and articles are new with each. */
uint32_t plx_tags_files(const plx_tags *t);

/* Tags and articles by numbers from 0, in the order they came up. Names are borrowed until the next
 * read; what was put on once and taken off is still counted. */
uint32_t plx_tags_count(const plx_tags *t);
const char *plx_tags_name(const plx_tags *t, uint32_t tag);
uint32_t plx_tags_articles(const plx_tags *t);
const char *plx_tags_id(const plx_tags *t, uint32_t article);

/** Number of a tag, of an article; UINT32_MAX if it never came up. */
uint32_t plx_tags_find(const plx_tags *t, const char *name);
uint32_t plx_tags_find_id(const plx_tags *t, const char *id);

/** Is a tag on an article now? */
bool plx_tags_has(const plx_tags *t, const char *id, const char *name);

/** One tag on one article, now or once. */
typedef struct plx_tagging {
    uint32_t article, tag;
    bool is_on;
} plx_tagging;

/** The next tag that is on an article now, from place *at of the list on, which goes behind it; in
 * the order they were first put on. NULL: no more. */
const char *plx_tags_next_of(const plx_tags *t, const char *id, size_t *at);

/** All of them, in the order they came up; valid until the next read. */
const plx_tagging *plx_tags_list(const plx_tags *t, size_t *n);

/** Append the line of a change. @return PLX_OK; PLX_ERR_INVALID (no id); PLX_ERR_LIMIT;
 * PLX_ERR_NOMEM */
plx_status plx_tag_print(const char *id, const char *tag, bool is_on, int64_t time, plx_strbuf *out,
                         plx_error *err);
/** Append printed lines to the file in one write with one sync: all, or after an error none. */
plx_status plx_tags_append(const char *path, const plx_strbuf *lines, plx_error *err);

#endif
