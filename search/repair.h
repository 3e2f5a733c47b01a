/* search/repair.h - makes a list of lexemes well-formed
 *
 * Brackets without partner and empty ones go, operators without operand become words (AND) or go
 * (-): with a notice, or an error if the query is read strictly. */
#ifndef PLX_SEARCH_REPAIR_H
#define PLX_SEARCH_REPAIR_H

#include "base/error.h"
#include "search/diagnostic.h"
#include "search/lexer.h"

/** @return PLX_OK; PLX_ERR_INVALID if strict; PLX_ERR_LIMIT: brackets nested too deep */
plx_status plx_lexemes_repair(const plx_reading *r, plx_lexemes *list);

#endif
