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
    "اثناء", "اذ",   "اذا",  "اكثر",  "الا",   "التي",  "الذي",  "الذين", "الي",   "اليه", "اليها",
    "اما",   "امام", "ان",   "انه",   "انها",  "انهم",  "او",    "اوليك", "اي",    "ايضا", "بان",
    "بدون",  "بعد",  "بعض",  "بل",    "به",    "بها",   "بهم",   "بين",   "بينما", "تحت",  "تكون",
    "تلك",   "تم",   "ثم",   "حتي",   "حسب",   "حول",   "حيث",   "حين",   "خلال",  "دون",  "ذلك",
    "رغم",   "سواء", "سوف",  "ضد",    "عليها", "عليهم", "عن",    "عند",   "عندما", "غير",  "فان",
    "فقد",   "فوق",  "في",   "فيه",   "فيها",  "فيهم",  "قبل",   "قد",    "كان",   "كانت", "كانوا",
    "كذلك",  "كل",   "كلما", "كما",   "لا",    "لان",   "لدي",   "لذلك",  "لقد",   "لكن",  "لكنه",
    "لكنها", "لم",   "لن",   "له",    "لها",   "لهم",   "ليس",   "ما",    "مثل",   "مع",   "من",
    "منذ",   "منه",  "منها", "منهم",  "نحو",   "نفسه",  "نفسها", "هذا",   "هذه",   "هل",   "هم",
    "هنا",   "هناك", "هو",   "هولاء", "هي",    "و",     "وان",   "وبعد",  "وبين",  "وتم",  "وذلك",
    "وعلي",  "وعن",  "وفق",  "وفي",   "وقال",  "وقد",   "وكان",  "وكانت", "ولا",   "ولكن", "ولم",
    "وما",   "ومع",  "ومن",  "وهذا",  "وهم",   "وهو",   "وهي",   "يكون",  "يمكن",
};

static const char *const fa[] = {
    "از",    "است",    "البته",  "اما",    "ان",     "انان",   "اند",   "انكه",  "انها",   "انچه",
    "او",    "اي",     "ايشان",  "اين",    "اينكه",  "اينها",  "اگر",   "با",    "باشد",   "باشند",
    "بايد",  "بر",     "براي",   "بسيار",  "بسياري", "بلكه",   "به",    "بود",   "بودند",  "بوده",
    "بي",    "بيش",    "بيشتر",  "بين",    "تا",     "تنها",   "توسط",  "جهت",   "حال",    "حتي",
    "خواهد", "خواهند", "خواهيم", "خود",    "خويش",   "دارد",   "دارند", "داشت",  "داشتند", "داشته",
    "در",    "درباره", "ديگر",   "ديگري",  "را",     "روي",    "زيرا",  "سوي",   "سپس",    "شد",
    "شدند",  "شده",    "شدهاست", "شدهاند", "شما",    "شود",    "شوند",  "ضمن",   "طي",     "فقط",
    "كرد",   "كردند",  "كرده",   "كساني",  "كسي",    "كمتر",   "كند",   "كنند",  "كنيم",   "كه",
    "ما",    "من",     "مورد",   "مي",     "ميان",   "نسبت",   "نمود",  "نموده", "نمي",    "نه",
    "نيز",   "نيست",   "ها",     "هاي",    "هايش",   "هايي",   "هر",    "هست",   "هستند",  "هم",
    "همان",  "همه",    "همين",   "همچنين", "هنوز",   "هنگامي", "و",     "وقتي",  "ولي",    "وي",
    "يا",    "يعني",   "يك",     "پس",     "پيش",    "چنان",   "چند",   "چنين",  "چه",     "چون",
    "چيزي",  "گردد",   "گرديد",
};

static const char *const bg[] = {
    "беше",  "бил",   "била", "било",   "бъде", "в",      "вече",   "във",   "ги",    "го",
    "да",    "днес",  "до",   "докато", "е",    "един",   "една",   "едно",  "за",    "защото",
    "и",     "или",   "има",  "й",      "как",  "като",   "когато", "което", "които", "който",
    "която", "към",   "ли",   "между",  "ми",   "много",  "може",   "му",    "на",    "ни",
    "но",    "обаче", "от",   "още",    "по",   "повече", "преди",  "през",  "при",   "с",
    "са",    "само",  "се",   "си",     "след", "със",    "също",   "тази",  "така",  "там",
    "те",    "тези",  "това", "този",   "той",  "тук",    "тя",     "че",    "ще",
};

