/* store/deflate.h - tags compressed as the engine does: raw deflate, window of 32 KiB */
#ifndef PLX_STORE_DEFLATE_H
#define PLX_STORE_DEFLATE_H

#include <memory>
#include <string>
#include <string_view>

namespace plx
{

/** Compresses; one thread each. */
class Deflater
{
  public:
    Deflater();
    ~Deflater();
    Deflater(const Deflater &) = delete;
    Deflater &operator=(const Deflater &) = delete;
    /** @param out  replaced. @return false if it would be no smaller: out is then undefined */
    bool pack(std::string_view in, std::string &out);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/** Replaces out. Bytes that are no deflate stream, or more than max bytes, leave with
 * PLX_ERR_CORRUPT; `what` names where they are from. */
void inflate_tag(std::string_view in, std::string &out, size_t max, const char *what);

} // namespace plx

#endif
