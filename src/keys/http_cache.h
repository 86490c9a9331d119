// How long an answer may be used: RFC 9111, as far as one private cache of one document needs it.
#pragma once

#include <optional>
#include <string_view>

#include "signet/seams/http_client.h"
#include "signet/timestamp.h"

namespace signet::keys {

/// What an answer says of its freshness; nothing where it does not say, or not in a form that can be read.
struct CacheControl {
  std::optional<Duration> max_age;  ///< RFC 9111 section 5.2.2.1
  bool no_store = false;            ///< or no-cache: not to be used again without asking
};
/// All Cache-Control fields of the answer together. What is not understood is ignored.
CacheControl read_cache_control(const HttpResponse& response);

/// A date in the form that senders must use (RFC 9110 section 5.6.7, IMF-fixdate).
std::optional<Timestamp> parse_http_date(std::string_view text) noexcept;

/// How long the answer is fresh from now on: max-age, else Expires minus Date, less its Age; never negative. Nothing:
/// it does not say. Zero for no-store and no-cache.
std::optional<Duration> fresh_for(const HttpResponse& response);

}  // namespace signet::keys
