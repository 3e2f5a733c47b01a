/* indexer/reader_mail.h - mails, mailboxes and saved pages (MHTML)
 *
 * A mail becomes a record: subject as title, the list or the sender as source, its sender as
 * author where the list is named too, the date, and as html or text the body: the first
 * text/html part that is no attachment, else text/plain without quoted replies and signature.
 * A mailbox (mbox) is read message by message, and its lines count. A page that a browser saved
 * (multipart/related with a Content-Location) is a page with its address. */
#ifndef PLX_INDEXER_READER_MAIL_H
#define PLX_INDEXER_READER_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "indexer/reader_file.h"

/** Parts of one message; one with more is refused. */
#define PLX_MAIL_PARTS_MAX 1000
/** Parts and messages inside one another; what is deeper is not looked at. */
#define PLX_MAIL_DEPTH_MAX 16

/**
 * Read a mail, mailbox or saved page. A message may have as many bytes as a page.
 *
 * @param in  stays open
 * @return PLX_OK (failures went to on_failure); what a callback returned; PLX_ERR_NOMEM
 */
plx_status plx_read_mail(plx_reading *r, plx_stream *in, plx_error *err);

/** Does text that begins so look like mail? */
bool plx_mail_knows(const char *p, size_t n);

#endif
