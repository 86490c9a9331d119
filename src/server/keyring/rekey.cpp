#include "server/keyring/rekey.h"

#include <optional>
#include <utility>
#include <vector>

#include "server/keyring/key_store.h"
#include "server/keyring/stored_key.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

using storage::Done;
using storage::Kind;
using storage::Record;
using storage::wait_for;

constexpr int kMaxTries = 16;

enum class Outcome : std::uint8_t { sealed, was_already, gone };

class Rekeying {
 public:
  Rekeying(storage::Store& store, const MasterKey& old_master, const MasterKey& new_master)
      : store_(store), old_(old_master), new_(new_master) {}

  /// The keys of one tenant.
  Result<> tenant(const std::string& name) {
    SIGNET_TRY(std::vector<Record> records, list_all(store_, Kind::key, name, kMaxKeys));
    for (Record& record : records) {
      SIGNET_TRY(const Outcome outcome, key(std::move(record)));
      if (outcome == Outcome::sealed) ++counts_.sealed_anew;
      if (outcome == Outcome::was_already) ++counts_.were_already;
    }
    return {};
  }

  const Rekeyed& counts() const noexcept { return counts_; }

 private:
  Result<Outcome> key(Record record) {
    for (int tries = 0; tries < kMaxTries; ++tries) {
      if (new_.has_sealed(as_bytes(record.body))) return Outcome::was_already;
      SIGNET_TRY(const Secret content, old_.open(as_bytes(record.body), binding_of(record.name)));
      SIGNET_TRY(const Bytes sealed, new_.seal(content.expose(), binding_of(record.name)));
      record.body = as_text(sealed);
      SIGNET_TRY(const bool done,
                 wait_for<bool>([&](Done<bool> answer) { store_.replace(record, std::move(answer)); }));
      if (done) return Outcome::sealed;
      SIGNET_TRY(auto again, wait_for<std::optional<Record>>([&](Done<std::optional<Record>> answer) {
                   store_.get(record.name, std::move(answer));
                 }));
      if (!again) return Outcome::gone;
      record = *std::move(again);
    }
    return fail(Errc::store_unavailable, "busy");
  }

  storage::Store& store_;
  const MasterKey& old_;
  const MasterKey& new_;
  Rekeyed counts_;
};

}  // namespace

Result<Rekeyed> rekey(storage::Store& store, const MasterKey& old_master, const MasterKey& new_master) {
  Rekeying rekeying(store, old_master, new_master);
  SIGNET_CHECK(rekeying.tenant(""));
  storage::Query query{.kind = Kind::tenant};
  for (;;) {
    SIGNET_TRY(storage::Page page,
               wait_for<storage::Page>([&](Done<storage::Page> done) { store.list(query, std::move(done)); }));
    for (const Record& record : page.records) SIGNET_CHECK(rekeying.tenant(record.name.id));
    if (page.next.empty()) return rekeying.counts();
    query.after = std::move(page.next);
  }
}

}  // namespace signet::server::keyring
