/* Compressions and archives, inside one another, damaged and out of all measure. */
#include "tests/unit/archive_fixture.h"

#include "base/file.h"
#include "indexer/decompress.h"
#include "indexer/file_list.h"

#define PAGE  "<!doctype html><title>Quay</title><p>The quay is closed.</p>"
#define PROSE "Plain title\n\nThe quay is closed, and so is the harbour beside it.\n"
#define LINES "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"two\"}\n"

typedef void packing(const char *p, size_t n, plx_strbuf *out);

static void pack_archive(int format, const char *options, const char *p, size_t n, plx_strbuf *out)
{
    struct packer *k = packer_new(format, options);

    packer_add(k, "m", p, n);
    packer_finish(k, out);
}

static void pack_nothing(const char *p, size_t n, plx_strbuf *out)
{
    plx_strbuf_add(out, p, n);
}

static void pack_zip(const char *p, size_t n, plx_strbuf *out)
{
    pack_archive(ARCHIVE_FORMAT_ZIP, NULL, p, n, out);
}

static void pack_stored_zip(const char *p, size_t n, plx_strbuf *out)
{
    pack_archive(ARCHIVE_FORMAT_ZIP, "zip:compression=store", p, n, out);
}

static void pack_zip64(const char *p, size_t n, plx_strbuf *out)
{
    pack_archive(ARCHIVE_FORMAT_ZIP, "zip:zip64", p, n, out);
}

static void pack_ustar(const char *p, size_t n, plx_strbuf *out)
{
    pack_archive(ARCHIVE_FORMAT_TAR_USTAR, NULL, p, n, out);
}

static void pack_pax(const char *p, size_t n, plx_strbuf *out)
{
    pack_archive(ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, NULL, p, n, out);
}

static void pack_gnutar(const char *p, size_t n, plx_strbuf *out)
{
    pack_archive(ARCHIVE_FORMAT_TAR_GNUTAR, NULL, p, n, out);
}

/* Two compressions after one another, as cat makes them. */
static void pack_twice(packing *pack, const char *p, size_t n, plx_strbuf *out)
{
    pack(p, n / 2, out);
    pack(p + n / 2, n - n / 2, out);
}

static void pack_gzip_twice(const char *p, size_t n, plx_strbuf *out)
{
    pack_twice(pack_gzip, p, n, out);
}

static void pack_zstd_twice(const char *p, size_t n, plx_strbuf *out)
{
    pack_twice(pack_zstd, p, n, out);
}

static void pack_xz_twice(const char *p, size_t n, plx_strbuf *out)
{
    pack_twice(pack_xz, p, n, out);
}

static void pack_bzip2_twice(const char *p, size_t n, plx_strbuf *out)
{
    pack_twice(pack_bzip2, p, n, out);
}

static const struct wrapper {
    packing *pack;
    const char *place; /* of what is in it */
} wrappers[] = {
    { pack_nothing, "f" },  { pack_gzip, "f" },          { pack_gzip_twice, "f" },
    { pack_zstd, "f" },     { pack_zstd_twice, "f" },    { pack_xz, "f" },
    { pack_xz_twice, "f" }, { pack_bzip2, "f" },         { pack_bzip2_twice, "f" },
    { pack_zip, "f!/m" },   { pack_stored_zip, "f!/m" }, { pack_zip64, "f!/m" },
    { pack_ustar, "f!/m" }, { pack_pax, "f!/m" },        { pack_gnutar, "f!/m" },
};
#define WRAPPERS (sizeof wrappers / sizeof *wrappers)

static const struct format {
    const char *bytes;
    const char *items; /* %1$s: the place */
} formats[] = {
    { PAGE, "html %1$s <!doctype html><title>Quay</ti\n" },
    { LINES, "json %1$s:1 {\"id\":\"1\",\"text\":\"one\"}\njson %1$s:2 "
             "{\"id\":\"2\",\"text\":\"two\"}\n" },
    { PROSE, "text %1$s Plain title\n\nThe quay is close\n" },
    { "title,text\nQuay,The quay is closed.\n", "record %1$s:2 \n" },
    { "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title><item>"
      "<title>Quay</title><link>https://a.example/q</link>"
      "<description>The quay is closed.</description></item></channel></rss>",
      "record %1$s:1 \n" },
    { "From: Desk <desk@a.example>\r\nTo: x@b.example\r\nSubject: Quay\r\nDate: Thu, 10 Oct 2019 "
      "12:34:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nThe quay is "
      "closed.\r\n",
      "record %1$s \n" },
};

