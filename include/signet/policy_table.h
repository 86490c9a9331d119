// Dated policies: what Signet recommends and enforces, as data. `signet policy show` prints one, and a copy of that
// print is kept beside the tests, so that a changed default is a visible difference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "signet/timestamp.h"

namespace signet::jwt {

/// A policy that has a date for its name. `algorithms` and `required_claims` are what Policy::dated() applies; the
/// other members are the constants that the library enforces whether a policy is named or not.
struct DatedPolicy {
  std::string_view name;                              ///< "2026-11"
  std::span<const std::string_view> algorithms;       ///< signatures that are recommended; never a symmetric one
  std::span<const std::string_view> required_claims;  ///< claims that must be there
  Duration leeway{};                                  ///< of clocks, unless set
  Duration max_leeway{};
  unsigned rsa_min_bits = 0;
  unsigned rsa_max_bits = 0;
  std::size_t max_jwt = 0;  ///< octets of a token, unless set
  std::size_t max_jws = 0;
  std::size_t max_header = 0;  ///< octets of a header, decoded
  std::size_t max_kid = 0;     ///< octets
  std::size_t max_json_depth = 0;
  std::size_t max_key_candidates = 0;  ///< keys that are tried for one signature
  std::size_t max_signatures = 0;      ///< of a general JWS
  std::size_t max_key_trials = 0;      ///< over all signatures of a general JWS
  std::size_t max_jwe = 0;
  std::size_t max_recipients = 0;    ///< of a general JWE
  std::size_t max_inflated = 0;      ///< octets of a plaintext that was compressed, unless set
  std::uint64_t min_iterations = 0;  ///< of PBES2
  std::uint64_t max_iterations = 0;  ///< of PBES2, over all recipients and keys of one JWE
  std::size_t max_key_set_keys = 0;
  std::size_t max_key_set_text = 0;  ///< octets
};

/// All of them, the newest first.
std::span<const DatedPolicy> dated_policies() noexcept;
/// The newest one.
const DatedPolicy& current_policy() noexcept;
/// The one of exactly this name, or null.
const DatedPolicy* find_dated_policy(std::string_view name) noexcept;

}  // namespace signet::jwt
