// Verified tokens remembered: who presents the same token again is answered without verifying its signature again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "signet/jwt.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::jwt {

struct CachingVerifierState;  // internal

/// How much is remembered. The bounds are hard: who presents many tokens only makes others be forgotten sooner.
struct TokenCacheOptions {
  /// Tokens, their claims and the table: an access token of 1 KiB takes about 4 KiB. From 64 KiB to 1 TiB.
  std::size_t max_bytes = 64u << 20;
  /// From 1 to 16,777,216.
  std::size_t max_entries = 16'384;
};

struct TokenCacheReport {
  std::uint64_t hits = 0;       ///< answered from memory, with what has expired or was revoked since
  std::uint64_t misses = 0;     ///< verified, whatever came of it
  std::uint64_t evictions = 0;  ///< forgotten for want of room
  std::size_t entries = 0;      ///< remembered now
  std::size_t bytes = 0;        ///< that they and the table occupy
};

/// A Verifier that remembers which tokens it found good. Its answers are those of the Verifier, at every call:
///
/// - A token is found by a hash under a random key of this object, which is no cryptographic primitive, and answered
///   for when its whole text is the one that was verified. Nothing is shared between two of these.
/// - Remembered is that the signature held, and what depends on nothing but policy and token. Times (exp, nbf, iat,
///   max_age), profiles with their Context, and Policy::check() are gone through again on every call.
/// - When KeySource::version() is another one, the token is verified anew, and forgotten when it no longer holds.
///   A source without a version has nothing remembered.
/// - Refusals are not remembered: a token that was not good is verified each time.
///
/// What is forgotten is wiped, once nobody holds it any more. Copies share the memory. Used from many threads: who is
/// answered from memory waits for no lock and allocates nothing.
class CachingVerifier {
 public:
  /// Errors: limit_exceeded(max_bytes|max_entries); policy_incomplete(cache) for a policy of encrypted tokens, since
  /// nothing tells when their keys change; internal(random).
  static Result<CachingVerifier> build(const Verifier& verifier, const TokenCacheOptions& options = {});

  /// As Verifier::verify(), with its errors. What comes back is shared and immutable, and stays when it is forgotten
  /// here.
  Result<std::shared_ptr<const Verified>> verify(std::string_view token, Timestamp now) const;
  Result<std::shared_ptr<const Verified>> verify(std::string_view token, Timestamp now, const Context& context) const;

  /// Forgets everything.
  void clear() const;
  TokenCacheReport report() const;

 private:
  explicit CachingVerifier(std::shared_ptr<CachingVerifierState> state) noexcept : state_(std::move(state)) {}
  std::shared_ptr<CachingVerifierState> state_;
};

}  // namespace signet::jwt
