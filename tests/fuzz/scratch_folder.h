/* tests/fuzz/scratch_folder.h - a folder for the one file that a fuzz target reads */
#ifndef SCRATCH_FOLDER_H
#define SCRATCH_FOLDER_H

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include <unistd.h>

/** Removed, with the file, at the end. */
class ScratchFolder
{
  public:
    explicit ScratchFolder(const char *file) : file_(std::string(path_) + '/' + file)
    {
    }
    ~ScratchFolder()
    {
        unlink(file_.c_str());
        rmdir(path_);
    }
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;
    const char *path() const
    {
        return path_;
    }
    /** Make the file hold these bytes. */
    void write(const uint8_t *bytes, size_t n) const
    {
        std::ofstream(file_, std::ios::binary | std::ios::trunc)
            .write(reinterpret_cast<const char *>(bytes), std::streamsize(n));
    }

  private:
    char path_storage_[32] = "/tmp/plx-fuzz-XXXXXX";
    const char *path_ = make();
    std::string file_;

    const char *make()
    {
        if (!mkdtemp(path_storage_))
            abort();
        return path_storage_;
    }
};

#endif
