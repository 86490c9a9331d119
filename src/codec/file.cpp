#include "codec/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

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

/// A NUL would end the name for the system, and another file would be read than the one that was named.
bool is_name(const std::string& path) noexcept {
  return path.find('\0') == std::string::npos;
}

}  // namespace

class FilePieces::State {
 public:
  explicit State(const std::string& path) : path_(path), input_(path) {}

  bool is_readable() const noexcept { return input_.size().has_value(); }
  Result<ByteView> next() {
    const auto count = input_.read(buffer_);
    if (!count) return fail_on_input(count.error().code, path_);
    return ByteView(buffer_).first(*count);
  }

 private:
  static constexpr std::size_t kPiece = 64u << 10;
  std::string path_;
  Input input_;
  WipedBytes buffer_ = WipedBytes(kPiece);
};

FilePieces::FilePieces(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
FilePieces::FilePieces(FilePieces&&) noexcept = default;
FilePieces& FilePieces::operator=(FilePieces&&) noexcept = default;
FilePieces::~FilePieces() = default;

Result<FilePieces> FilePieces::open(const std::string& path) {
  if (!is_name(path)) return fail_on_input(Errc::file_unreadable, path);
  auto state = std::make_unique<State>(path);
  if (!state->is_readable()) return fail_on_input(Errc::file_unreadable, path);
  return FilePieces(std::move(state));
}

Result<ByteView> FilePieces::next() {
  return state_->next();
}

Result<Secret> read_file(const std::string& path, std::size_t max_bytes) {
  if (!is_name(path)) return fail_on_input(Errc::file_unreadable, path);
  auto bytes = read_all(Input(path), max_bytes);
  if (!bytes) return fail_on_input(bytes.error().code, path);
  return Secret(*std::move(bytes));
}

}  // namespace signet::codec
