#include "codec/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "try.h"

namespace signet::codec {
namespace {

// A file descriptor, closed at the end unless it is standard input.
class Input {
 public:
  explicit Input(const std::string& path) noexcept
      : descriptor_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {}
  ~Input() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// The size that the system states, 0 when it knows none; nothing for what cannot be read.
  Result<std::size_t> size() const noexcept {
    struct stat status{};
    if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0 || S_ISDIR(status.st_mode))
      return fail(Errc::file_unreadable);
    return S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
  }

  /// Bytes that were read into `out`; 0 at the end.
  Result<std::size_t> read(std::span<std::uint8_t> out) const noexcept {
    for (;;) {
      const ssize_t count = ::read(descriptor_, out.data(), out.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return fail(Errc::file_unreadable);
    }
  }

 private:
  int descriptor_;
};

Result<WipedBytes> read_all(const Input& input, std::size_t max_bytes) {
  constexpr std::size_t kFirst = 4096;
  SIGNET_TRY(const std::size_t expected, input.size());
  if (expected > max_bytes) return fail(Errc::limit_exceeded);
  // One byte more than may be there tells the end of the file from a file that goes on.
  const std::size_t limit = max_bytes + 1;
  WipedBytes bytes(std::min(std::max(expected + 1, kFirst), limit));
  std::size_t size = 0;
  for (;;) {
    SIGNET_TRY(const std::size_t count, input.read(std::span(bytes).subspan(size)));
    if (count == 0) break;
    size += count;
    if (size > max_bytes) return fail(Errc::limit_exceeded);
    if (size == bytes.size()) bytes.resize(std::min(2 * size, limit));
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

Result<Secret> read_file(const std::string& path, std::size_t max_bytes) {
  // A NUL would end the name for the system, and another file would be read than the one that was named.
  if (path.find('\0') != std::string::npos) return fail_on_input(Errc::file_unreadable, path);
  auto bytes = read_all(Input(path), max_bytes);
  if (!bytes) return fail_on_input(bytes.error().code, path);
  return Secret(*std::move(bytes));
}

}  // namespace signet::codec
