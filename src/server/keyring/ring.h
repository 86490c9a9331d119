// The keys of a tenant at one moment: what the token path uses. No store, no lock, no private key but in signers.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/keyring/key_info.h"
#include "server/keyring/policy.h"
#include "server/keyring/stored_key.h"
#include "signet/jwk_set.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"
#include "signet/seams/signer.h"
#include "signet/timestamp.h"

namespace signet::server::keyring {

/// The longest max-age of a published key set, and the shortest: the set that is due for a change would otherwise be
/// asked for by everybody at each moment. Neither can hurt: a key is published for twice max_age before it signs.
inline constexpr Duration kLongestMaxAge = std::chrono::seconds(600);
inline constexpr Duration kShortestMaxAge = std::chrono::seconds(30);

/// Immutable, shared between threads. As a KeySource it verifies the tenant's own tokens: with the keys that are in the
/// published text, and no other.
class Ring final : public KeySource {
 public:
  /// Of keys in any order. Errors: as to_published_set and Key::signer, internal(key_set).
  static Result<std::shared_ptr<const Ring>> make(const Policy& policy, std::span<const StoredKey> keys,
                                                  Timestamp next_change);
  /// The same keys with another time of the next change.
  std::shared_ptr<const Ring> changing_at(Timestamp next_change) const;

  /// Null when no key of this algorithm signs.
  std::shared_ptr<const Signer> signer(std::string_view alg) const noexcept;
  /// The first algorithm of the policy that signs; when none of them does yet, one that was dropped; empty: none at
  /// all.
  std::string_view default_algorithm() const noexcept SIGNET_LIFETIME_BOUND;

  /// Public keys that are next, active or retiring. Errors: as JwkSet::find.
  Result<KeyCandidates> find(const KeyQuery& query) const override { return set_.find(query); }
  /// Made of the published text, so it is another one when any key is. Of a ring: who changes rings hands this on.
  std::optional<std::uint64_t> version() const noexcept override { return version_; }

  /// The key set as it is published (RFC 7517 section 5).
  const std::string& jwks() const noexcept SIGNET_LIFETIME_BOUND { return *jwks_; }
  std::shared_ptr<const std::string> shared_jwks() const noexcept { return jwks_; }
  /// A strong entity tag (RFC 9110 section 8.8.3), with its quotes.
  const std::string& etag() const noexcept SIGNET_LIFETIME_BOUND { return etag_; }
  /// For Cache-Control: the time to the next change, from 30 s to 10 minutes, and never above the policy's max_age.
  Duration max_age(Timestamp now) const noexcept;

  /// When Engine::step has something to do; Timestamp::max() for never. Where several nodes serve a tenant each steps
  /// at least every max_age as well, since another one may have changed the keys.
  Timestamp next_change() const noexcept { return next_change_; }
  /// In the order in which they are published; times that are not decided are zero (see describe()).
  std::span<const KeyInfo> keys() const noexcept SIGNET_LIFETIME_BOUND { return keys_; }

  /// Tells whether keys that were read are those that the ring was made of, under the same policy.
  using Fingerprint = std::array<std::uint8_t, 32>;
  const Fingerprint& fingerprint() const noexcept SIGNET_LIFETIME_BOUND { return fingerprint_; }

 private:
  explicit Ring(JwkSet set) : set_(std::move(set)) {}
  Result<> add_signers(std::span<const StoredKey> keys);

  std::vector<KeyInfo> keys_;
  std::vector<std::shared_ptr<const Signer>> signers_;  // of active keys, in the order of keys_
  std::shared_ptr<const std::string> jwks_;
  std::string etag_;
  JwkSet set_;
  std::uint64_t version_ = 0;
  Duration max_age_{};
  Timestamp next_change_{};
  Fingerprint fingerprint_{};
};

/// Of the records' versions and of what of the policy shows in a ring.
Ring::Fingerprint fingerprint_of(const Policy& policy, std::span<const StoredKey> keys);

}  // namespace signet::server::keyring