static const char *const ca[] = {
    "a",       "aixi",   "aixo",    "al",    "altres", "amb",    "aquest", "aquesta", "aquestes",
    "aquests", "ara",    "avui",    "cada",  "cap",    "com",    "d",      "de",      "del",
    "dels",    "des",    "despres", "dos",   "dues",   "durant", "el",     "els",     "en",
    "encara",  "ens",    "entre",   "era",   "es",     "esta",   "fer",    "fins",    "ha",
    "han",     "havia",  "hi",      "ho",    "i",      "ja",     "l",      "la",      "les",
    "mentre",  "mes",    "molt",    "nomes", "o",      "on",     "pel",    "pels",    "per",
    "pero",    "perque", "quan",    "que",   "qui",    "s",      "segons", "ser",     "seu",
    "seus",    "seva",   "seves",   "si",    "sobre",  "tambe",  "te",     "tot",     "tots",
    "un",      "una",    "va",      "van",
};

static const char *const cs[] = {
    "a",       "aby",  "ale",  "ani",    "az",    "behem", "bude",  "by",    "byl",    "byla",
    "byli",    "bylo", "byly", "byt",    "co",    "do",    "dvou",  "ho",    "jak",    "jako",
    "je",      "jeho", "jeji", "jejich", "jejim", "jen",   "jeste", "jsem",  "jsme",   "jsou",
    "k",       "kde",  "kdy",  "kdyz",   "krome", "ktera", "ktere", "kteri", "ktery",  "ma",
    "maji",    "mel",  "mezi", "mu",     "muze",  "na",    "nebo",  "nez",   "o",      "od",
    "pak",     "po",   "pod",  "podle",  "pouze", "pred",  "pres",  "pri",   "pro",    "proto",
    "protoze", "s",    "se",   "si",     "sve",   "sveho", "tak",   "take",  "techto", "tento",
    "teto",    "tim",  "to",   "toho",   "tomu",  "u",     "uz",    "v",     "vcetne", "ve",
    "vice",    "vsak", "z",    "za",     "zde",   "ze",
};

static const char *const da[] = {
    "af",     "alle",  "allerede", "andre",  "at",     "bade",  "bare",  "blev",   "blevet",
    "bliver", "da",    "de",       "dem",    "den",    "der",   "deres", "derfor", "det",
    "dette",  "disse", "du",       "efter",  "eller",  "en",    "end",   "er",     "et",
    "fa",     "far",   "fik",      "flere",  "for",    "fordi", "fra",   "gor",    "ham",
    "han",    "hans",  "har",      "havde",  "hendes", "hun",   "hvad",  "hver",   "hvis",
    "hvor",   "i",     "ifolge",   "jeg",    "kan",    "kun",   "kunne", "lige",   "ma",
    "man",    "mange", "med",      "meget",  "mellem", "men",   "mens",  "mere",   "nar",
    "noget",  "nogle", "nu",       "og",     "ogsa",   "om",    "os",    "pa",     "sa",
    "samt",   "selv",  "siden",    "sig",    "sin",    "sine",  "skal",  "skulle", "som",
    "til",    "under", "vaere",    "vaeret", "var",    "ved",   "vi",    "vil",
};

static const char *const el[] = {
    "ακομα", "ακομη",  "αλλα",  "αν",     "απο",     "αυτα", "αυτη",  "αυτο",   "αυτοσ", "αυτων",
    "για",   "γιατι",  "δε",    "δηλαδη", "εγω",     "εδω",  "ειναι", "ειχε",   "εκει",  "εμεισ",
    "ενα",   "εναν",   "ενω",   "επειδη", "επισησ",  "εσυ",  "εχει",  "εχουν",  "η",     "ηταν",
    "θα",    "καθε",   "καθωσ", "και",    "καποιοσ", "κατα", "κι",    "λοιπον", "μασ",   "με",
    "μετα",  "μεταξυ", "μια",   "μονο",   "μου",     "να",   "ο",     "οι",     "ολα",   "ολοι",
    "ομωσ",  "οπου",   "οπωσ",  "οσο",    "οταν",    "οτι",  "πιο",   "ποιοσ",  "πολυ",  "που",
    "πριν",  "προσ",   "πωσ",   "σασ",    "σε",      "σου",  "στα",   "στη",    "στην",  "στισ",
    "στο",   "στον",   "στουσ", "τα",     "τη",      "την",  "τησ",   "τι",     "τισ",   "το",
    "τον",   "του",    "τουσ",  "των",    "ωσ",      "ωστε",
};

