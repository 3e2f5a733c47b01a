#include "text/stopwords.h"

#include <stdlib.h>
#include <string.h>

/* Folded as the analyser folds, sorted by bytes. Left out on purpose: words that carry the
 * sense of a query or a claim (against, no, not, up, out, over ...), and what folds to a name
 * (Arabic "ala", on, to Ali). */
static const char *const en[] = {
    "a",       "about",    "after",     "again",  "all",     "also",       "am",         "among",
    "an",      "and",      "any",       "are",    "arent",   "as",         "at",         "be",
    "because", "been",     "before",    "being",  "between", "both",       "but",        "by",
    "can",     "cannot",   "cant",      "could",  "couldnt", "did",        "didnt",      "do",
    "does",    "doesnt",   "doing",     "done",   "dont",    "during",     "each",       "either",
    "else",    "ever",     "every",     "few",    "for",     "from",       "further",    "had",
    "hadnt",   "has",      "hasnt",     "have",   "havent",  "having",     "he",         "her",
    "here",    "hers",     "herself",   "him",    "himself", "his",        "how",        "however",
    "i",       "if",       "im",        "in",     "into",    "is",         "isnt",       "it",
    "its",     "itself",   "ive",       "just",   "me",      "more",       "most",       "my",
    "myself",  "neither",  "of",        "on",     "once",    "only",       "or",         "other",
    "our",     "ours",     "ourselves", "own",    "quite",   "rather",     "same",       "she",
    "should",  "shouldnt", "since",     "so",     "some",    "such",       "than",       "that",
    "thats",   "the",      "their",     "theirs", "them",    "themselves", "then",       "there",
    "theres",  "these",    "they",      "theyd",  "theyll",  "theyre",     "theyve",     "this",
    "those",   "though",   "through",   "thus",   "to",      "too",        "toward",     "towards",
    "until",   "upon",     "very",      "was",    "wasnt",   "we",         "were",       "werent",
    "weve",    "what",     "when",      "where",  "whether", "which",      "while",      "whom",
    "whose",   "why",      "with",      "within", "would",   "wouldnt",    "yet",        "you",
    "youd",    "youll",    "your",      "youre",  "yours",   "yourself",   "yourselves", "youve",
};

static const char *const fr[] = {
    "a",     "au",    "aussi",  "aux",  "avec", "c",    "ce",    "ces",    "cet",   "cette",
    "comme", "d",     "dans",   "de",   "des",  "donc", "du",    "elle",   "elles", "en",
    "est",   "et",    "etait",  "ete",  "etre", "eux",  "il",    "ils",    "j",     "je",
    "jusqu", "l",     "la",     "le",   "les",  "leur", "leurs", "lorsqu", "lui",   "m",
    "ma",    "mais",  "me",     "meme", "mes",  "mon",  "n",     "ne",     "nos",   "notre",
    "nous",  "on",    "ont",    "ou",   "par",  "plus", "pour",  "puisqu", "qu",    "quand",
    "que",   "qui",   "quoiqu", "s",    "sa",   "se",   "ses",   "si",     "son",   "sont",
    "sur",   "t",     "ta",     "te",   "tes",  "toi",  "ton",   "tu",     "un",    "une",
    "vos",   "votre", "vous",   "y",
};

static const char *const de[] = {
    "aber",     "als",  "am",    "an",     "auch",   "auf",    "aus",    "bei",    "bin",
    "bis",      "da",   "das",   "dass",   "dem",    "den",    "denn",   "der",    "des",
    "die",      "dies", "diese", "diesem", "diesen", "dieser", "dieses", "doch",   "du",
    "durch",    "ein",  "eine",  "einem",  "einen",  "einer",  "eines",  "er",     "es",
    "euch",     "fur",  "haben", "hat",    "hatte",  "ich",    "ihm",    "ihn",    "ihnen",
    "ihr",      "ihre", "ihrem", "ihren",  "ihrer",  "im",     "in",     "ist",    "ja",
    "kann",     "man",  "mein",  "mich",   "mir",    "mit",    "nach",   "noch",   "nun",
    "nur",      "ob",   "oder",  "schon",  "sehr",   "sein",   "seine",  "seinem", "seinen",
    "seiner",   "sich", "sie",   "sind",   "so",     "uber",   "um",     "und",    "uns",
    "unter",    "vom",  "von",   "vor",    "war",    "waren",  "wegen",  "weil",   "wenn",
    "werden",   "wie",  "wir",   "wird",   "wurde",  "wurden", "zu",     "zum",    "zur",
    "zwischen",
};

