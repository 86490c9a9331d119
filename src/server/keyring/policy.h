// How the keys of a tenant are chosen and how long they live.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::server::keyring {

/// thumbprint: RFC 7638. random: 128 bits. date: "2026-11-28-k7q2", the day when it was made.
enum class KidStyle : std::uint8_t { thumbprint, random, date };

inline constexpr std::size_t kMaxAlgorithms = 16;
/// Of every time that a policy states: certificates live ten years, and a key must be gone by then.
inline constexpr Duration kLongestTime = std::chrono::days(5 * 366) / 2;

struct Policy {
  std::vector<std::string> algorithms{"ES256"};     ///< asymmetric ones; the first signs when nothing else is asked for
  Duration active_for = std::chrono::days(90);      ///< how long a key signs; longer while its successor is too new
  Duration publish_ahead = std::chrono::hours(24);  ///< how long a key is published before it signs
  Duration longest_token = std::chrono::hours(1);   ///< the longest life of a token that the tenant issues
  Duration max_age = std::chrono::minutes(10);      ///< how long the key set may be cached
  Duration skew = std::chrono::seconds(60);         ///< of the clocks of verifiers
  KidStyle kids = KidStyle::thumbprint;
  bool certificates = false;  ///< publish x5c, x5t and x5t#S256
  std::string subject = {};   ///< common name of the certificates: the issuer
  int rsa_bits = 2048;
};

/// Errors: policy_incomplete(algorithms) for none, limit_exceeded(algorithms), alg_unknown(NAME), symmetric_key(NAME),
/// alg_unavailable(NAME), duplicate_name(NAME); limit_exceeded(active_for|publish_ahead|longest_token|max_age|skew) for
/// a time that is not above zero or above kLongestTime; limit_exceeded(rsa_bits); policy_incomplete(subject).
Result<> check(const Policy& policy);

/// How long a key is in the set before it may sign: publish_ahead, and never under twice max_age.
Duration publish_ahead_of(const Policy& policy) noexcept;
/// How soon it may do so when that is ordered: caches that keep to max_age have it by then.
Duration soonest_of(const Policy& policy) noexcept;
/// How long a key stays in the set after its last signature.
Duration retire_after_of(const Policy& policy) noexcept;

}  // namespace signet::server::keyring
