/* collection/writer_internal.h - what the sources of the writer share; for them only */
#ifndef PLX_COLLECTION_WRITER_INTERNAL_H
#define PLX_COLLECTION_WRITER_INTERNAL_H

#include "base/strbuf.h"
#include "collection/labels.h"
#include "collection/model_info.h"
#include "collection/owner.h"
#include "collection/record.h"
#include "collection/vocabulary_count.h"
#include "collection/writer.h"
#include "store/store.h"

struct plx_writer {
    char *dir;
    plx_owner *owner;
    plx_store *st; /* the current generation */
    plx_labels *labels;
    const plx_model *model;
    plx_judge *judge;
    plx_model_info info;
    plx_facet_names facets;
    plx_strbuf context; /* facet names: part of each article's digest */

    /* working memory of one article */
    plx_analyser *analyser;
    plx_record_codec *codec;
    plx_vocabulary_count *vocabulary;
    plx_doc *doc;
    plx_tokens title, text;
    plx_strbuf fields; /* of plx_record_fields() */
    plx_strbuf packed, term;
};

/** Make w->fields and the digest (PLX_RECORD_DIGEST bytes) of an article. */
plx_status plx_writer_digest(plx_writer *w, const plx_article *a, unsigned char *digest,
                             plx_error *err);

/** An article with its encoded verdict into the current store; its fields and digest were made and
 * it was analysed already (w->fields, w->title, w->text). */
plx_status plx_writer_store_article(plx_writer *w, const plx_article *a, const void *stance,
                                    size_t stance_len, const unsigned char *digest, plx_error *err);

/** Read an article out of a store (the writer's, or an older generation) and analyse it. The caller
 * has initialised it and releases it, also after an error. */
plx_status plx_writer_load(plx_writer *w, plx_store *st, uint32_t docid, plx_article *a,
                           plx_error *err);

/** Put the label of a person, if one stands, over a verdict. */
void plx_writer_apply_label(const plx_writer *w, const char *id, plx_verdict *v);

/** Bring stances in line with the labels by people that stand. */
plx_status plx_writer_fold_labels(plx_writer *w, plx_error *err);

/** All docids of the index in rising order, malloc'd. */
plx_status plx_writer_docids(plx_writer *w, uint32_t **docids, size_t *n, plx_error *err);

/** Bring the spelling table up to date with the articles stored so far. */
plx_status plx_writer_write_words(plx_writer *w, plx_error *err);

/** Count the words of articles that a run which was cut off has left out of the spelling table. */
plx_status plx_writer_recount_words(plx_writer *w, plx_error *err);

/** Open the current generation for writing. */
plx_status plx_writer_open_store(plx_writer *w, plx_error *err);

#endif
