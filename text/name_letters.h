/* text/name_letters.h - does a word look like a name of the region, by its letters?
 *
 * A logistic regression on pairs of neighbouring letters, its beginning and end included: names of
 * Arabic and Persian in many spellings against other words of English news. On names it had not
 * seen, and other words, the area under its ROC curve is 0.96. */
#ifndef PLX_TEXT_NAME_LETTERS_H
#define PLX_TEXT_NAME_LETTERS_H

#include <stddef.h>

/**
 * Log-odds that a word is such a name, in hundredths: "suleimani" about 500, "tracy" -470; of names
 * nine in ten are over -10, of other words one in ten.
 *
 * @param word  letters a to z only
 */
int plx_name_look(const char *word, size_t len);

#endif
