/* classifier/target_mark.h - a text with the sentences that name the target marked
 *
 * For people who read and label: where to look first. One thread for each set of tokens. */
#ifndef PLX_CLASSIFIER_TARGET_MARK_H
#define PLX_CLASSIFIER_TARGET_MARK_H

#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/phrases.h"
#include "text/analyser.h"

/** What names the target, and what is put round a sentence that does. */
typedef struct plx_target_marks {
    const plx_phrases *target; /* sealed */
    const char *open, *close;
} plx_target_marks;

/**
 * Append a text with its marks.
 *
 * @param text   ends in NUL
 * @param words  its tokens, of an analyser with the language that the target was given in
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_target_mark(const plx_target_marks *marks, const char *text, const plx_tokens *words,
                           plx_strbuf *out, plx_error *err);

#endif
