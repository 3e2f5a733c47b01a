/* indexer/mail_message.h - one message (RFC 5322, MIME) to an item; the one place of GMime */
#ifndef PLX_INDEXER_MAIL_MESSAGE_H
#define PLX_INDEXER_MAIL_MESSAGE_H

#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "indexer/item.h"

/**
 * Fill an empty item: as PLX_ITEM_RECORD from a mail, as PLX_ITEM_HTML from a saved page.
 * May be called in several threads.
 *
 * @param p  the message without an envelope line
 * @return PLX_OK; PLX_ERR_INVALID (no message, no text in it); PLX_ERR_LIMIT (parts);
 *         PLX_ERR_NOMEM
 */
plx_status plx_mail_message_read(const char *p, size_t n, plx_item *item, plx_error *err);

/** Append a text/plain body without what it quotes and without signature. */
void plx_mail_text(const char *p, size_t n, bool is_flowed, plx_strbuf *out);

#endif
