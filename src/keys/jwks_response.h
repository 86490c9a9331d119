// What an answer is worth that should be a JWK Set.
#pragma once

#include <cstddef>

#include "signet/jwk_set.h"
#include "signet/result.h"
#include "signet/seams/http_client.h"

namespace signet::keys {

inline constexpr int kStatusOk = 200;
inline constexpr int kStatusNotModified = 304;

/// Status 200 and JSON by its Content-Type: application/json and whatever ends in "+json". An answer without one is
/// judged by what it is. Errors: response_unusable(status|content_type).
Result<> check_json_response(const HttpResponse& response);

/// A set with at least one key that can be used. Errors: as check_json_response and JwkSet::parse,
/// response_unusable(keys) for a set without any.
Result<JwkSet> read_jwks(const HttpResponse& response);
/// Keys of the set that can be used.
std::size_t count_usable(const JwkSet& set) noexcept;

}  // namespace signet::keys
