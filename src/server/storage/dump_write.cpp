#include <array>
#include <string>

#include "crypto/hmac_midstate.h"
#include "server/storage/dump.h"
#include "server/storage/dump_format.h"
#include "try.h"

namespace signet::server::storage {
namespace {

using namespace dump_format;

constexpr std::size_t kPiece = std::size_t{64} << 10;

class DumpWriter {
 public:
  DumpWriter(const ByteSink& sink, ByteView key) : sink_(&sink), key_(crypto::Hash::sha256, mac_key(key)) {
    out_ += kMagic;
    out_ += key.empty() ? kPlain : kSealed;
  }

  Result<> operator()(const Head& head) {
    tag(Tag::head);
    text(head.log ? name_of(*head.log) : kVersions);
    text(head.tenant);
    number(head.last);
    return pass_on(kPiece);
  }
  Result<> operator()(const Record& record) {
    tag(Tag::record);
    text(name_of(record.name.kind));
    text(record.name.tenant);
    text(record.name.id);
    text(record.body);
    for (const std::string& field : record.fields) text(field);
    number(record.version);
    time(record.expires);
    number(record.used ? 1 : 0);
    return pass_on(kPiece);
  }
  Result<> operator()(const LogEntry& item) {
    tag(Tag::entry);
    text(name_of(item.log));
    text(item.tenant);
    number(item.entry.sequence);
    time(item.entry.at);
    time(item.entry.expires);
    text(item.entry.body);
    return pass_on(kPiece);
  }

  Result<> finish() {
    tag(Tag::end);
    SIGNET_CHECK(pass_on(1));
    std::array<std::uint8_t, crypto::kMaxDigest> mac{};
    return (*sink_)(mac_.finish(mac));
  }

 private:
  void tag(Tag tag) { out_ += static_cast<char>(tag); }
  void number(std::uint64_t value, unsigned octets = 8) {
    while (octets-- > 0) out_ += static_cast<char>(value >> (8 * octets) & 0xff);
  }
  void time(Timestamp value) { number(static_cast<std::uint64_t>(value.time_since_epoch().count())); }
  void text(std::string_view value) {
    number(value.size(), 4);
    out_ += value;
  }
  Result<> pass_on(std::size_t least) {
    if (out_.size() < least) return {};
    mac_.update(as_bytes(out_));
    SIGNET_CHECK((*sink_)(as_bytes(out_)));
    out_.clear();
    return {};
  }

  const ByteSink* sink_;
  const crypto::HmacKey key_;
  crypto::RunningMac mac_{key_};
  std::string out_;
};

}  // namespace

Result<> write_dump(Store& store, const ByteSink& sink, ByteView key) {
  DumpWriter out(sink, key);
  SIGNET_CHECK(store.dump([&out](const Item& item) { return std::visit(out, item); }));
  return out.finish();
}

}  // namespace signet::server::storage
