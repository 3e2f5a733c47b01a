/* cli/main.c - the program: its commands, signals, and what every run shares */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/print.h"
#include "collection/collection.h"
#include "store/store.h"

/** All commands, in the order of the help. */
static const struct cli_command commands[] = {
    { "index", cmd_index, cmd_index_options, CLI_NEEDS_SIGNALS, 0, -1, "[PATH...|-]",
      "add articles to the index, or update them",
      "Reads pages and texts, JSON, CSV, feeds, mail and crawls (WARC), compressed and in zip or "
      "tar archives, too, and folders of them. "
      "Unchanged files and articles are skipped, changed ones replaced, moved files recognised; "
      "what cannot be read is listed and the rest goes on. Interrupted, it keeps what was read." },
    { "search", cmd_search, cmd_search_options, CLI_NEEDS_SNAPSHOT, 0, -1, "[QUERY...]",
      "find articles, the best first",
      "QUERY: words, \"phrases\", AND OR NOT, + and -, brackets, sanction*, rocket NEAR/5 embassy, "
      "embassy^3, and fields: title: source: original_source: author: stance: date: since: until: "
      "lang: dup: tag: (date:2019-10, date:2019..2020); @NAME is a saved search. Without a query "
      "all articles, newest first. A query that begins with '-' goes behind --. `parallax help "
      "query` tells all of it.\n\n"
      "Names are found in other spellings and things by their other names; the answer says which. "
      "In quotes words mean just themselves.\n\n"
      "The same facet given twice means either, different facets mean both." },
    { "suggest", cmd_suggest, cmd_suggest_options, CLI_NEEDS_SNAPSHOT, 1, -1, "TEXT...",
      "say what the beginning of a query may go on to be",
      "Words, names, outlets, authors and titles of the index. A line each: kind (word, name, "
      "source, author, title), text, how often it is there, and the query that looks for it, with "
      "tabs between." },
    { "show", cmd_show, cmd_show_options, CLI_NEEDS_SNAPSHOT, 1, 1, "ID",
      "show one article with its stance",
      "With the probability of each label, what the label means, and the words and sentences that "
      "the model weighed. ID stands below each hit of `search`." },
    { "similar", cmd_similar, cmd_similar_options, CLI_NEEDS_SNAPSHOT, 0, 1, "ID",
      "find articles like one",
      "By the terms that tell it apart, weighed as in ranking; --explain names them. The article "
      "itself and its near-copies are left out, and of others only the best of each group is "
      "shown. "
      "ID stands below each hit of `search`; --file takes an article that need not be in the "
      "index: "
      "any file that `index` reads, its first article." },
    { "timeline", cmd_timeline, cmd_timeline_options, CLI_NEEDS_SNAPSHOT, 0, -1, "[QUERY...]",
      "count stances by day, week, month, quarter or year",
      "Exact counts over all articles of QUERY and filters, as for search; of those that hold all "
      "its words, where there are any. Periods are in UTC, without gaps; what is undated, or dated "
      "less exactly than the period, is counted apart. --shares are of the articles that were "
      "judged; CSV and JSON have them with 95 % intervals (Wilson), and articles beside stories. "
      "--svg FILE writes a drawing as well." },
    { "compare", cmd_compare, cmd_compare_options, CLI_NEEDS_SNAPSHOT, 0, -1, "[QUERY...]",
      "the same topic side by side: articles and words of each stance, or source",
      "The best articles of each side, and the terms it over-uses against all others: log-odds "
      "ratio with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008), with z-scores and "
      "an example each. Sides are the labels, or the values of --by FACET. Terms are counted once "
      "a story in a sample with a fixed seed; totals are exact. A term that a side over-uses says "
      "how it writes, not why: docs/compare.md tells how to read it." },
    { "tag", cmd_tag, cmd_tag_options, CLI_NEEDS_SNAPSHOT | CLI_HAS_SIGNED, 0, -1,
      "[ID...] [+TAG...] [-TAG...]", "file articles under words of your own",
      "+TAG puts a tag on the articles, -TAG takes it off; without either the tags they have are "
      "shown, without ID all tags. Tags count at once, as tag:TAG in queries and as the facet "
      "`tag`, and survive indexing again. They are kept in tags.jsonl in the index." },
    { "searches", cmd_searches, cmd_searches_options, CLI_NEEDS_SNAPSHOT, 0, -1, "[delete NAME...]",
      "list the saved searches, or delete some",
      "`search QUERY --save NAME` saves one with its filters, @NAME stands for it in queries, "
      "`search @NAME --new` shows what came since that was asked last. The list says of each how "
      "many articles it finds and how many of them are new." },
    { "export", cmd_export, cmd_export_options, CLI_NEEDS_SNAPSHOT, 0, -1, "[QUERY...]",
      "write articles out, all or those of a query",
      "QUERY and filters, as for search, in its order; without a query all articles. jsonl has the "
      "text and can be indexed again; csv has a column for each label's probability; bibtex and "
      "csl-json are for reference managers. --methods FILE also writes how the articles were "
      "chosen: query, filters and what they hid, counts, model, state of the index." },
    { "label", cmd_label, cmd_label_options, CLI_NEEDS_SNAPSHOT, 2, 2, "ID STANCE|none",
      "say yourself how an article is framed",
      "A label by a person outranks the model's and survives indexing again, relabelling and "
      "retraining. Every vote is kept. The latest adjudication stands (--adjudicate), else the "
      "latest vote of the coders; `none` takes back the coder's own. STANCE may be written as in "
      "\"Pro Iran\", pro_iran, offtopic, or begun (pro)." },
    { "labels", cmd_labels, cmd_labels_options, CLI_NEEDS_SNAPSHOT, 1, -1,
      "list|export|agreement|import FILE...",
      "list, export and import the labels by people, and measure how well coders agree",
      "export writes the labels that stand with their articles, for training. import reads JSON "
      "Lines and tables with a header (CSV, TSV; compressed, too; - is standard input): id or url, "
      "label, and if you like coder, time, how. Every line is checked first; one that is faulty is "
      "named, and none is kept unless with --keep-going. agreement gives Krippendorff's alpha and "
      "the articles on which coders differ." },
    { "review", cmd_review, cmd_review_options, CLI_NEEDS_SNAPSHOT, 0, -1, "[QUERY...]",
      "label the articles whose label would teach the model most",
      "Asks one article after the other at a terminal, a keystroke each: the label's letter, o "
      "off-topic, s skip, u undo, q quit, ? help. First those that the model is least sure of, "
      "spread over sources and months, no two near-copies. Each answer is kept at once; nothing is "
      "asked twice; the next time goes on where it was. QUERY and filters, as for search, say "
      "among which articles. Answers are labels to train on (`train --from-index`); articles "
      "picked so are hard ones and never used to measure." },
    { "validate", cmd_validate, cmd_validate_options, CLI_NEEDS_SNAPSHOT, 0, -1, "[QUERY...]",
      "measure the model on a random sample that you read blind",
      "--sample N draws N articles at random (of those of QUERY and filters, as for search) and "
      "asks for their labels as `review` does, without showing the model's; run again, it goes on "
      "with the same sample. Then, and with --report, it prints how often each label is right, by "
      "source too, and the shares of the labels corrected for the model's errors, with 95 % "
      "intervals. Only answers given here count, or imported with `how` validate." },
    { "classify", cmd_classify, cmd_classify_options, CLI_NEEDS_SIGNALS, 1, -1, "FILE...|-",
      "judge the framing of articles that need not be indexed",
      "Reads what `index` reads and answers in the order of the input; --explain adds the words "
      "and "
      "sentences that the model weighed. The model: --model, else $PARALLAX_MODEL, else that of "
      "the "
      "index if there is one, else the one shipped." },
    { "train", cmd_train, cmd_train_options, 0, 0, -1, "[FILE...]",
      "make a model of labelled articles",
      "Articles with `label` (of files and folders that `index` reads), those labelled in an index "
      "(--from-index), or both. Neither FILE nor --from-index: standard input. -o writes a model, "
      "--cross-validate only measures, --report writes a page. The model in use is adapted (the "
      "shipped one, without an index); --target, and --from-scratch, make one anew, of whatever "
      "labels there are. Measures are of articles from sources held out, real ones only." },
    { "evaluate", cmd_evaluate, cmd_evaluate_options, 0, 0, -1, "[FILE...|-]",
      "hold a model against labelled articles",
      "Precision, recall and F1 of each label on articles with `label`; those that the model "
      "learned from are left out. With --drift no labels are needed: how many words of the "
      "articles the model knows, how sure "
      "it is and what it calls them, month by month and beside its training articles." },
    { "relabel", cmd_relabel, cmd_relabel_options, CLI_NEEDS_INDEX | CLI_NEEDS_SIGNALS, 0, 0, NULL,
      "judge every article of the index anew",
      "With --model the index changes to that model. Only the stances change, all at once: readers "
      "see the old ones or the new. Labels by people stay." },
    { "model", cmd_model, cmd_model_options, CLI_NEEDS_SIGNALS, 1, -1,
      "show [MODEL]|list|use MODEL|compare MODEL MODEL [FILE...|-]",
      "look at a model, list them, change to another, or compare two",
      "MODEL is a file, or the name of one that `model list` shows. show prints its labels, what "
      "it "
      "was trained on, how good it is and the terms that weigh most (default: the model that "
      "classify takes). use makes it the index's, as `relabel --model` does; labels by people "
      "stay. "
      "compare judges the same articles with both (default: those of the index): where they "
      "differ, "
      "and, where articles have a label, which is right more often (McNemar's test)." },
    { "serve", cmd_serve, cmd_serve_options, CLI_NEEDS_INDEX | CLI_NEEDS_SIGNALS, 0, 0, NULL,
      "run the search daemon",
      "It serves the page for people at / and the API for programs below /api/v1/, which "
      "/openapi.json describes. SIGTERM or SIGINT ends it when what was asked is answered, within "
      "ten seconds; the second one ends it at once. SIGHUP reads the token file, the aliases and "
      "the model again; connections "
      "stay. It takes the sockets that systemd passes, and tells systemd when it serves." },
    { "stats", cmd_stats, cmd_stats_options, CLI_NEEDS_SNAPSHOT, 0, 0, NULL, "figures of the index",
      NULL },
    { "check", cmd_check, cmd_check_options, CLI_NEEDS_INDEX, 0, 0, NULL, "verify the index",
      NULL },
    { "compact", cmd_compact, cmd_compact_options, CLI_NEEDS_INDEX, 0, 0, NULL,
      "write the index anew, as small as it gets", NULL },
    { "upgrade", cmd_upgrade, cmd_upgrade_options, CLI_NEEDS_SIGNALS, 0, 0, NULL,
      "bring an index of another version to this one",
      "Every article is analysed anew from its stored text; ids, stances, labels, times and former "
      "versions stay. Until all is written, and when it is interrupted, the index is as before." },
    { "delete", cmd_delete, cmd_delete_options, CLI_NEEDS_INDEX, 1, -1, "ID...",
      "remove articles from the index", "Labels by people stay in their file." },
    { "aliases", cmd_aliases, cmd_aliases_options, 0, 0, -1, "[NAME]",
      "show the other names of something, or check the files of them",
      "With NAME: what a query for it finds besides, and where that stands. '=' are names of the "
      "same thing, '=>' what it leads to. Without: the files, the shipped one and your own "
      "($XDG_CONFIG_HOME/parallax/aliases.tsv, else ~/.config/parallax/aliases.tsv), and lines in "
      "them that cannot be read." },
    { "extract", cmd_extract, cmd_extract_options, CLI_NEEDS_SIGNALS, 0, -1, "[FILE...|-]",
      "show what the indexer reads from pages", NULL },
    { "analyze", cmd_analyze, cmd_analyze_options, 0, 1, -1, "TEXT...|-",
      "show what a text becomes: words, stems, positions", NULL },
    { "help", cmd_help, cmd_help_options, 0, 0, 1, "[COMMAND|query]", "show help",
      "`help query` is the manual of the query language, also as `man parallax-query`." },
    { NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL },
};

