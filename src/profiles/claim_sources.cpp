#include "signet/claim_sources.h"

namespace signet::jwt {
namespace {

constexpr Rule kHasClaims{"OpenID Connect Core 1.0 5.6.2", "the token of a source has the claims that it is named for"};

std::optional<std::string_view> text_of(const json::Value& object, std::string_view name) noexcept {
  const auto value = object.find(name);
  return value ? value->string() : std::nullopt;
}

/// Whether a member of _claim_names names this source: by its name, an array of names, or an object with names.
bool is_named(const json::Value& reference, std::string_view source) noexcept {
  if (reference.string() == source || reference.find(source)) return true;
  for (const json::Value element : reference.elements()) {
    if (element.string() == source) return true;
  }
  return false;
}

}  // namespace

std::vector<ClaimSource> claim_sources(const Claims& claims) {
  std::vector<ClaimSource> sources;
  const auto names = claims.find("_claim_names");
  const auto described = claims.find("_claim_sources");
  if (!names || !described) return sources;
  for (const auto& [name, description] : described->members()) {
    ClaimSource source{.name = name,
                       .jwt = text_of(description, "JWT"),
                       .endpoint = text_of(description, "endpoint"),
                       .access_token = text_of(description, "access_token")};
    for (const auto& [claim, reference] : names->members()) {
      if (is_named(reference, name)) source.claims.push_back(claim);
    }
    if (!source.claims.empty()) sources.push_back(std::move(source));
  }
  return sources;
}

Result<> check_source(const ClaimSource& source, const Claims& claims) {
  for (const std::string_view name : source.claims) {
    //= openid-connect-core-1_0#5.6.2 the JWT MUST contain all the claims that _claim_names attributes to it
    if (!claims.find(name)) return fail_on_input(Errc::claim_missing, name, &kHasClaims);
  }
  return {};
}

}  // namespace signet::jwt
