#include "indexer/html_phrases.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

#define LINE_BYTES   512 /* of a line looked at, folded */
#define LONG_WORDS   60  /* a longer line is text */
#define RECORD_WORDS 30  /* of a line of labels */
#define TAIL_WORDS   8   /* a longer line announces nothing */
#define ABOUT_WORDS  6
#define CREDIT_BYTES 80 /* in the brackets of a photo credit */

enum match {
    WHOLE,  /* nothing but this, punctuation aside */
    STARTS, /* the line begins with it, and no letter follows */
    LABEL,  /* it begins with it, and a colon, bar or dash follows */
    HOLDS   /* somewhere in the line */
};

struct phrase {
    const char *text; /* lower case */
    enum match match;
    unsigned max_words;
    const char *reason;
};

static const struct phrase phrases[] = {
    /* links to other articles inside the text */
    { "lire aussi", STARTS, 40, "teaser" },
    { "à lire aussi", STARTS, 40, "teaser" },
    { "a lire aussi", STARTS, 40, "teaser" },
    { "à lire", LABEL, 40, "teaser" },
    { "lire également", STARTS, 40, "teaser" },
    { "voir aussi", STARTS, 40, "teaser" },
    { "sur le même sujet", STARTS, 12, "teaser" },
    { "lesen sie auch", STARTS, 40, "teaser" },
    { "lesen sie dazu", STARTS, 40, "teaser" },
    { "lesen sie mehr", STARTS, 40, "teaser" },
    { "lesen sie hier", STARTS, 40, "teaser" },
    { "mehr zum thema", STARTS, 30, "teaser" },
    { "siehe auch", STARTS, 30, "teaser" },
    { "lea también", STARTS, 40, "teaser" },
    { "lea además", STARTS, 40, "teaser" },
    { "lee también", STARTS, 40, "teaser" },
    { "leer también", STARTS, 40, "teaser" },
    { "le puede interesar", STARTS, 40, "teaser" },
    { "te puede interesar", STARTS, 40, "teaser" },
    { "ver también", STARTS, 40, "teaser" },
    { "leggi anche", STARTS, 40, "teaser" },
    { "leia também", STARTS, 40, "teaser" },
    { "leia mais", STARTS, 40, "teaser" },
    { "veja também", STARTS, 40, "teaser" },
    { "lees ook", STARTS, 40, "teaser" },
    { "czytaj też", STARTS, 40, "teaser" },
    { "czytaj także", STARTS, 40, "teaser" },
    { "zobacz też", STARTS, 40, "teaser" },
    { "читайте также", STARTS, 40, "teaser" },
    { "читать также", STARTS, 40, "teaser" },
    { "смотрите также", STARTS, 40, "teaser" },
    { "см. также", STARTS, 40, "teaser" },
    { "ayrıca bakınız", STARTS, 40, "teaser" },
    { "ilgili haber", STARTS, 40, "teaser" },
    { "bunu da oku", STARTS, 40, "teaser" },
    { "اقرأ أيضا", STARTS, 40, "teaser" },
    { "اقرأ أيضاً", STARTS, 40, "teaser" },
    { "اقرأ أيضًا", STARTS, 40, "teaser" },
    { "اقرأ المزيد", STARTS, 40, "teaser" },
    { "إقرأ أيضا", STARTS, 40, "teaser" },
    { "إقرأ أيضاً", STARTS, 40, "teaser" },
    { "إقرأ أيضًا", STARTS, 40, "teaser" },
    { "شاهد أيضا", STARTS, 40, "teaser" },
    { "شاهد أيضاً", STARTS, 40, "teaser" },
    { "بیشتر بخوانید", STARTS, 40, "teaser" },
    { "بخوانید", LABEL, 40, "teaser" },
    { "مطالب مرتبط", STARTS, 20, "teaser" },
    { "اخبار مرتبط", STARTS, 20, "teaser" },
    /* adverts */
    { "publicité", WHOLE, 2, "advert" },
    { "anzeige", WHOLE, 2, "advert" },
    { "werbung", WHOLE, 2, "advert" },
    { "publicidad", WHOLE, 2, "advert" },
    { "pubblicità", WHOLE, 2, "advert" },
    { "publicidade", WHOLE, 2, "advert" },
    { "advertentie", WHOLE, 2, "advert" },
    { "reklama", WHOLE, 2, "advert" },
    { "hirdetés", WHOLE, 2, "advert" },
    { "реклама", WHOLE, 2, "advert" },
    { "reklam", WHOLE, 2, "advert" },
    { "إعلان", WHOLE, 2, "advert" },
    { "اعلان", WHOLE, 2, "advert" },
    { "تبلیغات", WHOLE, 2, "advert" },
    { "آگهی", WHOLE, 2, "advert" },
    { "use the code", HOLDS, 60, "promotion" },
    { "for as little as", HOLDS, 60, "promotion" },
    { "click here for more information", HOLDS, 60, "promotion" },
    { "chance to win", HOLDS, 40, "promotion" },
    /* the page's own tools */
    { "story tools", WHOLE, 3, "navigation" },
    { "article tools", WHOLE, 3, "navigation" },
    { "text size", STARTS, 5, "navigation" },
    { "font size", STARTS, 5, "navigation" },
    { "story highlights", WHOLE, 3, "label" },
    { "tl;dr", WHOLE, 2, "label" },
    { "image 1 of", STARTS, 6, "caption" },
    { "caption", WHOLE, 1, "caption" },
    { "sharing is caring", WHOLE, 4, "share" },
    { "publish date", LABEL, 8, "byline" },
    { "updated at", STARTS, 7, "byline" },
    { "partager", WHOLE, 3, "share" },
    { "teilen", WHOLE, 3, "share" },
    { "compartir", WHOLE, 3, "share" },
    { "condividi", WHOLE, 3, "share" },
    { "compartilhar", WHOLE, 3, "share" },
    { "compartilhe", STARTS, 6, "share" },
    { "поделиться", STARTS, 4, "share" },
    { "paylaş", WHOLE, 3, "share" },
    { "شارك", WHOLE, 3, "share" },
    { "مشاركة", WHOLE, 3, "share" },
    { "اشتراک گذاری", STARTS, 4, "share" },
    { "به اشتراک بگذارید", STARTS, 6, "share" },
    { "لینک کوتاه", STARTS, 8, "share" },
    { "رابط مختصر", STARTS, 8, "share" },
    { "imprimer", WHOLE, 2, "share" },
    { "drucken", WHOLE, 2, "share" },
    { "imprimir", WHOLE, 2, "share" },
    { "распечатать", WHOLE, 2, "share" },
    { "yazdır", WHOLE, 2, "share" },
    { "طباعة", WHOLE, 2, "share" },
    { "چاپ", WHOLE, 2, "share" },
    { "inscrivez-vous", STARTS, 30, "promotion" },
    { "abonnez-vous", STARTS, 30, "promotion" },
    { "suivez-nous", STARTS, 20, "promotion" },
    { "suscríbete", STARTS, 30, "promotion" },
    { "suscríbase", STARTS, 30, "promotion" },
    { "síguenos", STARTS, 20, "promotion" },
    { "newsletter", LABEL, 30, "promotion" },
    { "подписывайтесь", STARTS, 30, "promotion" },
    { "подпишитесь", STARTS, 30, "promotion" },
    { "abone ol", STARTS, 20, "promotion" },
    { "تابعونا", STARTS, 20, "promotion" },
    { "تابعنا على", STARTS, 20, "promotion" },
    { "اشترك في", STARTS, 20, "promotion" },
    /* credits and tags */
    { "crédit photo", STARTS, 30, "caption" },
    { "photo d'archive", STARTS, 30, "caption" },
    { "foto", LABEL, 40, "caption" },
    { "fotos", LABEL, 40, "caption" },
    { "bild", LABEL, 40, "caption" },
    { "fot.", STARTS, 30, "caption" },
    { "фото", LABEL, 40, "caption" },
    { "fotoğraf", LABEL, 40, "caption" },
    { "صورة", LABEL, 40, "caption" },
    { "عکس", LABEL, 40, "caption" },
    { "mots-clés", LABEL, 40, "tags" },
    { "mots clés", LABEL, 40, "tags" },
    { "schlagworte", LABEL, 40, "tags" },
    { "schlagwörter", LABEL, 40, "tags" },
    { "etiquetas", LABEL, 40, "tags" },
    { "теги", LABEL, 40, "tags" },
    { "etiketler", LABEL, 40, "tags" },
    { "كلمات مفتاحية", STARTS, 40, "tags" },
    { "برچسب‌ها", STARTS, 40, "tags" },
    { "برچسب ها", STARTS, 40, "tags" },
    /* rights and disclaimers */
    { "tous droits réservés", HOLDS, 50, "copyright" },
    { "alle rechte vorbehalten", HOLDS, 50, "copyright" },
    { "todos los derechos reservados", HOLDS, 50, "copyright" },
    { "todos os direitos reservados", HOLDS, 50, "copyright" },
    { "все права защищены", HOLDS, 50, "copyright" },
    { "tüm hakları saklıdır", HOLDS, 50, "copyright" },
    { "جميع الحقوق محفوظة", HOLDS, 50, "copyright" },
    { "كل الحقوق محفوظة", HOLDS, 50, "copyright" },
    { "تمامی حقوق", HOLDS, 50, "copyright" },
    { "الآراء الواردة", HOLDS, 50, "disclaimer" },
    { "لا تعبر بالضرورة عن", HOLDS, 60, "disclaimer" },
    { "utilise des cookies", HOLDS, 80, "cookies" },
    { "verwendet cookies", HOLDS, 80, "cookies" },
    { "verwenden cookies", HOLDS, 80, "cookies" },
    { "utiliza cookies", HOLDS, 80, "cookies" },
    { "использует cookie", HOLDS, 80, "cookies" },
};

