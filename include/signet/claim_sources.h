// Aggregated and distributed claims: OpenID Connect Core 1.0 section 5.6.2.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "signet/claims.h"
#include "signet/result.h"

namespace signet::jwt {

/// Where claims come from that somebody else has made. Views into the token.
struct ClaimSource {
  std::string_view name;
  /// Aggregated: a token with the claims, which a verifier for its own issuer has to take. Its claims count for nothing
  /// before.
  std::optional<std::string_view> jwt = {};
  /// Distributed: where such a token is to be had, with access_token as bearer token when there is one.
  std::optional<std::string_view> endpoint = {};
  std::optional<std::string_view> access_token = {};
  /// The claims that the source is named for. What else it has is not meant.
  std::vector<std::string_view> claims = {};
};

/// The sources of a verified token, in the order of _claim_sources; those that nothing is named for are left out.
std::vector<ClaimSource> claim_sources(const Claims& claims);

/// Whether a token from a source has the claims that the source is named for. Errors: claim_missing(NAME).
Result<> check_source(const ClaimSource& source, const Claims& claims);

}  // namespace signet::jwt
