// The "crit" header parameter: RFC 7515 section 4.1.11.
#pragma once

#include <cstddef>

#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// More names than this are not well formed to us: comparing them all would be the sender's choice of cost.
inline constexpr std::size_t kMaxCritNames = 32;

/// Checks "crit", if it is there: its form first, whole, and then that every name is understood. None is.
/// Errors: crit_malformed(crit), crit_unknown(NAME).
Result<> check_crit(const json::Value& header);

}  // namespace signet::jose
