/* tests/unit/foreign_store.cc - databases made and bent past the store's own calls */
#include "tests/unit/foreign_store.h"

#include <string>

#include <xapian.h>

#include "store/guard.h"
#include "store/version_file.h"

bool make_foreign_store(const char *dir, const uint32_t *docids, size_t n, bool has_termlists)
try {
    int flags = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS;
    Xapian::WritableDatabase db(dir, has_termlists ? flags : flags | Xapian::DB_NO_TERMLIST);

    for (size_t i = 0; i < n; i++) {
        Xapian::Document doc;
        doc.add_posting("word", uint32_t(i) + 1);
        doc.add_boolean_term("Q" + std::to_string(docids[i]));
        doc.add_boolean_term("Qshared");
        doc.add_value(3, std::to_string(i));
        doc.set_data("data " + std::to_string(i));
        if (has_termlists)
            db.replace_document(docids[i], doc);
        else
            db.add_document(doc);
    }
    db.commit();
    return true;
} catch (const Xapian::Error &) {
    return false;
}

bool falsify_counts(const char *dir, uint32_t documents, uint32_t last_docid)
try {
    plx::VersionFile v = plx::read_version_file(dir);

    v.documents = documents;
    v.last_docid = last_docid;
    plx::write_version_file(dir, v);
    return true;
} catch (const plx::Failure &) {
    return false;
}
