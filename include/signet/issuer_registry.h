// Many issuers, each with a policy and keys of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "signet/jwt.h"
#include "signet/remote_jwks.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"
#include "signet/timestamp.h"

namespace signet {

class IssuerRegistryState;  // internal

/// The keys that the issuer's metadata name: RemoteJwkSet::of_issuer().
struct DiscoveredKeys {};
/// The keys behind a URL: RemoteJwkSet::of_url().
struct KeysAt {
  std::string url;
};
/// Where an issuer's keys come from; the third is a source that is there already: a JwkSet, or one of the caller's own.
using IssuerKeys = std::variant<DiscoveredKeys, KeysAt, std::shared_ptr<const KeySource>>;

struct IssuerRegistryOptions {
  std::size_t max_issuers = 100'000;  ///< from 1 to 10,000,000
  /// Remote sets that are kept at once, from 1 to 1,000,000; it should exceed the issuers that are in use at once.
  std::size_t max_open = 1'000;
  RemoteKeyOptions remote = {};  ///< of every remote set
};

/// Verifies tokens of many issuers: each is judged by the policy and the keys of the issuer that it names, and of no
/// other, so a kid that two issuers have means two keys. An issuer that was not registered is refused, and nothing is
/// fetched for it.
///
/// A remote set is opened by the first token that names its issuer. Beyond max_open another one is closed: first those
/// that have not yet proven a token, the oldest first, then the one that has not proven one for the longest time. So
/// whoever only names issuers displaces nobody whose tokens hold. A set that was closed is not opened again within
/// RemoteKeyOptions::cool_down of its last opening, so naming issuers in turn cannot make them be asked without end.
///
/// Copies share what is registered. Used from many threads; verify() waits for nobody who registers but for a look-up.
class IssuerRegistry {
 public:
  /// Errors: limit_exceeded(max_issuers|max_open), limit_exceeded(OPTION) of RemoteKeyOptions, policy_incomplete(seams)
  /// for null.
  static Result<IssuerRegistry> build(RemoteSeams seams, IssuerRegistryOptions options = {});

  /// Registers an issuer, octet by octet as its tokens name it, or replaces what was registered for it: verifications
  /// under way end by the former. `policy` leaves the issuer open, which is decided here, and does not want encryption.
  /// Errors: those of jwt::Verifier::build and of RemoteJwkSet::of_issuer and of_url; policy_incomplete(issuer) for an
  /// empty one, or a policy that names issuers or any; policy_incomplete(keys) for null; limit_exceeded(issuers).
  Result<> put(std::string issuer, jwt::Policy policy, IssuerKeys keys);
  /// Whether it was registered. Its tokens are refused from now on.
  bool remove(std::string_view issuer);

  /// The token's claims, if everything held by the policy and the keys of the issuer that it names. It is no longer
  /// than jwt::kMaxSize, and an encrypted token is not looked into: where a policy allows more, use find(). Errors:
  /// those of jwt::peek_issuer; claim_mismatch(iss) for an issuer that is not registered; keys_unavailable(recently)
  /// for a set that was closed and may not be opened yet; then those of jwt::Verifier::verify.
  Result<jwt::Verified> verify(std::string_view token, Timestamp now, const jwt::Context& context = {}) const;
  /// The same, looking into `scratch`.
  Result<jwt::VerifiedView> verify(std::string_view token, Timestamp now, jwt::Scratch& scratch SIGNET_LIFETIME_BOUND,
                                   const jwt::Context& context = {}) const;
  Result<jwt::VerifiedView> verify(std::string_view token, Timestamp now, jwt::Scratch&& scratch,
                                   const jwt::Context& context = {}) const = delete;

  /// The verifier of an issuer, which demands it of its tokens. It stays what it is, with its keys kept up to date,
  /// when the issuer is replaced or removed, or its set closed. Errors: claim_mismatch(iss),
  /// keys_unavailable(recently).
  Result<jwt::Verifier> find(std::string_view issuer) const;

  /// How the remote set of an issuer stands; nothing where it has none, or it is not open.
  std::optional<RemoteKeyReport> report(std::string_view issuer) const;
  std::size_t size() const;
  std::size_t open() const;

 private:
  explicit IssuerRegistry(std::shared_ptr<IssuerRegistryState> state) noexcept : state_(std::move(state)) {}
  std::shared_ptr<IssuerRegistryState> state_;
};

}  // namespace signet
