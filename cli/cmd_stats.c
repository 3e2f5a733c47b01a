/* cli/cmd_stats.c - `parallax stats` */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/counts.h"
#include "cli/labelled.h"
#include "cli/models.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "collection/collection.h"

enum { TEXT = 0, JSON };

struct stats_args {
    unsigned format, top;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_stats_options[] = {
    CLI_ARGS(struct stats_args),
    { CLI_OPT(CLI_UINT, struct stats_args, top, "top", 0, "N", "values of each count (20)"),
      .min = 1, .max = 1000 },
    { CLI_OPT(CLI_CHOICE, struct stats_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    CLI_END,
};

/** Values of each count, if not said otherwise. */
#define TOP_DEFAULT 20u

/* Parts of the index directory, by name; the database is the current generation. */
enum { DATABASE = 0, MODEL, LABELS, MANIFEST, OTHER, PARTS };

static const char *const part_name[PARTS] = { "database", "model", "labels", "manifest", "other" };

/* Everything that is printed. */
struct figures {
    plx_search_result counts;
    size_t votes;
    unsigned long long bytes[PARTS], all_bytes;
};

static plx_status count_vote(void *ctx, const plx_label *v, plx_error *err)
{
    (void)v;
    (void)err;
    ++*(size_t *)ctx;
    return PLX_OK;
}

static plx_status measure(struct cli *cli, struct figures *f, plx_error *err)
{
    char *generation = NULL;
    const char *model = NULL;
    plx_status rc = plx_collection_generation_path(cli->index_dir, NULL, &generation, err);

    if (rc == PLX_OK)
        rc = cli_model_of_index(cli, &model, err);
    if (rc != PLX_OK) {
        free(generation);
        return rc;
    }
    cli_own(cli, generation);
    f->bytes[DATABASE] = plx_file_tree_bytes(generation);
    f->bytes[MODEL] = model ? plx_file_tree_bytes(model) : 0;
    f->bytes[LABELS] =
        plx_file_tree_bytes(cli_own(cli, plx_collection_file(cli->index_dir, "labels.jsonl")));
    f->bytes[MANIFEST] =
        plx_file_tree_bytes(cli_own(cli, plx_collection_file(cli->index_dir, "manifest")));
    f->all_bytes = plx_file_tree_bytes(cli->index_dir);
    f->bytes[OTHER] = f->all_bytes;
    for (size_t i = 0; i < OTHER; i++)
        f->bytes[OTHER] -= f->bytes[i] < f->bytes[OTHER] ? f->bytes[i] : f->bytes[OTHER];
    return PLX_OK;
}

static plx_status gather(struct cli *cli, struct figures *f, plx_error *err)
{
    static const char *const facets[] = { "stance", "source", "year", "lang", NULL };
    const struct stats_args *args = cli->args;
    const plx_search_request all = { .limit = 1,
                                     .facets = facets,
                                     .facet_top = args->top ? args->top : TOP_DEFAULT };
    plx_status rc = cli_search(cli, &all, &f->counts, err);

    if (rc == PLX_OK)
        rc = cli_each_vote(cli, NULL, count_vote, &f->votes, err);
    if (rc == PLX_OK)
        rc = measure(cli, f, err);
    return rc;
}

static void add_sizes(const struct figures *f, plx_strbuf *out)
{
    plx_strbuf_puts(out, "size      ");
    cli_add_bytes(out, f->all_bytes);
    for (size_t i = 0; i < PARTS; i++) {
        plx_strbuf_printf(out, "%s%s ", i ? ", " : " (", part_name[i]);
        cli_add_bytes(out, f->bytes[i]);
    }
    plx_strbuf_puts(out, ")\n");
}

static int print_text(struct cli *cli, const struct figures *f)
{
    const plx_model_info *model = plx_snapshot_model(cli->snapshot);
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    plx_strbuf_puts(&out, "index     ");
    cli_add_line(&out, cli->index_dir);
    plx_strbuf_printf(&out, " (%s)\narticles  ", plx_snapshot_version(cli->snapshot));
    plx_strbuf_put_count(&out, plx_snapshot_documents(cli->snapshot));
    plx_strbuf_puts(&out, "\nmodel     ");
    cli_add_line(&out, *model->name ? model->name : "none");
    if (*model->date)
        plx_strbuf_printf(&out, " (trained %s)", model->date);
    plx_strbuf_printf(&out, "\nlabels    %zu by people\n", f->votes);
    add_sizes(f, &out);
    cli_add_facets(cli, &f->counts, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

static json_t *counts_json(const plx_facet *facet)
{
    json_t *array = json_array();

    for (size_t i = 0; i < facet->count; i++)
        json_array_append_new(array,
                              json_pack("{s:o, s:i}", "value", plx_json_str(facet->values[i].value),
                                        "count", (int)facet->values[i].count));
    return array;
}

static int print_json(struct cli *cli, const struct figures *f)
{
    const plx_model_info *model = plx_snapshot_model(cli->snapshot);
    json_t *sizes = json_object(), *counts = json_object(), *object;

    for (size_t i = 0; i < PARTS; i++)
        json_object_set_new(sizes, part_name[i], json_integer((json_int_t)f->bytes[i]));
    for (size_t i = 0; i < f->counts.facet_count; i++)
        json_object_set_new(counts, f->counts.facets[i].name, counts_json(&f->counts.facets[i]));
    object =
        json_pack("{s:i, s:o, s:s, s:I, s:{s:o, s:o}, s:I, s:I, s:o, s:o}", "schema", 1, "index",
                  plx_json_str(cli->index_dir), "version", plx_snapshot_version(cli->snapshot),
                  "articles", (json_int_t)plx_snapshot_documents(cli->snapshot), "model", "name",
                  plx_json_str(*model->name ? model->name : NULL), "date",
                  plx_json_str(*model->date ? model->date : NULL), "labels", (json_int_t)f->votes,
                  "bytes", (json_int_t)f->all_bytes, "bytes_by_part", sizes, "counts", counts);
    return cli_write_json(cli, object, true);
}

int cmd_stats(struct cli *cli, int argc, char **argv)
{
    const struct stats_args *args = cli->args;
    struct figures f = { 0 };
    plx_error err;
    int code;

    (void)argc;
    (void)argv;
    if (gather(cli, &f, &err) != PLX_OK)
        code = cli_fail(&err);
    else
        code = args->format == JSON ? print_json(cli, &f) : print_text(cli, &f);
    plx_search_result_release(&f.counts);
    return code;
}
