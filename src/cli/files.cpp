#include "cli/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/console.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

/// Closes what was opened.
class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return number_; }
  /// Closes now, and says whether that worked.
  bool close() noexcept { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

std::unexpected<Failure> unwritable(const std::string& path, int why) {
  Failure failure(Error{Errc::file_unwritable, path});
  failure.sentence = text("the file cannot be written: {}", std::strerror(why));  // NOLINT(concurrency-mt-unsafe)
  return std::unexpected(std::move(failure));
}

// A new file with these bytes; on failure nothing is left.
Outcome<> create(const std::string& path, ByteView bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.get() < 0 && errno == EEXIST) return std::unexpected(Failure(Error{Errc::file_exists, path}));
  if (file.get() < 0) return unwritable(path, errno);
  if (write_all(file.get(), bytes) && ::fsync(file.get()) == 0 && file.close()) return {};
  const int why = errno;
  ::unlink(path.c_str());
  return unwritable(path, why);
}

}  // namespace

bool names_a_file(const std::string& argument) {
  if (argument == "-") return true;
  struct stat status{};
  return ::stat(argument.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

Outcome<> write_file(const std::string& path, ByteView bytes, bool force) {
  struct stat status{};
  const bool there = ::lstat(path.c_str(), &status) == 0;
  if (!there || !force) return create(path, bytes);
  if (!S_ISREG(status.st_mode)) {
    Failure failure(Error{Errc::file_exists, path});
    failure.sentence = "what is there is no regular file, so it is not replaced";
    failure.hint = "choose another name";
    return std::unexpected(std::move(failure));
  }
  // A reader sees the old file or the new one, never a part of it.
  const std::string temporary = text("{}.{}.tmp", path, ::getpid());
  SIGNET_CHECK(create(temporary, bytes));
  if (::rename(temporary.c_str(), path.c_str()) == 0) return {};
  const int why = errno;
  ::unlink(temporary.c_str());
  return unwritable(path, why);
}

std::string_view without_newline(std::string_view text) noexcept {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace signet::cli
