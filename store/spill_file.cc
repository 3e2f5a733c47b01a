/* store/spill_file.cc - a file without a name for runs that memory has no room for */
#include "store/run.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "store/guard.h"

using namespace plx;

SpillFile::SpillFile(const std::string &dir) : dir_(dir)
{
    fd_ = open(dir.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (fd_ < 0) { /* not every file system has that */
        std::string name = dir + "/runs-XXXXXX";
        fd_ = mkostemp(&name[0], O_CLOEXEC);
        if (fd_ >= 0)
            unlink(name.c_str());
    }
    if (fd_ < 0)
        give_up(PLX_ERR_IO, "cannot make a working file in '%s': %s", dir.c_str(), strerror(errno));
}

SpillFile::~SpillFile()
{
    close(fd_);
}

uint64_t SpillFile::append(std::string_view bytes)
{
    uint64_t start = end_;

    for (size_t done = 0; done < bytes.size();) {
        ssize_t n = pwrite(fd_, bytes.data() + done, bytes.size() - done, off_t(start + done));
        if (n < 0 && errno != EINTR)
            give_up(PLX_ERR_IO,
                    "cannot write to a working file in '%s': %s; make room there or allow more "
                    "memory",
                    dir_.c_str(), strerror(errno));
        done += n > 0 ? size_t(n) : 0;
    }
    end_ += bytes.size();
    return start;
}

void SpillFile::read(uint64_t at, size_t n, char *out) const
{
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(fd_, out + done, n - done, off_t(at + done));
        if (got == 0)
            give_up(PLX_ERR_IO, "a working file in '%s' is shorter than it was", dir_.c_str());
        if (got < 0 && errno != EINTR)
            give_up(PLX_ERR_IO, "cannot read a working file in '%s': %s", dir_.c_str(),
                    strerror(errno));
        done += got > 0 ? size_t(got) : 0;
    }
}