static const char *const related_tails[] = {
    "articles liés",
    "articles similaires",
    "sur le même sujet",
    "à lire aussi",
    "lire aussi",
    "mehr zum thema",
    "weitere artikel",
    "ähnliche artikel",
    "artículos relacionados",
    "noticias relacionadas",
    "te puede interesar",
    "le puede interesar",
    "más noticias",
    "articoli correlati",
    "leggi anche",
    "notícias relacionadas",
    "leia também",
    "veja também",
    "czytaj także",
    "kapcsolódó",
    "читайте также",
    "материалы по теме",
    "похожие материалы",
    "по теме",
    "ilgili haberler",
    "benzer haberler",
    "diğer haberler",
    "مقالات ذات صلة",
    "مواضيع ذات صلة",
    "أخبار ذات صلة",
    "موضوعات متعلقة",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "إقرأ أيضاً",
    "مطالب مرتبط",
    "اخبار مرتبط",
    "مطالب پیشنهادی",
};

static const char *const comment_tails[] = {
    "commentaires",
    "laisser un commentaire",
    "vos commentaires",
    "réagir",
    "kommentare",
    "kommentar schreiben",
    "comentarios",
    "deja un comentario",
    "comentários",
    "deixe um comentário",
    "commenti",
    "lascia un commento",
    "komentarze",
    "hozzászólások",
    "комментарии",
    "оставить комментарий",
    "yorumlar",
    "yorum yap",
    "تعليقات",
    "التعليقات",
    "أضف تعليق",
    "اترك تعليقا",
    "نظرات",
    "نظر شما",
    "ارسال نظر",
    "دیدگاه",
};

