#include "server/keyring/lease.h"

#include <utility>

#include "crypto/random.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

using storage::Done;
using storage::Record;
using storage::wait_for;

constexpr std::size_t kHolderOctets = 16;

}  // namespace

Result<std::optional<Lease>> Lease::take(storage::Store& store, const std::string& tenant, Timestamp now) {
  SIGNET_TRY(const Secret holder, crypto::random_secret(kHolderOctets));
  Record record{.name = {.kind = storage::Kind::lease, .tenant = tenant, .id = "keyring"},
                .body = base64url::encode(holder.expose()),
                .expires = now + kLeaseTime};
  SIGNET_TRY(const bool is_ours, wait_for<bool>([&](Done<bool> done) { store.insert(record, std::move(done)); }));
  if (!is_ours) return std::nullopt;
  // Its version is wanted to give it back.
  SIGNET_TRY(auto stored, wait_for<std::optional<Record>>(
                              [&](Done<std::optional<Record>> done) { store.get(record.name, std::move(done)); }));
  if (!stored || stored->body != record.body) return std::nullopt;
  return Lease(store, *std::move(stored));
}

Lease::~Lease() {
  if (store_ == nullptr) return;
  // To erase it could hit the lease of the one who came when ours had expired; to replace it cannot.
  record_.expires = Timestamp(Duration(1));
  const auto given_back =
      wait_for<bool>([&](Done<bool> done) { store_->replace(std::move(record_), std::move(done)); });
  // Whoever waits for a lease that could not be given back waits until its time has passed.
  static_cast<void>(given_back);
}

}  // namespace signet::server::keyring
