/* search/compile.h - from the tree of a query to terms of the index
 *
 * A plan is a tree of units. Its leaves name documents: by alternatives (any of which is
 * enough), each a term or a phrase of terms; by such near each other; by stance; by date; by tag;
 * by group of near-copies. One leaf is one word for the user: "Kata'ib" in the languages of the
 * index, "al-Khazali" whole or as a phrase of its parts, all the words that "sanction*" stands for.
 */
#ifndef PLX_SEARCH_COMPILE_H
#define PLX_SEARCH_COMPILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "search/names.h"
#include "search/query.h"
#include "search/tables.h"
#include "text/analyser.h"

/** Words of all phrases of a query, at most. */
#define PLX_PLAN_TOKENS_MAX 1024
/** Leaves whose words have to be compared by position, at most: each costs up to a match of its
 * own over all articles. */
#define PLX_PLAN_PHRASES_MAX 128

typedef enum plx_unit_kind {
    PLX_UNIT_TERMS = 0, /* leaves: down to GROUP */
    PLX_UNIT_STANCE,
    PLX_UNIT_DATE,
    PLX_UNIT_NEAR, /* its children are no leaves of the plan: units of terms, see `operand` */
    PLX_UNIT_TAG,  /* named by its node's text */
    PLX_UNIT_GROUP,
    PLX_UNIT_AND,
    PLX_UNIT_OR,
    PLX_UNIT_NOT,  /* one child */
    PLX_UNIT_WORDS /* children preferred; required ones are */
} plx_unit_kind;

/** A term of the index. */
typedef struct plx_plan_term {
    size_t at, len; /* bytes in plx_plan.pool */
    uint32_t freq;  /* documents with it */
} plx_plan_term;

/** Terms [first, first + count): one, or a phrase. */
typedef struct plx_alternative {
    size_t first, count;
    const plx_node *alias; /* the other name it is of; NULL: what was typed */
    uint32_t found;        /* articles that hold it: of a phrase, or an alias, once collected */
    float weight;          /* against what was typed, which has 1 */
} plx_alternative;

typedef struct plx_unit {
    plx_unit_kind kind;
    bool required;        /* '+', or a field */
    bool weighs;          /* has a part in ranking */
    bool is_title;        /* terms bear the title prefix */
    bool is_stop;         /* a stop word, typed as such */
    bool is_exact;        /* surface form: to be verified in the text */
    bool is_alias;        /* other names of words that are leaves, too: no word for itself */
    const plx_node *node; /* what it was made of; as long as the tree */
    size_t leaf;          /* index in plx_plan.leaf */
    float boost;          /* the score is multiplied by it; 1 if none was given */
    size_t first, count;  /* TERMS: its alternatives; NEAR: those of all its children */
    uint32_t distance;    /* NEAR: words between the first and the last at most, and one */
    size_t operand;       /* child of NEAR: which operand it is (one way) to meet */
    uint32_t stances;     /* STANCE: bit mask of ordinals */
    int64_t from, until;  /* DATE: from <= start < until */
    uint32_t docid;       /* GROUP: this article and its near-copies */
    struct plx_unit **child;
    size_t children;
} plx_unit;

typedef struct plx_plan {
    plx_unit *root; /* NULL: all articles */
    plx_unit **leaf;
    size_t leaves;
    size_t words; /* leaves that weigh, outside of NOT */
    plx_plan_term *term;
    size_t terms, term_cap;
    plx_alternative *alternative;
    size_t alternatives, alternative_cap;
    plx_strbuf pool;             /* bytes of the terms */
    plx_strbuf dropped;          /* stop words left out, blanks between */
    plx_spelling_uses spellings; /* names looked for otherwise, too */
} plx_plan;

/** What compiling needs; all borrowed. */
typedef struct plx_compiler {
    plx_tables *tables;
    plx_analyser *an;
    plx_tokens *tokens; /* working memory */
    bool exact;         /* all words by surface form */
    bool names;         /* names in any spelling */
    int64_t now;        /* for relative dates */
    plx_strbuf *notice; /* as plx_query_parse() */
} plx_compiler;

/**
 * Make a plan of a tree (NULL: all articles).
 *
 * Stop words side by side with others, or in AND, are dropped; never with '+' and never if
 * nothing else is left.
 *
 * @param n    must outlive the plan
 * @param out  initialised anew; released with plx_plan_release(), also after an error
 * @return PLX_OK; PLX_ERR_INVALID (a date, a stance: names what exists); PLX_ERR_LIMIT (too many
 *         words); PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_plan_make(const plx_compiler *c, const plx_node *n, plx_plan *out, plx_error *err);
void plx_plan_release(plx_plan *p);
/** An empty plan: all articles. */
void plx_plan_init(plx_plan *p);

#endif
