// Secrets of clients, APIs and issuers at rest: hashed where comparing is enough, sealed where they are keys.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/keyring/master_key.h"
#include "server/storage/store.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::server {

/// A generated secret: 256 random bits as base64url, so that it may stand in a URL, a header and a shell.
inline constexpr std::size_t kSecretOctets = 32;

class Vault {
 public:
  /// With the key of hashes, which the store keeps sealed; one is made where there is none. Waits for the store.
  /// Errors: those of the store and of MasterKey::open.
  static Result<std::unique_ptr<Vault>> open(storage::Store& store, std::shared_ptr<const keyring::MasterKey> master);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  /// A new secret as text. Errors: internal(random).
  static Result<Secret> generate();
  /// base64url of HMAC-SHA-256 under a key that only this installation has: what is compared of a generated secret.
  std::string hash(std::string_view tenant, std::string_view client, std::string_view secret) const;
  /// Whether `hash` is that of the secret; in constant time.
  bool matches(std::string_view hash, std::string_view tenant, std::string_view client, std::string_view secret) const;
  /// base64url, bound to whom it belongs. Errors: internal(random).
  Result<std::string> seal(ByteView secret, std::string_view tenant, std::string_view kind, std::string_view id) const;
  /// Errors: those of MasterKey::open.
  Result<Secret> open(std::string_view sealed, std::string_view tenant, std::string_view kind,
                      std::string_view id) const;
  /// A key for one purpose that all nodes of an installation share.
  Secret derive(std::string_view purpose) const;

 private:
  struct State;
  Vault(std::shared_ptr<const keyring::MasterKey> master, const Secret& hash_key);
  std::shared_ptr<const keyring::MasterKey> master_;
  std::unique_ptr<const State> state_;
};

}  // namespace signet::server
