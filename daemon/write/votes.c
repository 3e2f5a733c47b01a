#include "daemon/write/votes.h"

#include <pthread.h>
#include <stdlib.h>

struct plx_votes {
    pthread_mutex_t lock; /* of the labels */
    plx_labels *labels;
};

plx_status plx_votes_new(const char *path, plx_votes **out, plx_error *err)
{
    plx_votes *v = calloc(1, sizeof *v);
    plx_status rc;

    *out = NULL;
    if (!v)
        return plx_fail(err, PLX_ERR_NOMEM, "labels: out of memory");
    pthread_mutex_init(&v->lock, NULL);
    rc = plx_labels_open(path, &v->labels, err);
    if (rc)
        plx_votes_free(v);
    else
        *out = v;
    return rc;
}

void plx_votes_free(plx_votes *v)
{
    if (!v)
        return;
    plx_labels_close(v->labels);
    pthread_mutex_destroy(&v->lock);
    free(v);
}

plx_status plx_votes_borrow(plx_votes *v, plx_labels **out, plx_error *err)
{
    plx_status rc;

    pthread_mutex_lock(&v->lock);
    rc = plx_labels_read(v->labels, NULL, NULL, err);
    *out = rc ? NULL : v->labels;
    if (rc)
        pthread_mutex_unlock(&v->lock);
    return rc;
}

void plx_votes_give_back(plx_votes *v)
{
    pthread_mutex_unlock(&v->lock);
}
