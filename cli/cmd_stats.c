/* cli/cmd_stats.c - `parallax stats` */
#include "cli/command.h"
#include "cli/counts.h"
#include "cli/labelled.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "search/stats.h"

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

/* Of cli_search_with(). */
struct gathering {
    struct cli *cli;
    plx_stats_request req;
    plx_stats *out;
};

static plx_status gather_once(plx_searcher *s, void *ctx, plx_error *err)
{
    const struct gathering *g = ctx;

    return plx_stats_gather(g->cli->snapshot, s, &g->req, g->out, err);
}

static plx_status gather(struct cli *cli, plx_stats *out, plx_error *err)
{
    const struct stats_args *args = cli->args;
    struct gathering g = { cli, { .top = args->top }, out };
    plx_status rc = cli_search_with(cli, NULL, gather_once, &g, err);

    if (rc == PLX_OK)
        cli_labels_note_faults(out->label_faults, out->first_fault);
    return rc;
}

static void add_sizes(const plx_stats *s, plx_strbuf *out)
{
    plx_strbuf_puts(out, "size      ");
    cli_add_bytes(out, s->all_bytes);
    for (unsigned i = 0; i < PLX_STATS_PARTS; i++) {
        plx_strbuf_printf(out, "%s%s ", i ? ", " : " (", plx_stats_part_name((plx_stats_part)i));
        cli_add_bytes(out, s->bytes[i]);
    }
    plx_strbuf_puts(out, ")\n");
}

static int print_text(struct cli *cli, const plx_stats *s)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    plx_strbuf_puts(&out, "index     ");
    cli_add_line(&out, cli->index_dir);
    plx_strbuf_printf(&out, " (%s)\narticles  ", s->version);
    plx_strbuf_put_count(&out, s->articles);
    plx_strbuf_puts(&out, "\nmodel     ");
    cli_add_line(&out, *s->model->name ? s->model->name : "none");
    if (*s->model->date)
        plx_strbuf_printf(&out, " (trained %s)", s->model->date);
    plx_strbuf_printf(&out, "\nlabels    %zu by people\n", s->votes);
    add_sizes(s, &out);
    cli_add_facets(cli, &s->counts, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

int cmd_stats(struct cli *cli, int argc, char **argv)
{
    const struct stats_args *args = cli->args;
    plx_stats stats = { .votes = 0 };
    plx_error err;
    int code;

    (void)argc;
    (void)argv;
    if (gather(cli, &stats, &err) != PLX_OK)
        code = cli_fail(&err);
    else if (args->format == JSON)
        code = cli_write_json(cli, plx_stats_json(&stats, cli->index_dir), true);
    else
        code = print_text(cli, &stats);
    plx_stats_release(&stats);
    return code;
}
