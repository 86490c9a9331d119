// Which URLs may be fetched: the part of the rules that needs no name to be resolved.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "signet/result.h"

namespace signet::keys {

inline constexpr std::size_t kMaxFetchUrl = 4096;

/// What is left to know of a URL that may be fetched.
struct FetchTarget {
  std::string origin;          ///< "https://host:443" in lower case: what limits and memory of failures go by
  bool only_loopback = false;  ///< by http: nothing but this machine
};

/// Errors: fetch_refused(url|scheme|userinfo).
Result<FetchTarget> judge_url(std::string_view url, bool allow_loopback);

}  // namespace signet::keys
