// How long an answer may be used: RFC 9111, as far as one private cache of one document needs it.
#pragma once

#include <optional>
#include <string_view>

#include "signet/seams/http_client.h"
#include "signet/timestamp.h"

namespace signet::keys {

/// What an answer says of its freshness. Nothing in it is longer than 400 days, which is as good as forever.
struct Freshness {
  /// max-age, else Expires minus Date; zero for no-store and no-cache. Nothing: it does not say.
  std::optional<Duration> lifetime;
  Duration age{};  ///< how much of it had passed when the answer was sent
};

/// What cannot be read is ignored, but for a date, which then has passed (RFC 9111 section 5.3). must-revalidate is not
/// looked at: for how long keys are used when their issuer cannot be reached is the user's decision, and bounded.
Freshness read_freshness(const HttpResponse& response);

/// How long the answer is still fresh, `since_asked` after the request for it was sent; never negative.
Duration fresh_for(const Freshness& said, Duration default_lifetime, Duration since_asked) noexcept;

/// The entity-tag of an answer, for the next If-None-Match; empty when it has none, or not of the form of RFC 9110
/// section 8.8.3, or one longer than 256 octets. (A Last-Modified is not used: within a second, keys may change twice.)
std::string_view read_etag(const HttpResponse& response SIGNET_LIFETIME_BOUND) noexcept;

}  // namespace signet::keys