static const char *const fi[] = {
    "aikana", "aina",      "asti",   "eika",       "enemman", "ennen",   "esimerkiksi", "etta",
    "han",    "hanen",     "heidan", "hyvin",      "ja",      "jalkeen", "jo",          "joita",
    "joka",   "jonka",     "jos",    "jossa",      "jotka",   "kaikki",  "kanssa",      "koska",
    "kuin",   "kuitenkin", "kun",    "lisaksi",    "mies",    "mika",    "mina",        "missa",
    "mita",   "miten",     "mukaan", "mukaisesti", "mutta",   "myos",    "nama",        "ne",
    "niin",   "noin",      "nyt",    "ole",        "oli",     "olisi",   "olivat",      "olla",
    "ollaan", "ollut",     "oman",   "on",         "ovat",    "paljon",  "pitaa",       "saa",
    "se",     "seka",      "sen",    "siihen",     "siina",   "siis",    "siita",       "sita",
    "sitten", "tai",       "talla",  "tama",       "taman",   "tata",    "tulee",       "vain",
    "viela",  "voi",
};

static const char *const he[] = {
    "אבל", "או",  "אולם",  "אותה", "אותו", "אחרי",  "אך",   "אלה",  "אם",   "אנחנו", "אני",
    "אשר", "את",  "בה",    "בו",   "בין",  "במהלך", "גם",   "הוא",  "הזאת", "הזה",   "היא",
    "היה", "היו", "הייתה", "הם",   "זה",   "זו",    "יותר", "יש",   "כבר",  "כדי",   "כי",
    "כך",  "כל",  "כמו",   "לאחר", "לה",   "להיות", "לו",   "לפי",  "לפני", "מאוד",  "מה",
    "עוד", "על",  "עם",    "רק",   "שהוא", "של",    "שלה",  "שלהם", "שלו",
};

static const char *const hi[] = {
    "अपने", "अब",   "इस",   "इसके", "उनके", "उन्होंने", "एक",  "और",  "कर",   "करने", "का",
    "कि",  "किया", "किसी", "की",  "कुछ",  "के",     "को",  "गई",  "गए",   "गया", "जब",
    "जा",  "जाता", "जो",   "तक",  "तो",  "था",    "थी",  "थे",   "दिया", "ने",   "पर",
    "बाद", "भी",   "में",    "यह",  "या",  "ये",     "रहा", "रही", "रहे",   "लिए", "वह",
    "वाले", "साथ",  "से",    "ही",  "हुए",  "है",     "हैं",   "हो",  "होने",
};

static const char *const hr[] = {
    "ali",  "bi",    "bila", "bilo",   "bio",   "biti", "ce",      "da",     "do",      "dok",
    "gdje", "i",     "ih",   "ili",    "ima",   "iz",   "izmedu",  "je",     "joj",     "jos",
    "kad",  "kada",  "kako", "kao",    "koja",  "koje", "koji",    "kojim",  "kojima",  "medutim",
    "mogu", "moze",  "mu",   "na",     "nakon", "nego", "njegov",  "njezin", "njihov",  "o",
    "od",   "ona",   "oni",  "osim",   "ova",   "ovaj", "ovih",    "ovo",    "po",      "prema",
    "pri",  "prije", "s",    "sa",     "sam",   "samo", "se",      "smo",    "sto",     "su",
    "sve",  "svi",   "svih", "ta",     "taj",   "tako", "takoder", "te",     "tijekom", "tko",
    "to",   "tog",   "u",    "uvijek", "uz",    "vec",  "vise",    "za",     "zbog",
};

