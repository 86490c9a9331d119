#include "server/storage/sqlite/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "try.h"

namespace signet::server::storage::sqlite {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

/// A folder that was there keeps its mode: it may be of more than this server. Files in it are private in any case, but
/// where everybody may write they could be exchanged.
Result<> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), kFolderMode) == 0) return {};
  struct stat found{};
  if (errno != EEXIST || ::stat(path.c_str(), &found) != 0 || !S_ISDIR(found.st_mode))
    return fail(Errc::file_unwritable, path);
  if ((found.st_mode & S_IWOTH) != 0) return fail(Errc::store_unavailable, "permissions");
  return {};
}

Result<int> open_private(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kFileMode);
  if (descriptor < 0) return fail(Errc::file_unwritable, path);
  if (::fchmod(descriptor, kFileMode) == 0) return descriptor;
  ::close(descriptor);
  return fail(Errc::file_unwritable, path);
}

/// Makes the name of a new file durable.
bool sync_folder(const std::string& path) noexcept {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool is_synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return is_synced;
}

}  // namespace

Result<Folder> Folder::lock(const std::string& path) {
  SIGNET_CHECK(make_folder(path));
  SIGNET_TRY(const int descriptor, open_private(path + "/lock"));
  Folder folder(path, descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return folder;
  if (errno == EWOULDBLOCK) return fail(Errc::store_unavailable, "locked");
  return fail(Errc::file_unwritable, path + "/lock");
}

Folder::~Folder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<std::string> Folder::file(const std::string& name) const {
  std::string path = path_ + "/" + name;
  SIGNET_TRY(const int descriptor, open_private(path));
  ::close(descriptor);
  if (!sync_folder(path_)) return fail(Errc::file_unwritable, path_);
  return path;
}

}  // namespace signet::server::storage::sqlite
