/* store/generation.h - the merge: runs of new documents and the tables of a base, into new tables
 *
 * Everything is read and written once, front to back, in the order of keys:
 *
 *   postlist   00 C0 name: metadata
 *              00 D0 slot: documents with a value, its least, its greatest if that is another
 *              00 D8 slot, docid: values from that document on; then docid gap - 1 and value
 *              00 E0, and with docid: lengths of documents, as the postings of a term
 *              term: documents, occurrences, first docid - 1, then as in the other chunks:
 *                '1' if it is the last, last docid - first, wdf, and for each further one
 *                docid gap - 1, wdf
 *              term 00 docid: a further chunk
 *   position   term 00 docid: positions (position_code.h)
 *   docdata    docid: data as it is; a document without data has none
 *   termlist   docid: length, number of terms, the terms with the bytes they share with the one
 *                before
 *              docid 00: slots that have values, as gaps - 1
 *
 * Numbers in keys are sortable, in tags packed (pack.h). A new chunk begins when one has 2000
 * bytes. Source: xapian-core 1.4.22, backends/glass/glass_postlist.cc, glass_values.cc,
 * glass_docdata.h, glass_termlisttable.cc, glass_metadata.cc.
 */
#ifndef PLX_STORE_GENERATION_H
#define PLX_STORE_GENERATION_H

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "store/run.h"
#include "store/spelling.h"
#include "store/version_file.h"

namespace plx
{

/** What a generation is made of. The runs are borrowed. */
struct GenerationInput {
    std::string base_dir;            /* empty: there is no base */
    VersionFile base;                /* all zero without one */
    std::vector<const Run *> runs;   /* by rising serials */
    std::vector<uint32_t> docid;     /* of each serial; 0: replaced or deleted since */
    std::vector<std::string> values; /* of each serial, as in PackedDoc */
    std::vector<bool> gone;          /* documents of the base that were replaced or deleted */
    /* slot -> docid -> value, of documents of the base; an empty value removes it */
    std::map<uint32_t, std::map<uint32_t, std::string>> changed;
    std::map<std::string, std::string> metadata; /* that was set; empty: removed */
    SpellingCounts spelling; /* counts to be added; those of the base join them */
    uint32_t last_docid = 0;
    uint64_t postings = 0; /* of the runs, about: for progress */
};

/**
 * Write the tables and the version file of a new database into the folder `to`, which is there and
 * empty; all is synced, but the folder above. Uses a second thread.
 *
 * @param progress  called in this thread with what is done of what there is, in postings
 */
void write_generation(GenerationInput &in, const std::string &to,
                      const std::function<void(uint64_t done, uint64_t total)> &progress);

} // namespace plx

#endif
