#include "server/keyring/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <span>
#include <utility>

#include "try.h"

namespace signet::server::keyring {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kAnybodyElse = 0077;

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return number_; }
  explicit operator bool() const noexcept { return number_ >= 0; }

 private:
  int number_;
};

bool write_all(int file, ByteView octets) noexcept {
  while (!octets.empty()) {
    const ssize_t count = ::write(file, octets.data(), octets.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    octets = octets.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

/// A new name is safe only when its folder is.
bool sync_folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const Descriptor opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened && ::fsync(opened.get()) == 0;
}

Result<> check_owner(int file) {
  struct stat status{};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return fail(Errc::file_unreadable);
  const bool is_ours = status.st_uid == ::geteuid() || status.st_uid == 0;
  if (!is_ours || (status.st_mode & kAnybodyElse) != 0) return fail(Errc::malformed_configuration, "permissions");
  return {};
}

/// The number of octets that were read, up to the size of `room`.
Result<std::size_t> read_into(int file, std::span<std::uint8_t> room) {
  std::size_t size = 0;
  while (size < room.size()) {
    const ssize_t count = ::read(file, room.data() + size, room.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(Errc::file_unreadable);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  return size;
}

Result<Secret> read(const std::string& path, std::size_t max_octets) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file || path.find('\0') != std::string::npos) return fail(Errc::file_unreadable);
  SIGNET_CHECK(check_owner(file.get()));
  WipedBytes octets(max_octets + 1);
  SIGNET_TRY(const std::size_t size, read_into(file.get(), octets));
  if (size > max_octets) return fail(Errc::limit_exceeded);
  octets.resize(size);
  return Secret(std::move(octets));
}

}  // namespace

Result<> create_secret_file(const std::string& path, ByteView content) {
  if (path.find('\0') != std::string::npos) return fail_on_input(Errc::file_unwritable, path);
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
  if (!file) return fail_on_input(errno == EEXIST ? Errc::file_exists : Errc::file_unwritable, path);
  if (::fchmod(file.get(), kOwnerOnly) == 0 && write_all(file.get(), content) && ::fsync(file.get()) == 0 &&
      sync_folder_of(path)) {
    return {};
  }
  ::unlink(path.c_str());
  return fail_on_input(Errc::file_unwritable, path);
}

Result<Secret> read_secret_file(const std::string& path, std::size_t max_octets) {
  auto content = read(path, max_octets);
  if (!content && content.error().subject.empty()) return fail_on_input(content.error().code, path);
  return content;
}

}  // namespace signet::server::keyring
