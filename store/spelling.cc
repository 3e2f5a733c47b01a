/* store/spelling.cc - the spelling table, written in one go */
#include "store/spelling.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "store/pack.h"

using namespace plx;

namespace
{

using Counted = std::pair<const std::string, uint32_t>;

/* A fragment of a word: four bytes as a number over the number of the word, so that equal
 * fragments come together, with their words in order. */
using Entry = uint64_t;
constexpr unsigned fragment_shift = 32;

Entry entry(const char (&bytes)[4], size_t word)
{
    Entry fragment = 0;

    for (char c : bytes)
        fragment = fragment << 8 | static_cast<unsigned char>(c);
    return fragment << fragment_shift | word;
}

/* What the engine calls the fragments of a word. Its "bookends" are for words too short to share
 * three bytes with their misspellings. */
void add_fragments(std::vector<Entry> &out, std::string_view word, size_t number)
{
    size_t n = word.size();

    out.push_back(entry({ 'H', word[0], word[1], '\0' }, number));
    out.push_back(entry({ 'T', word[n - 2], word[n - 1], '\0' }, number));
    if (n <= 4)
        out.push_back(entry({ 'B', word[0], word[n - 1], '\0' }, number));
    for (size_t i = 0; i + 3 <= n; i++)
        out.push_back(entry({ 'M', word[i], word[i + 1], word[i + 2] }, number));
}

/* Radix sort by fragment: words came in order, and stay so. */
void sort_entries(std::vector<Entry> &entries)
{
    constexpr unsigned digit_bits = 11;
    constexpr size_t digits = size_t(1) << digit_bits;
    std::vector<Entry> sorted(entries.size());

    for (unsigned shift = fragment_shift; shift < 64; shift += digit_bits) {
        std::vector<size_t> start(digits + 1);
        for (Entry e : entries)
            start[(e >> shift & (digits - 1)) + 1]++;
        for (size_t i = 0; i < digits; i++)
            start[i + 1] += start[i];
        for (Entry e : entries)
            sorted[start[e >> shift & (digits - 1)]++] = e;
        entries.swap(sorted);
    }
}

/* Lengths are XORed so that they look like letters, which compresses better. */
char length_byte(size_t n)
{
    return char(n ^ 96);
}

void append_word(std::string &list, std::string_view before, std::string_view word)
{
    size_t kept = 0, most = std::min(before.size(), word.size());

    while (kept < most && before[kept] == word[kept])
        kept++;
    if (!list.empty())
        list.push_back(length_byte(kept));
    list.push_back(length_byte(word.size() - kept));
    list.append(word.substr(kept));
}

void write_fragments(TableWriter &out, const std::vector<Entry> &entries,
                     const std::vector<const Counted *> &words)
{
    constexpr Entry word_mask = (Entry(1) << fragment_shift) - 1;
    std::string key, list;
    std::string_view before;

    for (size_t i = 0; i < entries.size(); i++) {
        Entry fragment = entries[i] >> fragment_shift;
        std::string_view word = words[entries[i] & word_mask]->first;
        append_word(list, before, word);
        before = word;
        if (i + 1 < entries.size() && entries[i + 1] >> fragment_shift == fragment)
            continue;
        key.clear();
        for (unsigned bits = 32; bits > 0; bits -= 8)
            key.push_back(char(fragment >> (bits - 8)));
        key.resize(key[0] == 'M' ? 4 : 3);
        out.add_compressing(key, list);
        list.clear();
        before = {};
    }
}

void write_counts(TableWriter &out, const std::vector<const Counted *> &words)
{
    std::string key, tag;

    for (const Counted *word : words) {
        key = 'W' + word->first;
        tag.clear();
        put_uint_last(tag, word->second);
        out.add(key, tag);
    }
}

} // namespace

void SpellingCounts::add(std::string_view word, uint32_t count)
{
    constexpr uint32_t most = std::numeric_limits<uint32_t>::max();

    if (word.size() <= 1 || count == 0)
        return;
    uint32_t &sum = counts_[std::string(word)];
    sum = count > most - sum ? most : sum + count;
}

void SpellingCounts::add_table(TableReader &table)
{
    while (table.next()) {
        Unpacker key(table.key(), "spelling table");
        unsigned kind = key.byte();
        if (kind != 'W') { /* fragments follow from the words */
            if (kind != 'B' && kind != 'H' && kind != 'M' && kind != 'T')
                key.fail();
            continue;
        }
        uint32_t count = Unpacker(table.plain_tag(), "spelling table").uint32_last();
        if (key.rest().size() <= 1 || count == 0)
            key.fail();
        add(key.rest(), count);
    }
}

TableRoot SpellingCounts::write(const std::string &dir) const
{
    std::vector<const Counted *> words;
    std::vector<Entry> entries;
    TableWriter out(dir, spelling_table);

    words.reserve(counts_.size());
    for (const Counted &word : counts_)
        words.push_back(&word);
    std::sort(words.begin(), words.end(),
              [](const Counted *a, const Counted *b) { return a->first < b->first; });
    for (size_t i = 0; i < words.size(); i++)
        add_fragments(entries, words[i]->first, i);
    sort_entries(entries);
    /* A word has a fragment once, however often it stands in it. */
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    write_fragments(out, entries, words);
    write_counts(out, words);
    return out.finish();
}

uint32_t SpellingCounts::max() const
{
    uint32_t highest = 0;

    for (const Counted &word : counts_)
        highest = std::max(highest, word.second);
    return highest;
}
