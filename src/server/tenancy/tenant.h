// One tenant while it is served: settings, keys, clients and what was revoked.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "keys/published.h"
#include "server/keyring/ring.h"
#include "server/tenancy/parties.h"
#include "server/tenancy/records.h"
#include "server/tenancy/revocations.h"
#include "signet/jwt.h"

namespace signet::server {

/// What an operator set, as one immutable whole.
struct Settings {
  TenantRecord record;
  std::string issuer;                                                   ///< identifier, "iss" of its tokens
  std::map<std::string, std::shared_ptr<const Api>, std::less<>> apis;  ///< by audience
  std::map<std::string, std::shared_ptr<const TrustedIssuer>, std::less<>> issuers;  ///< by "iss"

  const Api* find_api(std::string_view audience) const noexcept;
  /// The API for requests that name none; null where it was erased.
  const Api* default_api() const noexcept { return find_api(record.default_api); }
};

/// The ring of keys with what was made of it: a verifier of the tenant's own tokens.
struct OwnKeys {
  std::shared_ptr<const keyring::Ring> ring;
  std::shared_ptr<const jwt::Verifier> verifier;
};

/// Used from many threads: what changes is swapped as a whole.
class Tenant {
 public:
  Tenant(std::shared_ptr<const Settings> settings, std::shared_ptr<const keyring::Ring> ring,
         std::shared_ptr<Revocations> revocations);

  std::shared_ptr<const Settings> settings() const { return settings_.load(); }
  std::shared_ptr<const OwnKeys> keys() const { return keys_.load(); }
  /// Signs with this algorithm, or with the tenant's first one; null where no key does.
  std::shared_ptr<const Signer> signer(std::string_view alg = {}) const;
  Revocations& revocations() const noexcept { return *revocations_; }
  const std::shared_ptr<Revocations>& shared_revocations() const noexcept { return revocations_; }

  void put_settings(std::shared_ptr<const Settings> settings);
  void put_ring(std::shared_ptr<const keyring::Ring> ring);

  /// Clients that are in memory; null for others.
  std::shared_ptr<const Client> find_client(std::string_view id) const;
  /// Counts changes of clients and settings.
  std::uint64_t generation() const;
  /// Keeps a client in memory, among a bounded number; not when anything was changed since that generation, since it
  /// may have been read before.
  void put_client(std::shared_ptr<const Client> client, std::uint64_t generation);
  void forget_client(std::string_view id);

 private:
  keys::Published<Settings> settings_;
  keys::Published<OwnKeys> keys_;
  std::shared_ptr<Revocations> revocations_;
  mutable std::mutex mutex_;
  std::uint64_t generation_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const Client>> clients_;
};

}  // namespace signet::server
