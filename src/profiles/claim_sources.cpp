#include "signet/claim_sources.h"

#include <algorithm>
#include <utility>

namespace signet::jwt {
namespace {

constexpr Rule kHasClaims{"OpenID Connect Core 1.0 5.6.2", "the token of a source has the claims that it is named for"};

std::optional<std::string_view> text_of(const json::Value& object, std::string_view name) noexcept {
  const auto value = object.find(name);
  return value ? value->string() : std::nullopt;
}

/// That a source is named for a claim.
struct Named {
  std::string_view source;
  std::string_view claim;
  bool operator==(const Named&) const = default;
};

/// By source, each claim once and in the order of _claim_names, whose members name a source by its name, by an array of
/// names, or by an object with names.
std::vector<Named> named_sources(const json::Value& names) {
  std::vector<Named> named;
  named.reserve(names.size());
  for (const auto& [claim, reference] : names.members()) {
    if (const auto source = reference.string()) named.push_back({.source = *source, .claim = claim});
    for (const json::Value element : reference.elements()) {
      if (const auto source = element.string()) named.push_back({.source = *source, .claim = claim});
    }
    for (const auto& [source, request] : reference.members()) named.push_back({.source = source, .claim = claim});
  }
  std::ranges::stable_sort(named, {}, &Named::source);
  const auto repeated = std::ranges::unique(named);
  named.erase(repeated.begin(), repeated.end());
  return named;
}

}  // namespace

std::vector<ClaimSource> claim_sources(const Claims& claims) {
  std::vector<ClaimSource> sources;
  const auto names = claims.find("_claim_names");
  const auto described = claims.find("_claim_sources");
  if (!names || !described) return sources;
  const std::vector<Named> named = named_sources(*names);
  for (const auto& [name, description] : described->members()) {
    const auto claims_of_it = std::ranges::equal_range(named, name, {}, &Named::source);
    if (claims_of_it.empty()) continue;
    ClaimSource source{.name = name,
                       .jwt = text_of(description, "JWT"),
                       .endpoint = text_of(description, "endpoint"),
                       .access_token = text_of(description, "access_token")};
    source.claims.reserve(claims_of_it.size());
    for (const Named& each : claims_of_it) source.claims.push_back(each.claim);
    sources.push_back(std::move(source));
  }
  return sources;
}

Result<> check_source(const ClaimSource& source, const Claims& claims) {
  for (const std::string_view name : source.claims) {
    // The JWT must contain all claims that _claim_names attributes to it (OpenID Connect Core 1.0 section 5.6.2).
    if (!claims.find(name)) return fail_on_input(Errc::claim_missing, name, &kHasClaims);
  }
  return {};
}

}  // namespace signet::jwt