static const char *const hu[] = {
    "a",        "ahol",    "aki",     "akik",   "akkor",   "alatt", "amely",  "ami",     "amit",
    "annak",    "arra",    "az",      "azok",   "azonban", "azt",   "be",     "csak",    "de",
    "egy",      "egyutt",  "el",      "en",     "ennek",   "erre",  "es",     "ez",      "ezek",
    "ezert",    "ezt",     "fel",     "ha",     "hanem",   "hogy",  "igy",    "illetve", "is",
    "itt",      "kell",    "ki",      "kozott", "le",      "lehet", "lenne",  "lesz",    "lett",
    "majd",     "mar",     "mas",     "meg",    "mert",    "mi",    "miatt",  "mig",     "minden",
    "mint",     "mintegy", "most",    "nagyon", "ok",      "oket",  "olyan",  "ot",      "ott",
    "pedig",    "soran",   "szerint", "te",     "tehat",   "tobb",  "tobbek", "utan",    "vagy",
    "valamint", "van",     "volna",   "volt",   "voltak",
};

static const char *const id[] = {
    "ada",      "adalah",  "agar",     "akan",       "antara", "apa",   "atau",    "bagi",
    "bahwa",    "banyak",  "beberapa", "belum",      "bisa",   "dalam", "dan",     "dapat",
    "dari",     "dengan",  "di",       "dia",        "hanya",  "harus", "hingga",  "ia",
    "ini",      "itu",     "jadi",     "jika",       "juga",   "kami",  "karena",  "ke",
    "kepada",   "ketika",  "kita",     "lagi",       "lain",   "lalu",  "lebih",   "masih",
    "melalui",  "menjadi", "mereka",   "namun",      "oleh",   "pada",  "pun",     "saja",
    "sangat",   "saya",    "sebagai",  "sebelumnya", "secara", "sejak", "sekitar", "semua",
    "seorang",  "seperti", "serta",    "setelah",    "sudah",  "telah", "tentang", "terhadap",
    "tersebut", "tetapi",  "untuk",    "yakni",      "yang",
};

static const char *const ku[] = {
    "به",     "بهرهو", "بهپێي", "بهڵام", "بوو",     "بوون", "بۆ",  "تا",    "تهنيا",
    "خۆي",    "دهبێت", "دهكات", "دهكهن", "دواي",    "زۆر",  "سهر", "كرد",   "كردني",
    "كردووه", "كه",    "له",    "لهسهر", "لهلايهن", "لهم",  "لهو", "لهگهڵ", "نێوان",
    "هكه",    "ههر",   "ههموو", "ههيه",  "و",       "وهك",  "يان", "يهم",   "يهمه",
    "يهو",    "يهوه",  "يێمه",  "پێش",   "ڕێگه",
};

static const char *const no[] = {
    "a",      "alle",  "andre",    "at",    "av",    "bade",  "bare",   "ble",    "bli",
    "blir",   "blitt", "da",       "de",    "dem",   "den",   "denne",  "der",    "derfor",
    "det",    "dette", "disse",    "eller", "en",    "enn",   "er",     "et",     "etter",
    "fa",     "fatt",  "for",      "fordi", "fra",   "ga",    "ha",     "hadde",  "han",
    "hans",   "har",   "hennes",   "hun",   "hva",   "hvor",  "i",      "ifolge", "jeg",
    "jo",     "kan",   "kunne",    "ma",    "mange", "med",   "mellom", "men",    "mer",
    "mye",    "na",    "nar",      "noe",   "noen",  "og",    "ogsa",   "om",     "oss",
    "pa",     "sa",    "samtidig", "seg",   "selv",  "siden", "sin",    "sine",   "skal",
    "skulle", "som",   "til",      "under", "vaere", "vaert", "var",    "ved",    "vi",
    "vil",    "ville",
};

