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

/** Path of the model in use of the index; *path NULL if there is no index, or none in it. */
plx_status cli_model_of_index(struct cli *cli, const char **path, plx_error *err);

/**
 * Load the model to judge with: `given`, else $PARALLAX_MODEL, else the index's, else the shipped.
 *
 * @param given  from --model, may be NULL
 * @return as plx_model_load(); PLX_ERR_NOTFOUND with the remedy if there is none at all
 */
plx_status cli_model_load(struct cli *cli, const char *given, plx_model **out, plx_error *err);

#endif