static void every_format_is_read_in_every_wrapper(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        for (size_t k = 0; k < WRAPPERS; k++) {
            plx_strbuf packed = PLX_STRBUF_INIT;
            plx_strbuf expected = PLX_STRBUF_INIT;
            struct seen s;

            wrappers[k].pack(formats[i].bytes, strlen(formats[i].bytes), &packed);
            plx_strbuf_printf(&expected, formats[i].items, wrappers[k].place);
            seen_read(&s, packed.s, packed.len, NULL);
            if (strcmp(s.items.s, expected.s) != 0 || s.failed)
                fail_msg("format %zu, wrapper %zu: '%s' '%s'", i, k, s.items.s, s.failures.s);
            seen_release(&s);
            plx_strbuf_release(&packed);
            plx_strbuf_release(&expected);
        }
}

static void wrappers_may_be_in_one_another(void **state)
{
    plx_strbuf expected = PLX_STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < WRAPPERS; i++)
        for (size_t k = 0; k < WRAPPERS; k++) {
            plx_strbuf inner = PLX_STRBUF_INIT;
            plx_strbuf packed = PLX_STRBUF_INIT;
            struct seen s;

            wrappers[i].pack(LINES, strlen(LINES), &inner);
            wrappers[k].pack(inner.s, inner.len, &packed);
            seen_read(&s, packed.s, packed.len, NULL);
            plx_strbuf_reset(&expected);
            for (int line = 1; line <= 2; line++)
                plx_strbuf_printf(&expected, "json %s%s:%d {\"id\":\"%d\",\"text\":\"%s\"}\n",
                                  wrappers[k].place, wrappers[i].place + 1, line, line,
                                  line == 1 ? "one" : "two");
            expect_seen(&s, expected.s, NULL);
            seen_release(&s);
            plx_strbuf_release(&inner);
            plx_strbuf_release(&packed);
        }
    plx_strbuf_release(&expected);
}

static void archives_are_refused_where_they_are_nested_too_deep(void **state)
{
    plx_strbuf sb[2] = { PLX_STRBUF_INIT, PLX_STRBUF_INIT };

    (void)state;
    plx_strbuf_puts(&sb[0], LINES);
    for (int depth = 1; depth <= PLX_NESTING_MAX + 1; depth++) {
        plx_strbuf *in = &sb[(depth - 1) % 2];
        plx_strbuf *out = &sb[depth % 2];
        struct seen s;

        plx_strbuf_reset(out);
        (depth % 2 ? pack_zip : pack_ustar)(in->s, in->len, out);
        seen_read(&s, out->s, out->len, NULL);
        if (depth <= PLX_NESTING_MAX)
            assert_int_equal(s.count, 2);
        else
            expect_seen(&s, "", "f!/m!/m!/m!/m: archives are nested deeper than 4");
        seen_release(&s);
    }
    for (int depth = 0; depth <= PLX_LAYERS_MAX; depth++) {
        plx_strbuf_reset(&sb[1]);
        pack_gzip(depth ? sb[0].s : LINES, depth ? sb[0].len : strlen(LINES), &sb[1]);
        plx_strbuf_reset(&sb[0]);
        plx_strbuf_add(&sb[0], sb[1].s, sb[1].len);
    }
    {
        struct seen s;

        seen_read(&s, sb[0].s, sb[0].len, NULL);
        expect_seen(&s, "", "f: compressions and archives are nested deeper than 8 together");
        seen_release(&s);
    }
    plx_strbuf_release(&sb[0]);
    plx_strbuf_release(&sb[1]);
}

/* A bomb among good members: it alone is refused. */
static void what_unpacks_out_of_all_measure_is_refused(void **state)
{
    static char zeros[3u << 20];
    const plx_read_limits limits = { PLX_PAGE_MAX,    PLX_LINE_MAX, PLX_NESTING_MAX,
                                     PLX_MEMBERS_MAX, 100,          1u << 20 };
    plx_strbuf bomb = PLX_STRBUF_INIT;
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct packer *k;
    struct seen s;

    (void)state;
    memset(zeros, ' ', sizeof zeros);
    pack_gzip(zeros, sizeof zeros, &bomb);
    seen_read(&s, bomb.s, bomb.len, &limits);
    expect_seen(&s, "", "f: unpacks to over 100 times its size");
    seen_release(&s);

    k = packer_new(ARCHIVE_FORMAT_TAR_USTAR, NULL);
    packer_add_text(k, "a.jsonl", LINES);
    packer_add(k, "bomb.gz", bomb.s, bomb.len);
    packer_add_text(k, "z.html", PAGE);
    packer_finish(k, &packed);
    seen_read(&s, packed.s, packed.len, &limits);
    assert_int_equal(s.count, 3);
    assert_int_equal(s.failed, 1);
    assert_non_null(strstr(s.failures.s, "f!/bomb.gz: unpacks to over 100 times"));
    seen_release(&s);

    /* spread over many members, none of them too large */
    k = packer_new(ARCHIVE_FORMAT_ZIP, NULL);
    for (int i = 0; i < 20; i++)
        packer_add(k, "m", zeros, sizeof zeros / 4);
    plx_strbuf_reset(&packed);
    packer_finish(k, &packed);
    seen_read(&s, packed.s, packed.len, &limits);
    assert_in_range(s.count, 1, 5);
    assert_non_null(strstr(s.failures.s, "f!/m: unpacks to over 100 times"));
    seen_release(&s);
    plx_strbuf_release(&bomb);
    plx_strbuf_release(&packed);
}