static const char *const pl[] = {
    "a",       "ale",     "bardzo", "bedzie", "bo",      "byc",     "byl",     "byla",     "bylo",
    "byly",    "co",      "czy",    "dla",    "do",      "gdy",     "gdzie",   "go",       "i",
    "ich",     "ja",      "jak",    "jako",   "jednak",  "jednym",  "jego",    "jej",      "jest",
    "jeszcze", "juz",     "kiedy",  "ktora",  "ktore",   "ktory",   "ktorych", "lub",      "ma",
    "maja",    "mi",      "mial",   "miedzy", "moze",    "mozna",   "mu",      "my",       "na",
    "nawet",   "nich",    "niz",    "o",      "od",      "on",      "ona",     "oni",      "oraz",
    "po",      "podczas", "przed",  "przez",  "przy",    "rowniez", "sa",      "sie",      "sobie",
    "ta",      "tak",     "takze",  "te",     "tego",    "tej",     "ten",     "teraz",    "to",
    "tych",    "tylko",   "tym",    "w",      "we",      "wedlug",  "wiec",    "wszystko", "z",
    "za",      "ze",      "zeby",   "zostal", "zostala",
};

static const char *const ps[] = {
    "او",  "بايد", "بل",  "به",  "تر",    "ته",   "خو",   "خپل", "د",    "دا",     "دغه",
    "ده",  "دي",   "دې",  "سره", "شو",    "شوي",  "شوې",  "كله", "كوي",  "كړل",    "كړه",
    "كړي", "كړې",  "كې",  "له",  "لپاره", "هغه",  "هغوي", "هم",  "ورته", "وروسته", "ول",
    "وي",  "يو",   "يوه", "يې",  "په",    "پورې", "ځكه",  "څخه", "چې",   "ډير",    "ډېر",
};

static const char *const ro[] = {
    "a",      "aceasta", "acest", "aceste",  "acestea", "acestei", "acestui", "acum",   "ai",
    "al",     "ale",     "am",    "ar",      "astfel",  "asupra",  "au",      "ca",     "cand",
    "care",   "catre",   "ce",    "cea",     "cei",     "cel",     "cele",    "chiar",  "cu",
    "daca",   "dar",     "de",    "despre",  "din",     "dintre",  "doar",    "dupa",   "ea",
    "ei",     "el",      "ele",   "era",     "este",    "fi",      "fie",     "foarte", "fost",
    "iar",    "ii",      "il",    "in",      "insa",    "intre",   "la",      "le",     "lor",
    "lui",    "mai",     "mi",    "ne",      "noi",     "o",       "ori",     "pana",   "pe",
    "pentru", "poate",   "prin",  "putea",   "sa",      "sai",     "sau",     "se",     "si",
    "sub",    "sunt",    "tot",   "trebuie", "un",      "unei",    "unor",    "unui",
};

static const char *const sk[] = {
    "a",     "aby",     "aj",    "ako",  "ale",    "alebo",  "ani",     "az",    "bol",   "bola",
    "boli",  "bolo",    "bude",  "by",   "byt",    "cez",    "co",      "do",    "dvoch", "este",
    "ho",    "iba",     "ich",   "je",   "jeho",   "jej",    "k",       "kde",   "ked",   "ktora",
    "ktore", "ktori",   "ktory", "kym",  "lebo",   "len",    "ma",      "maju",  "mal",   "medzi",
    "moze",  "mu",      "na",    "nez",  "nich",   "o",      "od",      "okrem", "po",    "pocas",
    "pod",   "podla",   "potom", "pre",  "pred",   "preto",  "pretoze", "pri",   "s",     "sa",
    "si",    "sme",     "som",   "su",   "svoje",  "svojho", "tak",     "tam",   "tejto", "tento",
    "tiez",  "to",      "toho",  "tomu", "tychto", "tym",    "uz",      "v",     "velmi", "viac",
    "vo",    "vratane", "vsak",  "z",    "za",     "ze",     "zo",
};

static const char *const sr[] = {
    "али",  "би",   "била",   "било", "био",   "бити",  "биће",  "већ",    "више",   "где",
    "да",   "до",   "док",    "за",   "због",  "и",     "из",    "између", "или",    "има",
    "их",   "када", "како",   "као",  "ко",    "која",  "које",  "који",   "којим",  "међутим",
    "могу", "може", "му",     "на",   "након", "него",  "о",     "ова",    "овај",   "ове",
    "ово",  "од",   "она",    "они",  "осим",  "по",    "после", "пре",    "према",  "при",
    "са",   "сам",  "само",   "све",  "сви",   "свих",  "се",    "смо",    "србија", "су",
    "та",   "тако", "такође", "тај",  "те",    "то",    "тог",   "током",  "у",      "уз",
    "шта",  "што",  "је",     "јер",  "још",   "његов", "њихов", "ће",
};

