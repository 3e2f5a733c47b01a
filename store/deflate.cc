/* store/deflate.cc - raw deflate by libdeflate
 *
 * The engine packs with zlib at its default level. Term lists share little but letters, so that
 * looking longer for repeats is in vain: of 42 MB of them zlib makes 29.65 MB in .96 s, libdeflate
 * the same in .29 s at level 1 and in .53 s at level 6. Lists of the spelling table get 2 % smaller
 * by level 6. Unpacking takes half of zlib's time, though it may have to be tried again with more
 * room.
 */
#include "store/deflate.h"

#include <algorithm>
#include <new>

#include <libdeflate.h>

#include "store/guard.h"

namespace plx
{

namespace
{

constexpr int LEVEL = 1;
/* What a tag unpacks to is not stored: this is the first guess, times the packed bytes. */
constexpr size_t GUESS = 4, GUESS_MIN = 4096;

struct FreeCompressor {
    void operator()(libdeflate_compressor *p) const
    {
        libdeflate_free_compressor(p);
    }
};
struct FreeDecompressor {
    void operator()(libdeflate_decompressor *p) const
    {
        libdeflate_free_decompressor(p);
    }
};

} // namespace

struct Deflater::Impl {
    std::unique_ptr<libdeflate_compressor, FreeCompressor> packer{ libdeflate_alloc_compressor(
        LEVEL) };
};

Deflater::Deflater() : impl_(std::make_unique<Impl>())
{
    if (!impl_->packer)
        throw std::bad_alloc();
}

Deflater::~Deflater() = default;

bool Deflater::pack(std::string_view in, std::string &out)
{
    if (in.empty())
        return false;
    out.resize(in.size() - 1);
    size_t n =
        libdeflate_deflate_compress(impl_->packer.get(), in.data(), in.size(), &out[0], out.size());
    out.resize(n);
    return n > 0;
}

void inflate_tag(std::string_view in, std::string &out, size_t max, const char *what)
{
    std::unique_ptr<libdeflate_decompressor, FreeDecompressor> unpacker(
        libdeflate_alloc_decompressor());
    size_t room = std::min(max, std::max(GUESS_MIN, in.size() * GUESS));

    if (!unpacker)
        throw std::bad_alloc();
    for (;; room = room > max / GUESS ? max : room * GUESS) {
        size_t taken = 0, made = 0;
        out.resize(room);
        libdeflate_result rc = libdeflate_deflate_decompress_ex(
            unpacker.get(), in.data(), in.size(), &out[0], out.size(), &taken, &made);
        if (rc == LIBDEFLATE_SUCCESS && taken == in.size()) {
            out.resize(made);
            return;
        }
        if (rc != LIBDEFLATE_INSUFFICIENT_SPACE)
            give_up(PLX_ERR_CORRUPT, "%s: a compressed tag is damaged", what);
        if (room == max)
            give_up(PLX_ERR_CORRUPT, "%s: a tag unpacks to more than %zu bytes", what, max);
    }
}

} // namespace plx