static void members_and_pages_have_limits(void **state)
{
    const plx_read_limits limits = {
        1000, 50, PLX_NESTING_MAX, 3, PLX_RATIO_MAX, PLX_RATIO_FREE_BYTES
    };
    static char name[PLX_MEMBER_NAME_MAX + 2];
    plx_strbuf packed = PLX_STRBUF_INIT;
    char page[2000];
    struct packer *k = packer_new(ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, NULL);
    struct seen s;

    (void)state;
    memset(page, 'x', sizeof page);
    memset(name, 'n', sizeof name - 1);
    packer_add(k, "large", page, sizeof page);
    packer_add_text(k, "record",
                    "{\"text\":\"0123456789012345678901234567890123456789x\"}\n"
                    "{\"text\":\"b\"}\n");
    packer_add_text(k, name, PAGE);
    packer_add_text(k, "fourth", PAGE);
    packer_finish(k, &packed);
    seen_read(&s, packed.s, packed.len, &limits);
    assert_string_equal(s.items.s, "json f!/record:2 {\"text\":\"b\"}\n");
    assert_int_equal(s.failed, 4);
    assert_non_null(strstr(s.failures.s, "f!/large: page is over 1000 bytes"));
    assert_non_null(strstr(s.failures.s, "f!/record:1: line is over"));
    assert_non_null(strstr(s.failures.s, "the name is over 4096 bytes"));
    assert_non_null(strstr(s.failures.s, "f!/fourth: the file has over 3 members"));
    seen_release(&s);
    plx_strbuf_release(&packed);
}

/* Three members in an archive cut off after n bytes: nothing breaks, what is whole before the cut
 * comes out, and the cut is reported. */
static void check_cut(packing *pack_all, const char *whole_items)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    size_t silent = 0;

    pack_all(NULL, 0, &packed);
    for (size_t n = 10; n < packed.len; n++) {
        char *copy = malloc(n); /* of its own size, so that reading past the end is seen */
        struct seen s;

        memcpy(copy, packed.s, n);
        seen_read(&s, copy, n, NULL);
        free(copy);
        if (strncmp(whole_items, s.items.s, s.items.len) != 0 && s.count > 0)
            fail_msg("cut at %zu: '%s'", n, s.items.s);
        if (s.failed > 2)
            fail_msg("cut at %zu: '%s'", n, s.failures.s);
        if (s.failed == 0 && s.count < 3)
            silent++;
        seen_release(&s);
    }
    /* only an archive that ends between two members looks whole (tar) */
    if (silent > 2)
        fail_msg("%zu cuts were not noticed", silent);
    plx_strbuf_release(&packed);
}

#define THREE_ITEMS                                                                                \
    "html f!/a <!doctype html><title>Quay</ti\n"                                                   \
    "json f!/b:1 {\"id\":\"1\",\"text\":\"one\"}\njson f!/b:2 {\"id\":\"2\",\"text\":\"two\"}\n"   \
    "text f!/c Plain title\n\nThe quay is close\n"

static void pack_three(int format, const char *options, plx_strbuf *out)
{
    struct packer *k = packer_new(format, options);

    packer_add_text(k, "a", PAGE);
    packer_add_text(k, "b", LINES);
    packer_add_text(k, "c", PROSE);
    packer_finish(k, out);
}

static void pack_three_zip(const char *p, size_t n, plx_strbuf *out)
{
    (void)p;
    (void)n;
    pack_three(ARCHIVE_FORMAT_ZIP, NULL, out);
}

static void pack_three_tar(const char *p, size_t n, plx_strbuf *out)
{
    (void)p;
    (void)n;
    pack_three(ARCHIVE_FORMAT_TAR_USTAR, NULL, out);
}

