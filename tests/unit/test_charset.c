/* Bytes of any character set to UTF-8, and UTF-8 that was spoilt on its way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "indexer/charset.h"
#include "indexer/extract.h"
#include "indexer/mojibake.h"

static const struct example {
    const char *bytes;
    size_t n;
    const char *hint;
    const char *name;
    const char *how;
    const char *text;
} examples[] = {
    { "Gr\303\274\303\237e aus dem Hafen", 21, NULL, "UTF-8", "valid UTF-8",
      "Grüße aus dem Hafen" },
    { "Gr\303\274\303\237e aus dem Hafen", 21, "iso-8859-1", "UTF-8", "valid UTF-8",
      "Grüße aus dem Hafen" },
    { "\357\273\277Hafen", 8, NULL, "UTF-8", "byte order mark", "Hafen" },
    { "\377\376H\000\344\000f\000e\000n\000", 12, NULL, "UTF-16LE", "byte order mark", "Häfen" },
    { "\376\377\000H\000\344\000f\000e\000n", 12, NULL, "UTF-16BE", "byte order mark", "Häfen" },
    { "T\000h\000e\000 \000h\000a\000r\000b\000o\000u\000r\000 \000i\000s\000 "
      "\000c\000l\000o\000s\000e\000d\000",
      42, NULL, "UTF-16LE", "detected", "The harbour is closed" },
    { "\000T\000h\000e\000 \000h\000a\000r\000b\000o\000u\000r\000 \000i\000s\000 "
      "\000c\000l\000o\000s\000e\000d",
      42, NULL, "UTF-16BE", "detected", "The harbour is closed" },
    { "#\0069\006D\006F\006*\006 \000'\006D\006-\006C\006H\006E\006)\006 \000.\0067\006)\006 "
      "\000,\006/\006J\006/\006)\006 \000D\006%\0065\006D\006'\006-\006 "
      "\000'\006D\006E\006J\006F\006'\006!\006",
      76, NULL, "UTF-16LE", "detected", "أعلنت الحكومة خطة جديدة لإصلاح الميناء" },
    { "\037\004@\0040\0042\0048\004B\0045\004;\004L\004A\004B\0042\004>\004 "
      "\000>\0041\004J\004O\0042\0048\004;\004>\004 \000>\004 "
      "\000@\0045\004<\004>\004=\004B\0045\004 \000\?\004>\004@\004B\0040\004",
      76, NULL, "UTF-16LE", "detected", "Правительство объявило о ремонте порта" },
    { "\303\332\341\344\312 \307\341\315\337\346\343\311 \316\330\311 \314\317\355\317\311 "
      "\341\305\325\341\307\315 \307\341\343\355\344\307\301",
      38, NULL, "WINDOWS-1256", "detected", "أعلنت الحكومة خطة جديدة لإصلاح الميناء" },
    { "\343\355\344\307\301 \314\317\355\317", 10, NULL, "WINDOWS-1256", "detected", "ميناء جديد" },
    { "\303\332\341\344\312 \307\341\315\337\346\343\311 \316\330\311 \314\317\355\317\311 "
      "\341\305\325\341\307\315 \307\341\343\355\344\307\301",
      38, "windows-1256", "windows-1256", "given", "أعلنت الحكومة خطة جديدة لإصلاح الميناء" },
    { "\317\360\340\342\350\362\345\353\374\361\362\342\356 \356\341\372\377\342\350\353\356 \356 "
      "\360\345\354\356\355\362\345 \357\356\360\362\340",
      38, NULL, "WINDOWS-1251", "detected", "Правительство объявило о ремонте порта" },
    { "\317\356\360\362 \347\340\352\360\373\362", 11, NULL, "WINDOWS-1251", "detected",
      "Порт закрыт" },
    { "\360\322\301\327\311\324\305\314\330\323\324\327\317 \317\302\337\321\327\311\314\317 \317 "
      "\322\305\315\317\316\324\305 \320\317\322\324\301",
      38, NULL, "KOI8-R", "detected", "Правительство объявило о ремонте порта" },
    { "Limanda \347al\375\376malar yeniden ba\376lad\375, i\376\347iler d\366nd\374", 49, NULL,
      "WINDOWS-1254", "detected", "Limanda çalışmalar yeniden başladı, işçiler döndü" },
    { "\325\376\270\256\320\373\262\274\301\313\320\302\265\304\270\333\277\332\320\336\270\264\274"
      "\306\273\256",
      26, NULL, "GB18030", "detected", "政府宣布了新的港口修复计划" },
    { "\033$B9A$N=$M}7W2h$,H/I=$5$l$\?\033(B", 30, NULL, "ISO-2022-JP", "detected",
      "港の修理計画が発表された" },
    { "\215`\202\314\217C\227\235\214v\211\346\202\252\224\255\225\\\202\263\202\352\202\275", 24,
      NULL, "CP932", "detected", "港の修理計画が発表された" },
    { "It\222s \223closed\224 \226 again", 21, NULL, "WINDOWS-1252", "detected",
      "It’s “closed” – again" },
    { "Le port est ferm\351, a annonc\351 le pr\351fet \340 la radio", 49, NULL, "WINDOWS-1252",
      "detected", "Le port est fermé, a annoncé le préfet à la radio" },
    { "<meta charset=windows-1251>\317\360\340\342\350\362\345\353\374\361\362\342\356 "
      "\356\341\372\377\342\350\353\356 \356 \360\345\354\356\355\362\345 \357\356\360\362\340",
      65, NULL, "windows-1251", "meta element",
      "<meta charset=windows-1251>Правительство объявило о ремонте порта" },
    { "<meta charset=utf-8>\317\360\340\342\350\362\345\353\374\361\362\342\356 "
      "\356\341\372\377\342\350\353\356 \356 \360\345\354\356\355\362\345 \357\356\360\362\340",
      58, NULL, "WINDOWS-1251", "detected",
      "<meta charset=utf-8>Правительство объявило о ремонте порта" },
    { "<meta charset=iso-8859-1>Hafen in K\303\266ln", 39, NULL, "UTF-8", "valid UTF-8",
      "<meta charset=iso-8859-1>Hafen in Köln" },
    { "<meta charset=utf-16>Hafen in Koln", 34, NULL, "UTF-8", "valid UTF-8",
      "<meta charset=utf-16>Hafen in Koln" },
    { "Hafen in Koln", 13, "no-such-set", "UTF-8", "valid UTF-8", "Hafen in Koln" },
    { "\317\360\340\342\350\362\345\353\374\361\362\342\356 \356\341\372\377\342\350\353\356 \356 "
      "\360\345\354\356\355\362\345 \357\356\360\362\340",
      38, "utf-8", "WINDOWS-1251", "detected", "Правительство объявило о ремонте порта" },
    { "Der Hafen bleibt f\303\274r l\303\244ngere Zeit geschlossen, weil die Br\303\274cke "
      "besch\303\244digt ist. Der Hafen bleibt f\303\274r l\303\244ngere Zeit geschlossen, weil "
      "die Br\303\274cke besch\303\244digt ist. Der Hafen bleibt f\303\274r l\303\244ngere Zeit "
      "geschlossen, weil die Br\303\274cke besch\303\244digt ist. Der Hafen bleibt f\303\274r "
      "l\303\244ngere Zeit geschlossen, weil die Br\303\274cke besch\303\244digt ist. \377",
      333, NULL, "UTF-8", "detected",
      "Der Hafen bleibt für längere Zeit geschlossen, weil die Brücke beschädigt ist. Der Hafen "
      "bleibt für längere Zeit geschlossen, weil die Brücke beschädigt ist. Der Hafen bleibt für "
      "längere Zeit geschlossen, weil die Brücke beschädigt ist. Der Hafen bleibt für längere Zeit "
      "geschlossen, weil die Brücke beschädigt ist. �" },
    { "a\015\nb\015c", 6, NULL, "UTF-8", "valid UTF-8", "a \nb\nc" },
};

static void the_character_set_is_found_and_named(void **state)
{
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *e = &examples[i];
        plx_strbuf out = PLX_STRBUF_INIT;
        plx_charset_result r;

        assert_int_equal(plx_charset_read(e->bytes, e->n, e->hint, &out, &r, NULL), PLX_OK);
        if (strcmp(out.s, e->text) != 0 || strcmp(r.name, e->name) != 0 ||
            strcmp(r.how, e->how) != 0) {
            print_error("example %zu: '%s' as %s (%s), expected '%s' as %s (%s)\n", i, out.s,
                        r.name, r.how, e->text, e->name, e->how);
            wrong++;
        }
        assert_int_equal(plx_charset_check(&r, NULL), PLX_OK);
        plx_strbuf_release(&out);
    }
    assert_int_equal(wrong, 0);
}

static void what_cannot_be_read_is_refused_with_a_remedy(void **state)
{
    static const char wide[] = "t\307|\271l\320 \0 \0\315\254\271\224\262 \0 \0\274\370\255\344";
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_charset_result r;
    plx_error err = { .code = PLX_OK };
    plx_article a;

    (void)state;
    assert_int_equal(plx_charset_read(wide, sizeof wide - 1, NULL, &out, &r, NULL), PLX_OK);
    assert_int_equal(plx_charset_check(&r, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, r.name));
    assert_non_null(strstr(err.msg, "--charset"));
    plx_strbuf_release(&out);
    plx_article_init(&a);
    assert_int_equal(plx_extract_text(wide, sizeof wide - 1, &a, NULL, &err), PLX_ERR_INVALID);
    plx_article_release(&a);
}

static void a_few_bad_bytes_are_counted_and_told(void **state)
{
    static const char line[] = "The harbour stays closed for the whole of the winter, the mayor "
                               "s\303\241id, and the ferry to the island goes from the old quay.\n";
    plx_strbuf page = PLX_STRBUF_INIT;
    plx_extract_report report;
    plx_article a;

    (void)state;
    plx_extract_report_init(&report);
    plx_article_init(&a);
    for (int i = 0; i < 10; i++)
        plx_strbuf_puts(&page, line);
    plx_strbuf_puts(&page, "A bad byte \377 stands here, among many good ones, as it happens.");
    assert_int_equal(plx_extract_text(page.s, page.len, &a, &report, NULL), PLX_OK);
    assert_non_null(strstr(report.removed.s, "charset\t1 of "));
    plx_article_release(&a);
    plx_extract_report_release(&report);
    plx_strbuf_release(&page);
}

static void spoilt_text_is_repaired(void **state)
{
    static const char *const list[][2] = {
        { "cafÃ©", "café" },
        { "donâ€™t say â€œnoâ€\302\235", "don’t say “no”" },
        { "the port â€“ closedâ€¦", "the port – closed…" },
        { "GrÃ¼ÃŸe aus KÃ¶ln", "Grüße aus Köln" },
        { "â‚¬ 5", "€ 5" },
        { "ÐŸÑ€Ð°Ð²Ð¸Ñ‚ÐµÐ»ÑŒÑ\302\201Ñ‚Ð²Ð¾ Ð¾Ð±ÑŠÑ\302\217Ð²Ð¸Ð»Ð¾ Ð¾ Ñ€ÐµÐ¼Ð¾Ð½Ñ‚Ðµ Ð¿Ð¾Ñ€Ñ‚Ð°",
          "Правительство объявило о ремонте порта" },
        { "Ø£Ø¹Ù„Ù†Øª Ø§Ù„Ø\302\255ÙƒÙˆÙ…Ø© Ø®Ø·Ø© Ø¬Ø¯ÙŠØ¯Ø© Ù„Ø¥ØµÙ„Ø§Ø\302\255 Ø§Ù„Ù…ÙŠÙ†Ø§Ø¡",
          "أعلنت الحكومة خطة جديدة لإصلاح الميناء" },
        { "РџСЂР°РІРёС‚РµР»СЊСЃС‚РІРѕ РѕР±СЉСЏРІРёР»Рѕ Рѕ СЂРµРјРѕРЅС‚Рµ РїРѕСЂС‚Р°",
          "Правительство объявило о ремонте порта" },
        { "ط£ط¹ظ„ظ†طھ ط§ظ„ط\302\255ظƒظˆظ…ط© ط®ط·ط© ط¬ط¯ظٹط¯ط© ظ„ط¥طµظ„ط§ط\302\255 ط§ظ„ظ…ظٹظ†ط§ط،",
          "أعلنت الحكومة خطة جديدة لإصلاح الميناء" },
        { "ظ†ط®ط³طھ ظˆط²غŒط± ع¯ظپطھ", "نخست وزیر گفت" },
        { "donÃ¢â‚¬â„¢t", "don’t" },
        { "dÃ©jÃ  la", "déjà la" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        plx_strbuf text = PLX_STRBUF_INIT;
        size_t repaired = 0;

        plx_strbuf_puts(&text, list[i][0]);
        assert_int_equal(plx_mojibake_repair(&text, &repaired, NULL), PLX_OK);
        assert_string_equal(text.s, list[i][1]);
        assert_true(repaired > 0);
        plx_strbuf_release(&text);
    }
}

static void text_that_is_meant_so_is_left_alone(void **state)
{
    static const char *const list[] = {
        "",
        "plain",
        "«CAFÉ» und «Å»",
        "À la carte, naïve façade, SÃO PAULO, NÃO",
        "Привет, мир: «СССР», Рівне, Київ №5",
        "رئيس الوزراء، كما قال",
        "نخست‌وزیر گفت",
        "«Ã» is a letter",
        "Ελλάδα",
        "日本語",
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        plx_strbuf text = PLX_STRBUF_INIT;
        size_t repaired = 1;

        plx_strbuf_puts(&text, list[i]);
        assert_int_equal(plx_mojibake_repair(&text, &repaired, NULL), PLX_OK);
        assert_string_equal(text.s, list[i]);
        assert_int_equal(repaired, 0);
        plx_strbuf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_character_set_is_found_and_named),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_a_remedy),
        cmocka_unit_test(a_few_bad_bytes_are_counted_and_told),
        cmocka_unit_test(spoilt_text_is_repaired),
        cmocka_unit_test(text_that_is_meant_so_is_left_alone),
    };

    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
