#include "server/serve/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "codec/ascii.h"
#include "codec/file.h"
#include "server/keyring/secret_file.h"
#include "server/storage/dump.h"
#include "server/storage/open.h"
#include "server/tenancy/revocations.h"
#include "signet/seams/clock.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::string_view kMagic = "signet installation 1\n";
constexpr std::string_view kMasterKey = "master-key ";
constexpr std::string_view kNone = "-";
constexpr std::size_t kMaxKeyText = 4'096;
constexpr std::string_view kPurpose = "backup";

/// A new file that is removed again unless it is finished.
class NewFile {
 public:
  static Result<NewFile> create(std::string path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return fail(errno == EEXIST ? Errc::file_exists : Errc::file_unwritable, path);
    return NewFile(descriptor, std::move(path));
  }
  NewFile(NewFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(path_.c_str());
  }

  Result<> write(ByteView octets) {
    while (!octets.empty()) {
      const ssize_t written = ::write(descriptor_, octets.data(), octets.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return fail(Errc::file_unwritable, path_);
      octets = octets.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }
  /// It is on the disk when this returns.
  Result<> finish() {
    if (::fsync(descriptor_) != 0) return fail(Errc::file_unwritable, path_);
    ::close(std::exchange(descriptor_, -1));
    return {};
  }

 private:
  NewFile(int descriptor, std::string path) noexcept : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_;
  std::string path_;
};

/// The line of a master key's file that is no remark.
Result<std::string> key_text_of(const std::string& path) {
  if (path.empty()) return std::string(kNone);
  SIGNET_TRY(const Secret content, keyring::read_secret_file(path, kMaxKeyText));
  std::string_view text = as_text(content.expose());
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = codec::trimmed(text.substr(0, end));
    if (!line.empty() && !line.starts_with('#')) return std::string(line);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return fail(Errc::malformed_key, "master_key");
}

/// Pieces of a file, of which the first lines were taken off.
class Pieces {
 public:
  explicit Pieces(codec::FilePieces file) : file_(std::move(file)) {}

  /// Up to the next line end, without it.
  Result<std::string> line() {
    while (true) {
      const std::string_view text = as_text(rest_);
      if (const std::size_t end = text.find('\n'); end != std::string_view::npos) {
        std::string line(text.substr(0, end));
        rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end) + 1);
        return line;
      }
      if (rest_.size() > kMaxKeyText) return fail(Errc::malformed_backup, "head");
      SIGNET_TRY(const ByteView more, file_.next());
      if (more.empty()) return fail(Errc::malformed_backup, "head");
      rest_.insert(rest_.end(), more.begin(), more.end());
    }
  }
  Result<ByteView> next() {
    if (rest_.empty()) return file_.next();
    last_ = std::exchange(rest_, {});
    return ByteView(last_);
  }

 private:
  codec::FilePieces file_;
  Bytes rest_;
  Bytes last_;
};

/// Under the old epoch numbers might be given again that readers have seen.
Result<> begin_feeds_anew(storage::Store& store) {
  storage::Query query{.kind = storage::Kind::tenant, .tenant = {}, .limit = storage::kMaxPage};
  do {
    SIGNET_TRY(storage::Page page,
               storage::wait_for<storage::Page>([&](auto done) { store.list(query, std::move(done)); }));
    for (const storage::Record& tenant : page.records) {
      SIGNET_TRY(const bool was_there, storage::wait_for<bool>([&](auto done) {
                   store.erase(Revocations::epoch_name(tenant.name.id), std::move(done));
                 }));
      std::ignore = was_there;
    }
    query.after = std::move(page.next);
  } while (!query.after.empty());
  return {};
}

Result<keyring::MasterKey> take_master_key(std::string_view text, const std::string& path) {
  if (text == kNone) return keyring::MasterKey::load(path);
  SIGNET_TRY(keyring::MasterKey master, keyring::MasterKey::from_text(text));
  const std::string content = std::string(text) + "\n";
  SIGNET_CHECK(keyring::create_secret_file(path, as_bytes(content)));
  return master;
}

}  // namespace

Result<> write_backup(storage::Store& store, const keyring::MasterKey& master, const BackupOptions& options) {
  SIGNET_TRY(std::string text, key_text_of(options.master_key_file));
  SIGNET_TRY(NewFile file, NewFile::create(options.path));
  std::string head(kMagic);
  head.append(kMasterKey).append(text).append(1, '\n');
  SIGNET_CHECK(file.write(as_bytes(head)));
  wipe(head.data(), head.size());
  wipe(text.data(), text.size());
  const Secret key = master.derive(kPurpose);
  SIGNET_CHECK(storage::write_dump(store, [&](ByteView octets) { return file.write(octets); }, key.expose()));
  return file.finish();
}

Result<> restore_backup(const RestoreOptions& options) {
  SIGNET_TRY(codec::FilePieces file, codec::FilePieces::open(options.path));
  Pieces pieces(std::move(file));
  SIGNET_TRY(const std::string magic, pieces.line());
  if (magic + "\n" != kMagic) return fail(Errc::malformed_backup, "head");
  SIGNET_TRY(const std::string line, pieces.line());
  if (!line.starts_with(kMasterKey)) return fail(Errc::malformed_backup, "head");
  const std::string_view text = std::string_view(line).substr(kMasterKey.size());
  const auto clock = std::make_shared<SteadyClock>();
  SIGNET_TRY(const auto store, storage::open_store("sqlite", {.place = options.data, .clock = clock}));
  SIGNET_TRY(const keyring::MasterKey master, take_master_key(text, options.master_key_file));
  const Secret key = master.derive(kPurpose);
  SIGNET_CHECK(storage::load_dump([&] { return pieces.next(); }, *store, key.expose()));
  return begin_feeds_anew(*store);
}

}  // namespace signet::server
