/* indexer/html_author.h - who wrote the article of a page
 *
 * An author is a person. Outlets, agencies, desks, roles and addresses that pages give as
 * author are none; an agency is the credited outlet instead. */
#ifndef PLX_INDEXER_HTML_AUTHOR_H
#define PLX_INDEXER_HTML_AUTHOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/article.h"
#include "base/error.h"
#include "indexer/html.h"

/**
 * Set author (and original_source) from what a page gives as author, unless set already.
 *
 * @param s  one name or several, with or without "By" and roles
 * @return PLX_OK, also if nothing in it is a person; PLX_ERR_NOMEM
 */
plx_status plx_html_set_author(plx_article *a, const char *s, size_t n, plx_error *err);

/** The same from the text of an element: its itemprop=name if it has one, else all of it. */
plx_status plx_html_set_author_of(plx_article *a, const xmlNode *node, plx_error *err);

/** The same from the boxes called author or byline in blocks [from, to). */
plx_status plx_html_find_author(const plx_html *h, size_t from, size_t to, plx_article *a,
                                plx_error *err);

/** News agency named by s[0, n): its usual name, static; NULL if it is none. */
const char *plx_html_agency(const char *s, size_t n);

/** s[0, n) equal to the name t but for case, blanks and punctuation ("Al-Example", "Al Example");
 * false if t is NULL. */
bool plx_html_is_same_name(const char *s, size_t n, const char *t);

#endif