static void pack_three_targz(const char *p, size_t n, plx_strbuf *out)
{
    plx_strbuf tar = PLX_STRBUF_INIT;

    pack_three_tar(p, n, &tar);
    pack_gzip(tar.s, tar.len, out);
    plx_strbuf_release(&tar);
}

static void a_cut_off_archive_gives_what_is_before_the_cut(void **state)
{
    (void)state;
    check_cut(pack_three_zip, THREE_ITEMS);
    check_cut(pack_three_tar, THREE_ITEMS);
    check_cut(pack_three_targz, THREE_ITEMS);
}

static void any_flipped_byte_of_an_archive_is_survived(void **state)
{
    packing *const packs[] = { pack_three_zip, pack_three_tar, pack_three_targz };

    (void)state;
    for (size_t k = 0; k < sizeof packs / sizeof *packs; k++) {
        plx_strbuf packed = PLX_STRBUF_INIT;

        packs[k](NULL, 0, &packed);
        for (size_t i = 0; i < packed.len; i++) {
            struct seen s;

            packed.s[i] = (char)(packed.s[i] ^ 0x15);
            seen_read(&s, packed.s, packed.len, NULL);
            seen_release(&s);
            packed.s[i] = (char)(packed.s[i] ^ 0x15);
        }
        plx_strbuf_release(&packed);
    }
}

/* A member whose header tells its size and checksum, as most programs write it. */
static void add_zip_member(const char *name, const char *text, unsigned flags, unsigned long crc,
                           plx_strbuf *out)
{
    unsigned long n = strlen(text);
    unsigned char head[30] = {
        'P', 'K', 3, 4, 20, 0, (unsigned char)flags, (unsigned char)(flags >> 8)
    };

    for (int i = 0; i < 4; i++) {
        head[14 + i] = (unsigned char)(crc >> 8 * i);
        head[18 + i] = head[22 + i] = (unsigned char)(n >> 8 * i);
    }
    head[26] = (unsigned char)strlen(name);
    plx_strbuf_add(out, head, sizeof head);
    plx_strbuf_puts(out, name);
    plx_strbuf_add(out, text, n);
}

static unsigned long checksum(const char *text)
{
    return crc32(0, (const Bytef *)text, (uInt)strlen(text));
}

static void end_zip(plx_strbuf *out)
{
    static const char end[22] = "PK\5\6";

    plx_strbuf_add(out, end, sizeof end);
}

static void a_wrong_checksum_fails_its_member_and_no_other(void **state)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    add_zip_member("a", PAGE, 0, checksum(PAGE) + 1, &packed);
    add_zip_member("b", LINES, 0, checksum(LINES) + 1, &packed);
    add_zip_member("c", PROSE, 0, checksum(PROSE), &packed);
    end_zip(&packed);
    seen_read(&s, packed.s, packed.len, NULL);
    if (s.failed != 2 || s.count != 1) /* the last block of a member is not to be trusted */
        fail_msg("'%s' '%s'", s.items.s, s.failures.s);
    assert_non_null(strstr(s.failures.s, "f!/a: damaged or cut off archive: ZIP bad CRC"));
    assert_non_null(strstr(s.failures.s, "f!/b: damaged or cut off archive: ZIP bad CRC"));
    seen_release(&s);
    plx_strbuf_reset(&packed);
    pack_gzip(LINES, strlen(LINES), &packed);
    packed.s[packed.len - 5] ^= 1;
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.count, 2);
    assert_non_null(strstr(s.failures.s, "f: damaged compression (gzip)"));
    seen_release(&s);
    plx_strbuf_release(&packed);
}

static void bytes_behind_a_compression_are_reported_but_zeros(void **state)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    pack_gzip(LINES, strlen(LINES), &packed);
    plx_strbuf_add(&packed, "\0\0\0\0\0\0\0\0", 8);
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.count, 2);
    assert_int_equal(s.failed, 0);
    seen_release(&s);
    plx_strbuf_puts(&packed, "garbage");
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.count, 2);
    assert_non_null(strstr(s.failures.s, "other bytes follow its end"));
    seen_release(&s);
    plx_strbuf_release(&packed);
}

static void encrypted_members_are_refused_by_name(void **state)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    add_zip_member("a", PAGE, 1, checksum(PAGE), &packed);
    add_zip_member("b", PAGE, 0, checksum(PAGE), &packed);
    end_zip(&packed);
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.count, 1);
    assert_string_equal(s.failures.s, "f!/a: is encrypted; unpack it with its password\n");
    seen_release(&s);
    plx_strbuf_reset(&packed);
    pack_three(ARCHIVE_FORMAT_ZIP, "zip:encryption=zipcrypt", &packed); /* sizes come after */
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.count, 0);
    assert_non_null(strstr(s.failures.s, "f!/a: is encrypted; unpack it with its password"));
    assert_in_range(s.failed, 2, 3);
    seen_release(&s);
    plx_strbuf_release(&packed);
}