static const char *const sv[] = {
    "alla",  "an",    "andra", "ar",     "att",   "av",     "aven", "bara",   "bland",  "blev",
    "blir",  "da",    "dar",   "darfor", "de",    "dem",    "den",  "denna",  "det",    "detta",
    "dock",  "du",    "efter", "eller",  "en",    "enligt", "er",   "ett",    "fa",     "far",
    "fick",  "finns", "for",   "fram",   "fran",  "genom",  "ha",   "hade",   "han",    "har",
    "henne", "hon",   "honom", "hur",    "i",     "innan",  "inom", "jag",    "kan",    "kommer",
    "kunde", "man",   "manga", "maste",  "med",   "mellan", "men",  "mer",    "mycket", "nagon",
    "nagot", "nar",   "nog",   "nu",     "och",   "ocksa",  "om",   "oss",    "pa",     "redan",
    "sa",    "samt",  "sedan", "sig",    "sin",   "sina",   "sitt", "skulle", "som",    "till",
    "under", "vad",   "var",   "vara",   "varit", "vi",     "vid",  "vill",
};

static const char *const uk[] = {
    "або",  "але",    "був",  "буде",  "будуть", "була", "були",    "було",  "бути",  "більше",
    "в",    "вас",    "вже",  "ви",    "вона",   "вони", "всі",     "від",   "він",   "де",
    "для",  "до",     "з",    "за",    "зі",     "й",    "йдеться", "його",  "йому",  "коли",
    "мені", "ми",     "може", "між",   "на",     "нас",  "ніж",     "однак", "по",    "при",
    "про",  "після",  "свою", "своій", "себе",   "та",   "так",     "також", "тим",   "того",
    "тому", "тільки", "у",    "усі",   "хто",    "це",   "цей",     "цього", "цьому", "ця",
    "ці",   "через",  "чи",   "ще",    "що",     "щоб",  "я",       "як",    "яка",   "який",
    "якщо", "які",    "є",    "і",     "із",     "ій",   "ім",      "іх",    "іі",
};

static const char *const ur[] = {
    "اب",  "اس",  "ان",   "انهوں", "اور",  "ايك",  "اپنے", "بعد", "بهي",  "تك",   "تها",
    "تهي", "تهے", "تو",   "جا",    "جاتا", "جب",   "جس",   "جو",  "ديا",  "رها",  "رهي",
    "رهے", "سے",  "كا",   "كر",    "كرتا", "كرتے", "كرنے", "كه",  "كو",   "كويي", "كي",
    "كيا", "كے",  "ليے",  "ميں",   "نے",   "هم",   "هو",   "هوا", "هويے", "هوگا", "هي",
    "هيں", "هے",  "والي", "وه",    "يه",   "پاس",  "گا",   "گي",  "گيا",  "گيي",  "گے",
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
    LIST(ar), LIST(bg), LIST(ca), LIST(cs), LIST(da), LIST(de), LIST(el), LIST(en),
    LIST(es), LIST(fa), LIST(fi), LIST(fr), LIST(he), LIST(hi), LIST(hr), LIST(hu),
    LIST(id), LIST(it), LIST(ku), LIST(nl), LIST(no), LIST(pl), LIST(ps), LIST(pt),
    LIST(ro), LIST(ru), LIST(sk), LIST(sr), LIST(sv), LIST(tr), LIST(uk), LIST(ur),
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

static const stop_list *find_list(const char *lang)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].lang, lang) == 0)
            return &lists[i];
    return NULL;
}

bool plx_is_stopword(const char *lang, const char *word, size_t len)
{
    const stop_list *list = find_list(lang);
    stop_key key = { word, len };

    return list && bsearch(&key, list->words, list->count, sizeof *list->words, compare);
}

bool plx_has_stopwords(const char *lang)
{
    return find_list(lang) != NULL;
}
