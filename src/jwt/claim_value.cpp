// The type of a claim's value, and what its check finds.
#include "codec/uri.h"
#include "jwt/checks/claim_check.h"
#include "signet/claim_registry.h"
#include "signet/claims.h"

namespace signet::jwt {
namespace {

constexpr Rule kStringOrUri{"RFC 7519 2", "a StringOrURI with a colon is a URI"};

bool is_string(const json::Value& value) noexcept {
  return value.is_string();
}
bool is_object(const json::Value& value) noexcept {
  return value.is_object();
}
bool is_array(const json::Value& value) noexcept {
  return value.is_array();
}
bool is_number(const json::Value& value) noexcept {
  return value.is_number();
}
bool is_boolean(const json::Value& value) noexcept {
  return value.is_boolean();
}
/// Written without a fraction and an exponent, of any size.
bool is_integer(const json::Value& value) noexcept {
  return value.is_number() && value.number_text()->find_first_of(".eE") == std::string_view::npos;
}
bool is_numeric_date(const json::Value& value) noexcept {
  return parse_numeric_date(value, {}).has_value();
}

using Predicate = bool (*)(const json::Value& value) noexcept;

template <Predicate element>
bool is_array_of(const json::Value& value) noexcept {
  if (!value.is_array()) return false;
  for (const json::Value each : value.elements()) {
    if (!element(each)) return false;
  }
  return true;
}
template <Predicate one, Predicate other>
bool is_either(const json::Value& value) noexcept {
  return one(value) || other(value);
}
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
                                is_either<is_array_of<is_string>, is_array_of<is_object>>,
                                is_either<is_string, is_array_of<is_string>>,
                                is_either<is_integer, is_string>,
                                is_either<is_object, is_array_of<is_object>>};

bool has_uris(ClaimType type) noexcept {
  return type == ClaimType::string_or_uri || type == ClaimType::string_or_uris || type == ClaimType::strings_or_uris;
}

Finding check_string_or_uri(const json::Value& value) noexcept {
  if (value.is_array()) return check_each(value, check_string_or_uri);
  const std::string_view text = *value.string();
  //= rfc7519#2 any value containing a ":" character MUST be a URI
  return must(!text.contains(':') || codec::parse_uri(text), kStringOrUri);
}

}  // namespace

Finding find_in_value(const ClaimInfo& claim, const json::Value& value) noexcept {
  if (!kTypes[static_cast<std::size_t>(claim.type)](value)) return {Errc::claim_type, claim.type_rule};
  if (has_uris(claim.type)) SIGNET_HOLDS(check_string_or_uri(value));
  return claim.check == nullptr ? kHolds : claim.check->check(value);
}

Result<> check_claim_value(const ClaimInfo& claim, const json::Value& value) {
  const Finding finding = find_in_value(claim, value);
  if (finding) return fail(finding.code(), claim.name, finding.rule());
  return {};
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
