// The metadata of an issuer: where they are, and what they say about its keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codec/uri.h"
#include "signet/result.h"
#include "signet/seams/http_client.h"

namespace signet::keys {

inline constexpr std::size_t kMaxKeysUrl = 2048;

/// An http or https URL with a host.
bool is_web(const codec::Uri& uri) noexcept;

/// Where an issuer's metadata may be: OpenID Connect Discovery section 4.1, then RFC 8414 section 3.1. Errors:
/// fetch_refused(issuer) for what is no http or https URL, or has a query, a fragment or a user name.
Result<std::vector<std::string>> metadata_urls(std::string_view issuer);

/// Whether the next place is to be asked after such an answer: a status of 400 to 499, since what serves files says 403
/// as well of one that is not there; but not 408, 425 and 429, which ask to come again.
bool is_not_there(const HttpResponse& response) noexcept;

/// "jwks_uri" of the metadata of exactly this issuer. Errors: malformed_json(metadata), duplicate_name(NAME),
/// limit_exceeded(depth|bytes), response_unusable(issuer|jwks_uri): another issuer's; no URL with a host, longer than
/// kMaxKeysUrl, with a fragment or a user name, or http where the issuer itself has https.
Result<std::string> parse_jwks_uri(std::string_view metadata, std::string_view issuer);

/// The same for "token_endpoint". Errors: response_unusable(token_endpoint).
Result<std::string> parse_token_endpoint(std::string_view metadata, std::string_view issuer);

}  // namespace signet::keys