/* A line with two of these is made by the system, not by the author: "10/5/2018 - Posted by: Jane
 * Doe - Category: Sea". */
static const char *const record_labels[] = {
    "posted by",  "published by", "publicado por", "publié par",   "veröffentlicht von",
    "author:",    "autor:",       "auteur :",      "category:",    "categories:",
    "categoria:", "categoría:",   "catégorie :",   "kategorie:",   "категория:",
    "tags:",      "filed under",  "posted in",     "publicado em", "publicado en",
    "yazar:",     "kategori:",    "etiketler:",    "автор:",       "теги:",
};

/* Words that make the brackets at the end of a line a credit. */
static const char *const credit_words[] = {
    "photo:", "photo :",    "photo by",     "image:", "images:",  "picture:",
    "foto:",  "foto di",    "fot.",         "bild:",  "crédit",   "crédito",
    "фото",   "fotoğraf",   "صورة",         "عکس",    "credit:",  "courtesy",
    "getty",  "screenshot", "shutterstock", "istock", "unsplash",
};

/* Lower case; bullets in front and blanks left out. */
static size_t fold(const char *s, size_t n, char out[LINE_BYTES])
{
    static const char *const bullets[] = { "•", "»", "›", "►", "▶", "→", "*", ">", "-", "+",
                                           "[", "(", " ", "|", "–", "—", "#", "■", "●" };
    size_t i = 0;
    size_t k = 0;

    for (size_t b = 0; b < sizeof bullets / sizeof *bullets;) {
        size_t len = strlen(bullets[b]);
        bool is_there = n - i >= len && memcmp(s + i, bullets[b], len) == 0;

        i += is_there ? len : 0;
        b = is_there ? 0 : b + 1;
    }
    while (i < n && k + 5 < LINE_BYTES) {
        uint32_t cp;

        i += plx_utf8_decode(s + i, n - i, &cp);
        cp = cp == 0x2019 ? '\'' : cp == 0x0130 ? 'i' : cp; /* Turkish capital I with a dot */
        k += (size_t)utf8proc_encode_char(utf8proc_tolower((utf8proc_int32_t)cp),
                                          (utf8proc_uint8_t *)out + k);
    }
    out[k] = '\0';
    return k;
}

