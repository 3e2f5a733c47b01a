/* store/spelling.h - the table of words that corrections come from
 *
 * Under "W" and a word its count; under the fragments of words, which words have them: "H" and its
 * first two bytes, "T" and its last two, "B" with the first and the last of a word of up to four
 * bytes, "M" with each three in a row, listed once. A list of words shares prefixes: bytes kept of
 * the one before (not in the first) and bytes that follow, both XOR 96. Words of one byte are not
 * kept. Source: xapian-core 1.4.22, backends/glass/glass_spelling.cc,
 * backends/prefix_compressed_strings.h.
 */
#ifndef PLX_STORE_SPELLING_H
#define PLX_STORE_SPELLING_H

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/table.h"

namespace plx
{

class SpellingCounts
{
  public:
    /** Count a word more often; counts stop at UINT32_MAX. Words of one byte or less, and more than
     * the engine's longest, are the caller's fault: the former do not count, the latter were
     * refused. */
    void add(std::string_view word, uint32_t count);
    /** Add the counts of a written table. */
    void add_table(TableReader &table);
    bool empty() const
    {
        return counts_.empty();
    }
    /** Write the table: all words in one go. Words whose count is 0 are left out. */
    TableRoot write(const std::string &dir) const;
    /** Highest count. */
    uint32_t max() const;

  private:
    std::unordered_map<std::string, uint32_t> counts_;
};

} // namespace plx

#endif
