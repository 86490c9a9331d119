// What says nothing about a token, but that it cannot be judged at this moment.
#pragma once

#include <string_view>

#include "signet/result.h"

namespace signet::resource {

/// Keys, revocations, or what they are fetched from: answered 503, since a token is not worse for it.
constexpr bool is_unavailable(Errc code) noexcept {
  return code == Errc::keys_unavailable || code == Errc::revocations_unknown || code == Errc::fetch_failed;
}

/// Seconds, for Retry-After.
inline constexpr std::string_view kRetryAfter = "2";

}  // namespace signet::resource