static bool is_letter(const char *s)
{
    utf8proc_category_t c;
    uint32_t cp;

    if (*s == '\0')
        return false;
    plx_utf8_decode(s, strlen(s), &cp);
    c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

static bool is_label_end(const char *s)
{
    static const char *const ends[] = { ":", "|", ">", "»", "–", "—", "/", "©", "،" };

    while (*s == ' ')
        s++;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strncmp(s, ends[i], strlen(ends[i])) == 0)
            return true;
    return false;
}

static bool is_matched(const struct phrase *p, const char *line)
{
    size_t n = strlen(p->text);

    if (p->match == HOLDS)
        return strstr(line, p->text) != NULL;
    if (strncmp(line, p->text, n) != 0)
        return false;
    if (p->match == LABEL)
        return is_label_end(line + n);
    if (p->match == STARTS)
        return !is_letter(line + n);
    return line[n + strspn(line + n, " .:!?>|()[]0123456789")] == '\0';
}

/* "The harbour after the storm (Photo: Jane Doe)" */
static bool is_credited(const char *line, size_t n)
{
    size_t open = n;

    if (n < 4 || (line[n - 1] != ')' && line[n - 1] != ']'))
        return false;
    while (open > 0 && n - open < CREDIT_BYTES && line[open - 1] != '(' && line[open - 1] != '[')
        open--;
    if (open == 0 || n - open >= CREDIT_BYTES)
        return false;
    for (size_t i = 0; i < sizeof credit_words / sizeof *credit_words; i++)
        if (strncmp(line + open, credit_words[i], strlen(credit_words[i])) == 0)
            return true;
    return false;
}

static bool is_record(const char *line)
{
    unsigned labels = 0;

    for (size_t i = 0; i < sizeof record_labels / sizeof *record_labels; i++)
        labels += strstr(line, record_labels[i]) != NULL;
    return labels > 1;
}

const char *plx_html_phrase(const char *s, size_t n)
{
    unsigned words = plx_furniture_words(s, n);
    char line[LINE_BYTES];
    size_t len;

    if (words > LONG_WORDS)
        return NULL;
    len = fold(s, n, line);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (words <= phrases[i].max_words && is_matched(&phrases[i], line))
            return phrases[i].reason;
    if (words <= RECORD_WORDS && is_record(line))
        return "byline";
    return len + 1 < LINE_BYTES && is_credited(line, len) ? "caption" : NULL;
}

static bool starts_with_one(const char *line, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(list[i]);
        if (strncmp(line, list[i], n) == 0 && !is_letter(line + n))
            return true;
    }
    return false;
}

plx_tail plx_html_phrase_tail(const char *s, size_t n)
{
    char line[LINE_BYTES];

    if (n == 0 || plx_furniture_words(s, n) > TAIL_WORDS)
        return PLX_TAIL_NONE;
    fold(s, n, line);
    if (starts_with_one(line, comment_tails, sizeof comment_tails / sizeof *comment_tails))
        return PLX_TAIL_COMMENTS;
    if (starts_with_one(line, related_tails, sizeof related_tails / sizeof *related_tails))
        return PLX_TAIL_RELATED;
    return PLX_TAIL_NONE;
}

bool plx_html_phrase_is_about(const char *s, size_t n)
{
    static const char *const starts[] = { "about ",     "über ",  "à propos d", "a propos d",
                                          "acerca de ", "sobre ", "о компании" };
    unsigned words = plx_furniture_words(s, n);
    char line[LINE_BYTES];

    if (words < 2 || words > ABOUT_WORDS || memchr(s, '?', n))
        return false;
    fold(s, n, line);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(line, starts[i], strlen(starts[i])) == 0)
            return strncmp(line, "about the ", 10) != 0 && strncmp(line, "about this ", 11) != 0;
    return false;
}
