/* text/detect_lists.h - what languages are told by: their most frequent words and their letters */
#ifndef PLX_TEXT_DETECT_LISTS_H
#define PLX_TEXT_DETECT_LISTS_H

#include <stddef.h>

/** Scripts that several languages of the lists are written in, and the others in one. */
typedef enum plx_script {
    PLX_SCRIPT_NONE, /* no letter */
    PLX_SCRIPT_LATIN,
    PLX_SCRIPT_CYRILLIC,
    PLX_SCRIPT_HEBREW,
    PLX_SCRIPT_ARABIC,
    PLX_SCRIPT_DEVANAGARI,
    PLX_SCRIPT_SHARED, /* number of the above */
    PLX_SCRIPT_HAN = PLX_SCRIPT_SHARED,
    PLX_SCRIPT_KANA,
    PLX_SCRIPT_ALONE /* the first that stands for one language, in the order of plx_lone_scripts */
} plx_script;

/** Languages of one shared script; they are bits of a word. */
#define PLX_SCRIPT_LANGUAGES 32

typedef struct plx_detect_list {
    const char *code; /* ISO 639-1 */
    plx_script script;
    const char *letters; /* beyond the script's common ones, lower case */
    const char *words;   /* lower case, accents kept, each of at most 12 bytes, a blank between;
                            yeh and kaf of the Persian form */
} plx_detect_list;

extern const plx_detect_list plx_detect_lists[];
extern const size_t plx_detect_list_count;

typedef struct plx_lone_script {
    unsigned first, last; /* code points */
    const char *code;     /* ISO 639-1, of the language that is nearly always meant */
} plx_lone_script;

extern const plx_lone_script plx_lone_scripts[];
extern const size_t plx_lone_script_count;

#endif
