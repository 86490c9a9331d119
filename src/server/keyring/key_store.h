// The keys of a tenant in the store. All of it waits for the store: never call it from one of the store's answers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/keyring/master_key.h"
#include "server/keyring/stored_key.h"
#include "server/storage/store.h"
#include "signet/result.h"

namespace signet::server::keyring {

/// Of one tenant: far more than any policy makes.
inline constexpr std::size_t kMaxKeys = 500;

/// Errors of all: those of the store.
class KeyStore {
 public:
  KeyStore(storage::Store& store, std::shared_ptr<const MasterKey> master) noexcept
      : store_(&store), master_(std::move(master)) {}

  /// Errors: also those of from_record, limit_exceeded(keys).
  Result<std::vector<StoredKey>> load(const std::string& tenant) const;
  /// False: the kid is taken.
  Result<bool> insert(const std::string& tenant, const StoredKey& key) const;
  /// False: somebody else has changed or removed it.
  Result<bool> replace(const std::string& tenant, const StoredKey& key) const;
  /// False: somebody else has changed it, or removed it. A node that decided on what it read a while ago must not
  /// remove the key that signs by now.
  Result<bool> remove(const std::string& tenant, const StoredKey& key) const;
  /// Whatever has become of it. Whether it was there.
  Result<bool> erase(const std::string& tenant, std::string_view kid) const;

  storage::Store& store() const noexcept { return *store_; }

 private:
  storage::Store* store_;
  std::shared_ptr<const MasterKey> master_;
};

/// All records of a kind and tenant, page by page. Errors: those of the store, limit_exceeded(keys) for more than
/// `most`.
Result<std::vector<storage::Record>> list_all(storage::Store& store, storage::Kind kind, const std::string& tenant,
                                              std::size_t most);

}  // namespace signet::server::keyring