/** Read by jemalloc: huge pages under the engine's trees of small things save indexing 6 %. */
extern const char *malloc_conf;
const char *malloc_conf = "thp:always";

/** Number of the signal that asked to stop; the one thing a handler can reach. */
static volatile sig_atomic_t stop_signal;

static void on_signal(int number)
{
    stop_signal = number;
}

/* The first signal asks to stop; the second finds the default again and kills. */
static void catch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal };

    sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND | SA_RESTART;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static int show(void (*text)(const struct cli *, const struct cli_command *, plx_strbuf *),
                const struct cli *cli, const struct cli_command *about)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (about)
        text(cli, about, &out);
    else
        cli_help_program(cli, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

static int wrong_operands(const struct cli_command *c, const struct cli_parsed *given)
{
    if (given->operands < c->min_operands)
        return cli_failf("usage: parallax %s %s (`parallax help %s` tells more)", c->name,
                         c->operands, c->name);
    return cli_failf("%s: '%s' is too much here: usage: parallax %s%s%s", c->name,
                     given->operand[c->max_operands], c->name, c->operands ? " " : "",
                     c->operands ? c->operands : "");
}

/* Open what the row says, then run. */
static int run_command(struct cli *cli, const struct cli_parsed *given)
{
    const struct cli_command *c = cli->command;
    plx_error err;
    plx_status rc = PLX_OK;

    if (c->needs & CLI_NEEDS_INDEX)
        rc = plx_collection_verify(cli->index_dir, false, &err);
    if (rc == PLX_OK && (c->needs & CLI_NEEDS_SNAPSHOT))
        rc = plx_snapshot_open(cli->index_dir, NULL, &cli->snapshot, &err);
    if (rc != PLX_OK)
        return cli_fail(&err);
    if (c->needs & CLI_NEEDS_SIGNALS)
        catch_signals();
    return c->fn(cli, given->operands, given->operand);
}

static int read_command(struct cli *cli, const char *index, int argc, char **argv)
{
    const struct cli_command *c = cli->command;
    void *args = cli_alloc(cli, cli_options_size(c->options));
    struct cli_parsed given;
    plx_error err;

    if (cli_options_parse(cli, c->options, args, argc, argv, false, &given, &err) != PLX_OK)
        return cli_fail(&err);
    if (given.help)
        return show(cli_help_command, cli, c);
    if (given.operands < c->min_operands ||
        (c->max_operands >= 0 && given.operands > c->max_operands))
        return wrong_operands(c, &given);
    if (given.index)
        index = given.index;
    cli->index_dir = index ? index : cli_own(cli, plx_collection_default_path());
    cli->args = args;
    return run_command(cli, &given);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct cli_parsed given;
    plx_error err;

    if (cli_options_parse(cli, NULL, NULL, argc - 1, argv + 1, true, &given, &err) != PLX_OK)
        return cli_fail(&err);
    if (given.help)
        return show(NULL, cli, NULL);
    if (given.version) {
        printf("parallax %s\n", PLX_VERSION);
        return CLI_DONE;
    }
    if (!given.operands)
        return cli_failf("no command given: `parallax help` lists them");
    cli->command = cli_command_find(cli, given.operand[0]);
    if (!cli->command)
        return cli_command_unknown(cli, given.operand[0]);
    return read_command(cli, given.index, given.operands - 1, given.operand + 1);
}

static void end_process(const char *why)
{
    fprintf(stderr, "parallax: the index cannot be written: %s; the last commit stands\n", why);
    _exit(CLI_ERROR);
}

int main(int argc, char **argv)
{
    struct cli cli = { .stop = &stop_signal, .commands = commands };
    int code;

    setlocale(LC_CTYPE, "");
    signal(SIGXFSZ, SIG_IGN); /* a write over the limit of file size is an error like others */
    plx_store_process_init(0);
    plx_store_on_abort(end_process);
    cli_init(&cli);
    code = run(&cli, argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout))
        code = cli_failf("standard output: %s", strerror(errno));
    cli_release(&cli);
    return code;
}
