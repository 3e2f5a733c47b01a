/* indexer/credits.h - lines that name an outlet, an address or a title by a label */
#ifndef PLX_INDEXER_CREDITS_H
#define PLX_INDEXER_CREDITS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum plx_credit_kind {
    PLX_CREDIT_TITLE,
    PLX_CREDIT_URL,
    PLX_CREDIT_PUBLISHER, /* who published this copy */
    PLX_CREDIT_ORIGINAL   /* whom it credits */
} plx_credit_kind;

typedef struct plx_credit {
    plx_credit_kind kind;
    const char *reason; /* static: what the line is called when it is left out */
    size_t begin, len;  /* of the value in the line */
    bool is_text;       /* the line is part of the text all the same */
} plx_credit;

/** "Source » jpost", "Via: Reuters", "URL: https://...", "Title: ...", a bare address. */
bool plx_credit_read(const char *s, size_t n, bool is_head, plx_credit *out);

/** Outlet in "... do not necessarily reflect the editorial policy of Example News". */
bool plx_credit_in_disclaimer(const char *s, size_t n, plx_credit *out);

/** Outlet in an author's note: "..., exclusively for the online magazine “Example”". */
bool plx_credit_in_note(const char *s, size_t n, plx_credit *out);

/**
 * News agency that a byline or the value of a credit names, alone or beside others: "Reuters",
 * "Claire Vasseur avec AFP", "Interfax / TASS".
 *
 * @return its usual name, static; NULL if there is none
 */
const char *plx_credit_agency(const char *s, size_t n);

/** Agency of a dateline at the beginning of a paragraph: "BEIRUT (Reuters) - The drivers ...". */
const char *plx_credit_dateline(const char *s, size_t n);

#endif
