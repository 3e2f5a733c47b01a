/* indexer/scraped_rules.h - what one line of a scraped text is, beside furniture.h */
#ifndef PLX_INDEXER_SCRAPED_RULES_H
#define PLX_INDEXER_SCRAPED_RULES_H

#include <stdbool.h>

#include "indexer/furniture.h"
#include "indexer/text_lines.h"

/** Why a line is furniture, in English or any other language; static, NULL if it is not. */
const char *plx_scraped_reason(const plx_line *l, plx_line_place place);

/** Does a line head a list of other things? "Read also: Floods in the south" offers one thing
 * and heads none. */
bool plx_scraped_starts_tail(const plx_line *l);

/** Does a line begin what is no more of the article? Behind a heading like "You may be
 * interested" no story goes on; prose_after are the long sentences that follow. "(Also on
 * Example: ...)" is one offer. */
bool plx_scraped_ends_text(const plx_line *l, unsigned prose_after);

/** "Also read", "list 1 of 3", left out as teasers: the next line is what is offered. */
bool plx_scraped_offers_next(const plx_line *l);

/** "Viktor Example, corresponding member of ...", "Jane Doe is a writer in ...".
 * @param authors  names separated by "; ", may be NULL */
bool plx_scraped_is_author_note(const plx_line *l, const char *authors);

/** "Local news since 1921" */
bool plx_scraped_is_slogan(const plx_line *l);

#endif
