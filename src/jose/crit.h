// The "crit" header parameter: RFC 7515 section 4.1.11.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// More names than this are not well formed to us: comparing them all would be the sender's choice of cost.
inline constexpr std::size_t kMaxCritNames = 32;

/// Names of extensions that a caller understands and enforces.
using Extensions = std::span<const std::string_view>;
/// What the JWS functions understand; a JWT may use none of it (RFC 7797 section 7).
inline constexpr std::string_view kJwsExtensions[] = {"b64"};

/// Checks "crit", if it is there: its form first, whole, and then that every name is understood.
/// Errors: crit_malformed(crit), crit_unknown(NAME).
Result<> check_crit(const json::Value& header, Extensions understood);

/// Whether "crit" names it; for a header that check_crit() has passed.
bool is_critical(const json::Value& header, std::string_view name) noexcept;

}  // namespace signet::jose
