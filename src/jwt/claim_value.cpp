// The type of a claim's value, and what its check finds.
#include "jwt/checks/values.h"
#include "signet/claim_registry.h"

namespace signet::jwt {
namespace {

constexpr Rule kStringOrUri{"RFC 7519 2", "a StringOrURI with a colon is a URI"};

//= rfc7519#4.1.3 an array names at least one: nobody could identify itself with an empty one
bool is_audience(const json::Value& value) noexcept {
  return value.is_string() || (is_array_of<is_string>(value) && value.size() > 0);
}

/// In the order of ClaimType.
constexpr Predicate kTypes[] = {is_string,
                                is_string,
                                is_audience,
                                is_numeric_date,
                                is_integer,
                                is_number,
                                is_boolean,
                                is_object,
                                is_array,
                                is_array_of<is_string>,
                                is_array_of<is_array>,
                                is_array_of<is_object>,
                                is_array_of<is_string>,
                                is_array_of<is_any_of<is_string, is_object>>,
                                is_any_of<is_string, is_array_of<is_string>>,
                                is_any_of<is_integer, is_string>,
                                is_any_of<is_object, is_array_of<is_object>>};

bool has_uris(ClaimType type) noexcept {
  return type == ClaimType::string_or_uri || type == ClaimType::string_or_uris || type == ClaimType::strings_or_uris;
}

Breach check_string_or_uri(const json::Value& value) noexcept {
  if (value.is_array()) return check_each(value, check_string_or_uri);
  return must(is_string_or_uri(value), kStringOrUri);
}

}  // namespace

Breach breach_in_typed_value(const ClaimInfo& claim, const json::Value& value) noexcept {
  if (has_uris(claim.type)) SIGNET_HOLDS(check_string_or_uri(value));
  return claim.check == nullptr ? kHolds : claim.check->check(value);
}

Breach breach_in_value(const ClaimInfo& claim, const json::Value& value) noexcept {
  if (!kTypes[static_cast<std::size_t>(claim.type)](value)) return {Errc::claim_type, claim.type_rule};
  return breach_in_typed_value(claim, value);
}

Result<> check_claim_value(const ClaimInfo& claim, const json::Value& value) {
  const Breach breach = breach_in_value(claim, value);
  if (breach) return fail(breach.code(), claim.name, breach.rule());
  return {};
}

Result<> check_no_secrets(const json::Value& claims) {
  static constexpr Rule kSecret{"RFC 7800 3.2", "a symmetric key is in an encrypted token only"};
  const auto cnf = claims.find("cnf");
  if (!cnf) return {};
  const auto key = cnf->find("jwk");
  const auto kty = key ? key->find("kty") : std::nullopt;
  const auto osc = cnf->find("osc");
  const bool secret = (kty && kty->string() == "oct") || (osc && osc->find("ms"));
  return secret ? fail(Errc::claim_rule, "cnf", &kSecret) : Result<>{};
}

std::span<const Rule> ClaimInfo::rules() const noexcept {
  return check == nullptr ? std::span<const Rule>{} : check->rules;
}

std::string ClaimInfo::link() const {
  std::string address(document->url);
  if (!document->has_anchors || section.empty()) return address;
  address += "#section-";
  address += section;
  return address;
}

}  // namespace signet::jwt
