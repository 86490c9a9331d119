#include <algorithm>
#include <array>
#include <string>

#include "crypto/constant_time.h"
#include "crypto/hmac_midstate.h"
#include "server/storage/dump.h"
#include "server/storage/dump_format.h"
#include "try.h"

namespace signet::server::storage {
namespace {

using namespace dump_format;

constexpr std::size_t kMaxWord = 64;  // of the name of a kind or log

class DumpReader {
 public:
  DumpReader(const ByteSource& source, ByteView key)
      : source_(&source), is_sealed_(!key.empty()), key_(crypto::Hash::sha256, mac_key(key)) {}

  Result<> read_start() {
    SIGNET_TRY(const std::string magic, octets(kMagic.size(), "header"));
    if (magic != kMagic) return bad("header");
    SIGNET_TRY(const std::string seal, octets(1, "header"));
    // One that is not sealed may be anybody's.
    return seal.front() == (is_sealed_ ? kSealed : kPlain) ? Result<>() : bad("key");
  }

  /// Nothing at the end, when all of it was what was written.
  Result<std::optional<Item>> next() {
    SIGNET_TRY(const std::string tag, octets(1, "end"));
    switch (Tag{tag.front()}) {
      case Tag::head:
        return read_head();
      case Tag::record:
        return read_record();
      case Tag::entry:
        return read_entry();
      case Tag::end:
        SIGNET_CHECK(check_end());
        return std::nullopt;
    }
    return bad("item");
  }

 private:
  static std::unexpected<Error> bad(std::string_view what) { return fail(Errc::malformed_backup, what); }

  Result<std::optional<Item>> read_head() {
    Head head;
    SIGNET_TRY(const std::string name, text(kMaxWord));
    head.log = find_log(name);
    if (!head.log && name != kVersions) return bad("item");
    SIGNET_TRY(head.tenant, text(kMaxTenant));
    SIGNET_TRY(head.last, number(8));
    return head;
  }

  Result<std::optional<Item>> read_record() {
    Record record;
    SIGNET_TRY(const std::string name, text(kMaxWord));
    const auto kind = find_kind(name);
    if (!kind) return bad("item");
    record.name.kind = *kind;
    SIGNET_TRY(record.name.tenant, text(kMaxTenant));
    SIGNET_TRY(record.name.id, text(kMaxId));
    SIGNET_TRY(record.body, text(kMaxBody));
    for (std::string& field : record.fields) {
      SIGNET_TRY(field, text(kMaxField));
    }
    SIGNET_TRY(record.version, number(8));
    SIGNET_TRY(record.expires, time());
    SIGNET_TRY(const std::uint64_t used, number(8));
    if (used > 1) return bad("item");
    record.used = used == 1;
    return record;
  }

  Result<std::optional<Item>> read_entry() {
    LogEntry item;
    SIGNET_TRY(const std::string name, text(kMaxWord));
    const auto log = find_log(name);
    if (!log) return bad("item");
    item.log = *log;
    SIGNET_TRY(item.tenant, text(kMaxTenant));
    SIGNET_TRY(item.entry.sequence, number(8));
    SIGNET_TRY(item.entry.at, time());
    SIGNET_TRY(item.entry.expires, time());
    SIGNET_TRY(item.entry.body, text(kMaxBody));
    return item;
  }

  Result<> check_end() {
    std::array<std::uint8_t, crypto::kMaxDigest> room{};
    const ByteView mac = mac_.finish(room);
    SIGNET_TRY(const std::string written, octets(kMacOctets, "end"));
    if (!crypto::equal_in_constant_time(mac, as_bytes(written))) return bad("integrity");
    SIGNET_CHECK(fill());
    return piece_.empty() ? Result<>() : bad("end");
  }

  Result<std::uint64_t> number(std::size_t size) {
    SIGNET_TRY(const std::string read, octets(size, "end"));
    std::uint64_t value = 0;
    for (const std::uint8_t octet : as_bytes(read)) value = value << 8 | octet;
    return value;
  }
  Result<Timestamp> time() {
    SIGNET_TRY(const std::uint64_t value, number(8));
    return Timestamp(Duration(static_cast<std::int64_t>(value)));
  }
  Result<std::string> text(std::size_t most) {
    SIGNET_TRY(const std::uint64_t size, number(4));
    if (size > most) return bad("item");
    return octets(size, "end");
  }

  /// Exactly so many; `what` is missing when there are fewer.
  Result<std::string> octets(std::size_t size, std::string_view what) {
    std::string out;
    while (out.size() < size) {
      SIGNET_CHECK(fill());
      if (piece_.empty()) return bad(what);
      const ByteView taken = piece_.first(std::min(piece_.size(), size - out.size()));
      mac_.update(taken);
      out += as_text(taken);
      piece_ = piece_.subspan(taken.size());
    }
    return out;
  }
  /// Empty afterwards: the end.
  Result<> fill() {
    if (!piece_.empty()) return {};
    SIGNET_TRY(piece_, (*source_)());
    return {};
  }

  const ByteSource* source_;
  const bool is_sealed_;
  const crypto::HmacKey key_;
  crypto::RunningMac mac_{key_};
  ByteView piece_;
};

}  // namespace

Result<> load_dump(const ByteSource& source, Store& store, ByteView key) {
  DumpReader reader(source, key);
  SIGNET_CHECK(reader.read_start());
  return store.load([&reader] { return reader.next(); });
}

}  // namespace signet::server::storage
