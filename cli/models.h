/* cli/models.h - which model judges: the one given, the index's, the user's, the shipped one */
#ifndef PLX_CLI_MODELS_H
#define PLX_CLI_MODELS_H

#include "base/error.h"
#include "classifier/model.h"
#include "cli/context.h"

/**
 * Path of the user's or the shipped model: $PARALLAX_MODEL, else models/iran/iran.model beside
 * the program, else in the data folder of the installation. NULL if there is none.
 */
const char *cli_model_default(struct cli *cli);

/**
 * Path of a file that is shipped ("models/iran/iran.model"): beside the program, else in the data
 * folder of the installation. NULL if it is at neither place.
 */
const char *cli_shipped_file(struct cli *cli, const char *name);

/** Path of the model in use of the index; *path NULL if there is no index, or none in it. */
plx_status cli_model_of_index(struct cli *cli, const char **path, plx_error *err);

/**
 * Path of the model to judge with: `given`, else $PARALLAX_MODEL, else the index's, else the
 * shipped one.
 *
 * @param given  from --model, may be NULL
 * @return PLX_OK; PLX_ERR_NOTFOUND with the remedy if there is none at all; as
 *         plx_collection_verify()
 */
plx_status cli_model_chosen(struct cli *cli, const char *given, const char **path, plx_error *err);

/** Load that model. As cli_model_chosen() and plx_model_load(). */
plx_status cli_model_load(struct cli *cli, const char *given, plx_model **out, plx_error *err);

/** A model file that is known without being named. */
struct cli_known_model {
    const char *path;  /* NULL: the index's, which is gone */
    const char *from;  /* "user" ($PARALLAX_MODEL), "shipped", "index" */
    const char *fault; /* why there is no path */
};

/**
 * The user's model, the shipped ones, the index's, each path once. The list belongs to the run.
 *
 * @return how many; whether they can be read is not looked at
 */
size_t cli_models_known(struct cli *cli, struct cli_known_model **out);

/**
 * Path of the model that somebody means: a file, else (where there is none of that name, and no
 * slash in it) the known model called so. A path that is not there is left to plx_model_load().
 *
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_INVALID if several different models have the name
 */
plx_status cli_model_find(struct cli *cli, const char *typed, const char **path, plx_error *err);

#endif