static const char *const es[] = {
    "a",       "al",    "algo",  "ante",     "antes",  "aunque",  "como",   "con",   "cual",
    "cuando",  "de",    "del",   "desde",    "donde",  "durante", "e",      "el",    "ella",
    "ellas",   "ellos", "en",    "entre",    "era",    "es",      "esa",    "ese",   "eso",
    "esta",    "estan", "estar", "este",     "esto",   "fue",     "fueron", "ha",    "habia",
    "han",     "hasta", "hay",   "la",       "las",    "le",      "les",    "lo",    "los",
    "mas",     "me",    "mi",    "mientras", "muy",    "ni",      "nos",    "o",     "otra",
    "otro",    "para",  "pero",  "por",      "porque", "pues",    "que",    "quien", "se",
    "segun",   "ser",   "si",    "sido",     "sin",    "sobre",   "son",    "su",    "sus",
    "tambien", "te",    "tiene", "tu",       "un",     "una",     "uno",    "unos",  "y",
    "ya",      "yo",
};

static const char *const it[] = {
    "a",      "ad",     "agli",   "ai",     "al",     "all",    "alla",   "alle",   "allo",
    "anche",  "c",      "che",    "chi",    "ci",     "coi",    "col",    "come",   "con",
    "cui",    "d",      "da",     "dagli",  "dai",    "dal",    "dall",   "dalla",  "dalle",
    "dallo",  "degli",  "dei",    "del",    "dell",   "della",  "delle",  "dello",  "di",
    "dove",   "e",      "ed",     "era",    "erano",  "fu",     "furono", "gli",    "ha",
    "hanno",  "i",      "il",     "in",     "io",     "l",      "la",     "le",     "lei",
    "li",     "lo",     "loro",   "lui",    "ma",     "mentre", "mi",     "ne",     "negli",
    "nei",    "nel",    "nell",   "nella",  "nelle",  "nello",  "noi",    "o",      "per",
    "perche", "pero",   "piu",    "poi",    "quale",  "quando", "quella", "quelle", "quelli",
    "quello", "questa", "queste", "questi", "questo", "quindi", "se",     "si",     "sia",
    "sono",   "stata",  "stato",  "su",     "sua",    "sue",    "sugli",  "sui",    "sul",
    "sull",   "sulla",  "sulle",  "sullo",  "suo",    "suoi",   "tra",    "un",     "una",
    "uno",    "vi",     "voi",
};

static const char *const nl[] = {
    "aan",   "al",     "als",   "bij",  "dan",   "dat",  "de",   "der",  "deze",   "die",   "dit",
    "doch",  "door",   "dus",   "een",  "en",    "er",   "had",  "heb",  "hebben", "heeft", "het",
    "hier",  "hij",    "hoe",   "hun",  "ik",    "in",   "is",   "ja",   "je",     "kan",   "maar",
    "me",    "men",    "met",   "mij",  "mijn",  "na",   "naar", "nog",  "nu",     "of",    "om",
    "omdat", "onder",  "ons",   "ook",  "op",    "over", "te",   "toen", "tot",    "u",     "uit",
    "uw",    "van",    "voor",  "want", "waren", "was",  "wat",  "we",   "wel",    "werd",  "wie",
    "wij",   "worden", "wordt", "zal",  "ze",    "zich", "zij",  "zijn", "zo",     "zou",
};

static const char *const pt[] = {
    "a",     "ainda",  "alem",  "ao",     "aos",  "aquela", "aquele", "aquilo", "as",    "ate",
    "com",   "como",   "da",    "das",    "de",   "dela",   "dele",   "depois", "desde", "do",
    "dos",   "e",      "ela",   "elas",   "ele",  "eles",   "em",     "entre",  "era",   "essa",
    "esse",  "esta",   "estao", "estas",  "este", "foi",    "foram",  "ha",     "isso",  "isto",
    "ja",    "la",     "lhe",   "mais",   "mas",  "me",     "mesmo",  "meu",    "minha", "muito",
    "na",    "nas",    "nem",   "no",     "nos",  "nossa",  "nosso",  "num",    "numa",  "o",
    "onde",  "os",     "ou",    "para",   "pela", "pelas",  "pelo",   "pelos",  "por",   "porque",
    "qual",  "quando", "que",   "quem",   "se",   "sem",    "ser",    "seu",    "seus",  "sob",
    "sobre", "sua",    "suas",  "tambem", "te",   "tem",    "um",     "uma",    "umas",  "uns",
    "voce",
};