static void names_are_only_names(void **state)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct packer *k = packer_new(ARCHIVE_FORMAT_TAR_GNUTAR, NULL);
    struct seen s;

    (void)state;
    packer_add_text(k, "../../etc/x", LINES);
    packer_add_text(k, "/absolute", LINES);
    packer_add_text(k, "./dot", LINES);
    packer_add_text(k, "new\nline\x01", LINES);
    packer_add_text(k, ".hidden/x", LINES);
    packer_add_text(k, "__MACOSX/x", LINES);
    packer_add_text(k, "a/._x", LINES);
    packer_finish(k, &packed);
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.failed, 0);
    assert_int_equal(s.left_out, 3);
    assert_int_equal(s.count, 8);
    assert_non_null(strstr(s.items.s, "json f!/../../etc/x:1 "));
    assert_non_null(strstr(s.items.s, "json f!//absolute:1 "));
    assert_non_null(strstr(s.items.s, "json f!/dot:1 "));
    assert_non_null(strstr(s.items.s, "json f!/new\\nline\\x01:1 "));
    seen_release(&s);
    plx_strbuf_release(&packed);
}

/* The same name, once marked as UTF-8 and once in the old character set of zip. */
static void names_in_zip_are_utf8_or_cp437(void **state)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    add_zip_member("\xc3\xa9t\xc3\xa9", LINES, 0x800, checksum(LINES), &packed); /* marked */
    add_zip_member("\xc3\xa4", LINES, 0, checksum(LINES), &packed);
    add_zip_member("\x82t\x82", LINES, 0, checksum(LINES), &packed);
    end_zip(&packed);
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.count, 6);
    assert_non_null(strstr(s.items.s, "f!/\xc3\xa9t\xc3\xa9:1 "));
    assert_non_null(strstr(s.items.s, "f!/\xc3\xa4:1 "));
    assert_non_null(strstr(strstr(s.items.s, "f!/\xc3\xa4:1 "), "f!/\xc3\xa9t\xc3\xa9:1 "));
    seen_release(&s);
    plx_strbuf_release(&packed);
}

static void documents_that_are_zip_archives_are_named_as_such(void **state)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct packer *k = packer_new(ARCHIVE_FORMAT_ZIP, NULL);
    struct seen s;

    (void)state;
    packer_add_text(k, "[Content_Types].xml", "<x/>");
    packer_add_text(k, "word/document.xml", "<x/>");
    packer_finish(k, &packed);
    seen_read(&s, packed.s, packed.len, NULL);
    expect_seen(&s, "", "f: looks like an office document");
    assert_int_equal(s.failed, 1);
    seen_release(&s);
    plx_strbuf_release(&packed);
}

static void a_window_that_wants_too_much_memory_is_refused(void **state)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    char packed[200];
    ZSTD_inBuffer in = { LINES, strlen(LINES), 0 };
    ZSTD_outBuffer out = { packed, sizeof packed, 0 };
    struct seen s;

    (void)state;
    ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, 30);
    ZSTD_compressStream2(c, &out, &in, ZSTD_e_flush);
    ZSTD_compressStream2(c, &out, &in, ZSTD_e_end);
    ZSTD_freeCCtx(c);
    seen_read(&s, packed, out.pos, NULL);
    expect_seen(&s, "", "f: zstd: needs over 136 MB of memory to unpack");
    seen_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_read_in_every_wrapper),
        cmocka_unit_test(wrappers_may_be_in_one_another),
        cmocka_unit_test(archives_are_refused_where_they_are_nested_too_deep),
        cmocka_unit_test(what_unpacks_out_of_all_measure_is_refused),
        cmocka_unit_test(members_and_pages_have_limits),
        cmocka_unit_test(a_cut_off_archive_gives_what_is_before_the_cut),
        cmocka_unit_test(any_flipped_byte_of_an_archive_is_survived),
        cmocka_unit_test(a_wrong_checksum_fails_its_member_and_no_other),
        cmocka_unit_test(bytes_behind_a_compression_are_reported_but_zeros),
        cmocka_unit_test(encrypted_members_are_refused_by_name),
        cmocka_unit_test(names_are_only_names),
        cmocka_unit_test(names_in_zip_are_utf8_or_cp437),
        cmocka_unit_test(documents_that_are_zip_archives_are_named_as_such),
        cmocka_unit_test(a_window_that_wants_too_much_memory_is_refused),
    };

    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
