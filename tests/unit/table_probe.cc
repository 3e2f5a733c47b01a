/* tests/unit/table_probe.cc - the store's tables behind functions a test in C can call */
#include "tests/unit/table_probe.h"

#include <cstdio>
#include <cstring>
#include <new>

#include "store/deflate.h"
#include "store/guard.h"
#include "store/version_file.h"

using namespace plx;

struct probe_database {
    VersionFile version;
};

probe_database *probe_new(void)
{
    return new (std::nothrow) probe_database;
}

void probe_free(probe_database *db)
{
    delete db;
}

plx_status probe_load(const char *dir, probe_database **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, dir, [&] {
        auto db = std::make_unique<probe_database>();
        db->version = read_version_file(dir);
        *out = db.release();
        return PLX_OK;
    });
}

plx_status probe_save(const char *dir, const probe_database *db, plx_error *err)
{
    return guard(err, dir, [&] {
        VersionFile version = db->version;
        version.uuid = make_uuid();
        version.revision = 1;
        write_version_file(dir, version);
        return PLX_OK;
    });
}

void probe_uuid(const probe_database *db, char out[37])
{
    for (size_t i = 0; i < db->version.uuid.size(); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        out += snprintf(out, 3, "%02x", db->version.uuid[i]);
    }
}

void probe_lie(probe_database *db, int table, int64_t entries, int level, int64_t root)
{
    TableRoot &t = db->version.table[size_t(table)];

    t.is_fake = false;
    if (entries >= 0)
        t.entries = uint64_t(entries);
    if (level >= 0)
        t.level = unsigned(level);
    if (root >= 0)
        t.root = uint64_t(root);
}

static void add_given(TableWriter &writer, Deflater &deflater, const probe_item &item)
{
    std::string packed;
    std::string_view key(item.key, item.key_len), tag(item.tag, item.tag_len);

    if (deflater.pack(tag, packed))
        writer.add(key, packed, true);
    else
        writer.add(key, tag);
}

plx_status probe_write(probe_database *db, const char *dir, int table, const probe_item *items,
                       size_t n, bool compressing, plx_error *err)
{
    return guard(err, dir, [&] {
        TableWriter writer(dir, TableId(table));
        Deflater deflater;
        for (const probe_item *i = items; i < items + n; i++) {
            if (i->is_given)
                add_given(writer, deflater, *i);
            else if (compressing)
                writer.add_compressing({ i->key, i->key_len }, { i->tag, i->tag_len });
            else
                writer.add({ i->key, i->key_len }, { i->tag, i->tag_len });
        }
        db->version.table[size_t(table)] = writer.finish();
        return PLX_OK;
    });
}

unsigned probe_level(const probe_database *db, int table)
{
    return db->version.table[size_t(table)].level;
}

plx_status probe_read(const probe_database *db, const char *dir, int table,
                      void (*fn)(void *ctx, const probe_item *item), void *ctx, plx_error *err)
{
    return guard(err, dir, [&] {
        TableReader reader(dir, TableId(table), db->version.table[size_t(table)]);
        while (reader.next()) {
            std::string_view key = reader.key(), tag = reader.plain_tag();
            probe_item item = { key.data(), key.size(), tag.data(), tag.size(),
                                reader.is_compressed() };
            if (fn)
                fn(ctx, &item);
        }
        return PLX_OK;
    });
}

plx_status probe_rewrite(const char *from, const char *to, plx_error *err)
{
    return guard(err, from, [&] {
        probe_database made;
        VersionFile old = read_version_file(from);
        made.version = old;
        for (unsigned id = 0; id < table_count; id++) {
            TableReader reader(from, TableId(id), old.table[id]);
            TableWriter writer(to, TableId(id));
            while (reader.next())
                writer.add(reader.key(), reader.tag(), reader.is_compressed());
            made.version.table[id] = writer.finish();
        }
        return probe_save(to, &made, err);
    });
}