static const char *const ru[] = {
    "а",    "без",   "бы",   "был",   "была", "были",  "было",   "быть", "в",   "вам",   "вас",
    "во",   "вот",   "все",  "всего", "всех", "вы",    "да",     "для",  "до",  "его",   "ее",
    "если", "есть",  "еще",  "же",    "за",   "и",     "из",     "или",  "им",  "их",    "к",
    "как",  "когда", "кто",  "ли",    "либо", "мне",   "мы",     "на",   "над", "наш",   "него",
    "нее",  "ней",   "них",  "но",    "ну",   "о",     "об",     "он",   "она", "они",   "оно",
    "от",   "по",    "под",  "при",   "про",  "с",     "себя",   "со",   "так", "также", "там",
    "те",   "тем",   "то",   "того",  "тоже", "той",   "только", "том",  "тот", "ту",    "ты",
    "у",    "уже",   "чего", "чем",   "что",  "чтобы", "чья",    "эта",  "эти", "это",   "этого",
    "этой", "этом",  "этот", "я",
};

static const char *const tr[] = {
    "ama",   "ancak",      "bana",  "bazi",  "belki", "ben",  "beni",  "bir", "biz",   "bu",
    "bunu",  "bunun",      "cok",   "cunku", "da",    "daha", "dahi",  "de",  "degil", "diye",
    "en",    "gibi",       "gore",  "hem",   "hep",   "her",  "icin",  "ile", "ise",   "kadar",
    "kendi", "ki",         "mi",    "mu",    "nasil", "ne",   "neden", "o",   "olan",  "olarak",
    "oldu",  "oldugu",     "olup",  "ona",   "onlar", "onu",  "onun",  "sen", "siz",   "sonra",
    "su",    "tarafindan", "uzere", "ve",    "veya",  "ya",   "yani",
};

static const char *const ar[] = {
    "اذ",   "اذا",   "اكثر", "الا",  "التي", "الذي", "الذين", "الي",  "اما", "ان",   "انه",
    "انها", "او",    "اي",   "ايضا", "بعد",  "بعض",  "بل",    "به",   "بها", "بين",  "تلك",
    "ثم",   "حتي",   "حول",  "حيث",  "خلال", "دون",  "ذلك",   "رغم",  "سوف", "ضد",   "عن",
    "عند",  "عندما", "غير",  "في",   "فيه",  "فيها", "قبل",   "قد",   "كان", "كانت", "كل",
    "كما",  "لا",    "لدي",  "لقد",  "لكن",  "لم",   "لن",    "له",   "لها", "ليس",  "ما",
    "مع",   "من",    "منذ",  "منه",  "منها", "نحو",  "هذا",   "هذه",  "هل",  "هم",   "هناك",
    "هو",   "هي",    "و",    "وفي",  "وقد",  "وكان", "ومن",   "يكون",
};

static const char *const fa[] = {
    "از",   "است",  "اما",  "ان",  "اند",  "انها", "او",  "اي",    "اين",  "اگر",
    "با",   "باشد", "بايد", "بر",  "براي", "به",   "بود", "بودند", "بي",   "تا",
    "خود",  "در",   "ديگر", "را",  "شد",   "شدند", "شده", "كرد",   "كرده", "كند",
    "كنند", "كه",   "ما",   "من",  "مي",   "نه",   "نيز", "نيست",  "هر",   "هم",
    "همه",  "همين", "و",    "ولي", "وي",   "يا",   "يك",  "چه",    "چون",
};

typedef struct stop_list {
    const char *lang;
    const char *const *words;
    size_t count;
} stop_list;

#define LIST(lang)                                                                                 \
    {                                                                                              \
#lang, lang, sizeof lang / sizeof *lang                                                    \
    }

static const stop_list lists[] = {
    LIST(en), LIST(fr), LIST(de), LIST(es), LIST(it), LIST(nl),
    LIST(pt), LIST(ru), LIST(tr), LIST(ar), LIST(fa),
};

typedef struct stop_key {
    const char *word;
    size_t len;
} stop_key;

static int compare(const void *key, const void *element)
{
    const stop_key *k = key;
    const char *word = *(const char *const *)element;
    int order = strncmp(k->word, word, k->len);

    return order ? order : -(word[k->len] != '\0');
}

bool plx_is_stopword(const char *lang, const char *word, size_t len)
{
    stop_key key = { word, len };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].lang, lang) == 0)
            return bsearch(&key, lists[i].words, lists[i].count, sizeof *lists[i].words, compare) !=
                   NULL;
    return false;
}
