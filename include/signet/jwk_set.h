// JWK Sets: RFC 7517 section 5.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signet/json.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/decryption_key_source.h"
#include "signet/seams/key_source.h"
#include "signet/timestamp.h"

namespace signet {

inline constexpr std::size_t kMaxKeySetText = 1u << 20;
inline constexpr std::size_t kMaxKeySetKeys = 1000;

/// A member of "keys". A member that cannot be used (unknown kty, broken, or not allowed in a public set) keeps its
/// place and is never used; `problem` says why.
struct KeySetEntry {
  std::string kid;  ///< also of a broken member, where it could be read (escape before printing)
  std::optional<Key> key;
  std::optional<Error> problem;
};

struct KeySetState;  // internal

/// A set of keys, prepared for verification and decryption once when it is loaded. Immutable and cheap to copy.
///
/// How a key is found (RFC 7515 section 4.1.4): a key with exactly the token's kid; if no key has it, keys without a
/// kid; if the token has no kid, all keys. Of these, the ones whose kty, crv, use, key_ops, alg and size fit the row.
/// More than kMaxKeyCandidates of them is key_not_found(kid): the token does not say which key it means.
class JwkSet final : public KeySource, public DecryptionKeySource {
 public:
  /// A set of public keys. Symmetric and private members become placeholders (symmetric_key, private_key).
  /// Errors: malformed_json, duplicate_name, malformed_key_set(MEMBER), limit_exceeded(keys|bytes).
  static Result<JwkSet> parse(std::string_view json);
  /// A set that may hold symmetric and private keys: a file of one's own.
  static Result<JwkSet> parse_private(std::string_view json);
  static Result<JwkSet> parse_private(const json::Value& set);
  /// Reads a file and parses it as a public set. Errors: file_unreadable(PATH), and as parse.
  static Result<JwkSet> load(const std::string& path);
  /// Of keys that are there already; any kind, never a placeholder.
  static JwkSet of(std::span<const Key> keys);

  std::span<const KeySetEntry> entries() const noexcept SIGNET_LIFETIME_BOUND;
  /// The rows that the "alg" members of the usable keys name: what an allow-list may be made of when nothing else
  /// decides it. Symmetric algorithms are never among them.
  AlgorithmSet declared_algorithms() const;
  /// JWK Set with the public members of all usable keys. Errors: symmetric_key(KID or position).
  Result<std::string> to_public_json() const;

  Result<KeyCandidates> find(const KeyQuery& query) const override;
  /// 0: a set never changes.
  std::optional<std::uint64_t> version() const noexcept override { return 0; }
  Result<DecryptionCandidates> find(const DecryptionQuery& query) const override;

 private:
  explicit JwkSet(std::shared_ptr<const KeySetState> state) noexcept : state_(std::move(state)) {}
  std::shared_ptr<const KeySetState> state_;
};

/// One remark of lint_key_set(): about the set, or about the member at `index`.
struct KeySetRemark {
  /// An error: the member is never used, or should not be published. A warning: verifiers may trip over it.
  /// A note: unusual, and nothing that breaks a verifier.
  enum class Level : std::uint8_t { error, warning, note } level;
  std::optional<std::size_t> index;
  std::string kid;
  Error error;
  std::string text;  ///< one sentence; no value of the set in it
};

/// Certificates that end sooner than this are remarked on.
inline constexpr Duration kCertificateWarning = std::chrono::hours(30 * 24);

/// What a verifier, or the people who run one, would trip over. Errors: broken, symmetric and private members.
/// Warnings: a missing kid, alg or use, repeated kids, keys that no signature algorithm can use, certificates that are
/// not valid at `now` or about to expire (without `now` their times are not looked at). Notes: a kid that looks like
/// a SHA-256 thumbprint and is neither that of RFC 7638 nor that of the SubjectPublicKeyInfo.
/// Errors: as JwkSet::parse.
Result<std::vector<KeySetRemark>> lint_key_set(std::string_view json, std::optional<Timestamp> now = {});

}  // namespace signet
