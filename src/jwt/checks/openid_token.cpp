// The claims of an ID Token and what aggregates claims: OpenID Connect Core 1.0 sections 2, 3, 5.6 and 7.
#include <cstddef>

#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kHalfHash{"OpenID Connect Core 1.0 3.1.3.6",
                         "it is the base64url of the left half of a hash: 16, 24, 32 or 57 octets"};

/// 57 octets are half of the 114 of SHAKE256 for Ed448.
bool is_half_hash(std::string_view text) noexcept {
  constexpr std::size_t kSizes[] = {16, 24, 32, 57};
  const auto fits = [text](std::size_t octets) { return is_base64url(text, octets, octets); };
  return std::ranges::any_of(kSizes, fits);
}

constexpr Rule kSubJwkRules[] = {
    {"OpenID Connect Core 1.0 7.4", "sub_jwk is a public key as a JWK"},
    {"OpenID Connect Core 1.0 7.4", "sub_jwk is a bare key, without a certificate"},
};
Breach check_sub_jwk(const json::Value& key) noexcept {
  SIGNET_HOLDS(must(is_public_jwk(key), kSubJwkRules[0]));
  const bool certified = key.find("x5c") || key.find("x5u");
  return must(!certified, kSubJwkRules[1]);
}

constexpr Rule kClaimNamesRules[] = {
    {"OpenID Connect Core 1.0 5.6.2", "a claim name leads to the name of a source, which is a string"},
    {"OpenID Identity Assurance Schema Definition 1.0 6.1", "verified_claims leads to one or more names of sources"},
};

/// A name, an array of names, or an object with a request for each name.
bool is_verified_claims_reference(const json::Value& value) noexcept {
  if (is_array_of<is_string>(value)) return value.size() > 0;
  if (!value.is_object() || value.size() == 0) return false;
  for (const auto& [name, request] : value.members()) {
    if (!request.is_object()) return false;
  }
  return true;
}

Breach check_claim_names(const json::Value& names) noexcept {
  for (const auto& [name, source] : names.members()) {
    if (source.is_string()) continue;
    if (name != "verified_claims") return must(false, kClaimNamesRules[0]);
    SIGNET_HOLDS(must(is_verified_claims_reference(source), kClaimNamesRules[1]));
  }
  return kHolds;
}

constexpr Rule kClaimSourcesRules[] = {
    {"OpenID Connect Core 1.0 5.6.2", "a source is an object"},
    {"OpenID Connect Core 1.0 5.6.2", "a source has JWT, with the claims, or endpoint, where they are"},
    {"OpenID Connect Core 1.0 5.6.2", "JWT, endpoint and access_token are strings"},
    {"OpenID Identity Assurance Schema Definition 1.0 6.1", "the endpoint of a source is an https URL"},
};
constexpr MemberType kSourceMembers[] = {{"JWT", is_string}, {"endpoint", is_string}, {"access_token", is_string}};

Breach check_source(const json::Value& source) noexcept {
  SIGNET_HOLDS(must(source.is_object(), kClaimSourcesRules[0]));
  const auto endpoint = source.find("endpoint");
  SIGNET_HOLDS(must(source.find("JWT") || endpoint, kClaimSourcesRules[1]));
  SIGNET_HOLDS(check_members(source, kSourceMembers, kClaimSourcesRules[2]));
  return must(!endpoint || is_https_url(*endpoint->string()), kClaimSourcesRules[3]);
}

Breach check_claim_sources(const json::Value& sources) noexcept {
  for (const auto& [name, source] : sources.members()) SIGNET_HOLDS(check_source(source));
  return kHolds;
}

}  // namespace

constexpr ClaimCheck kTokenHash = kCheckOf<is_string_of<is_half_hash>, kHalfHash>;
constexpr ClaimCheck kSubJwk{check_sub_jwk, kSubJwkRules};
constexpr ClaimCheck kClaimNames{check_claim_names, kClaimNamesRules};
constexpr ClaimCheck kClaimSources{check_claim_sources, kClaimSourcesRules};

}  // namespace signet::jwt
