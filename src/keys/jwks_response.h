// What an issuer's answer is worth: its JWK Set, or its metadata.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signet/jwk_set.h"
#include "signet/result.h"
#include "signet/seams/http_client.h"

namespace signet::keys {

inline constexpr int kStatusOk = 200;
inline constexpr int kStatusNotModified = 304;

/// Status 200 and JSON by its Content-Type. Errors: response_unusable(status|content_type).
Result<> check_json_response(const HttpResponse& response);

/// A set with at least one key that can be used. Errors: as check_json_response and JwkSet::parse,
/// response_unusable(keys) for a set without any.
Result<JwkSet> read_jwks(const HttpResponse& response);
/// Keys of the set that can be used.
std::size_t count_usable(const JwkSet& set) noexcept;

/// Where an issuer's metadata may be: OpenID Connect Discovery section 4.1, then RFC 8414 section 3.1. Errors:
/// fetch_refused(issuer) for what is no http or https URL, or has a query or fragment.
Result<std::vector<std::string>> metadata_urls(std::string_view issuer);
/// Whether the next place is to be asked after such an answer.
bool is_not_there(const HttpResponse& response) noexcept;
/// "jwks_uri" of the metadata of exactly this issuer. Errors: as check_json_response, malformed_json(metadata),
/// duplicate_name, response_unusable(issuer|jwks_uri).
Result<std::string> read_jwks_uri(const HttpResponse& response, std::string_view issuer);

}  // namespace signet::keys
