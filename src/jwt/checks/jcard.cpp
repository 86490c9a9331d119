#include "jwt/checks/jcard.h"

#include <algorithm>
#include <optional>

#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr const Rule& kCard = kJcardRules[0];
constexpr const Rule& kProperty = kJcardRules[1];
constexpr const Rule& kLowerCase = kJcardRules[2];
constexpr const Rule& kNoBegin = kJcardRules[3];
constexpr const Rule& kVersionFirst = kJcardRules[4];
constexpr const Rule& kVersion = kJcardRules[5];
constexpr const Rule& kNoValueParameter = kJcardRules[6];
constexpr const Rule& kParameter = kJcardRules[7];
constexpr const Rule& kGroup = kJcardRules[8];
constexpr const Rule& kJsonType = kJcardRules[9];

struct ValueType {
  std::string_view name;
  Predicate has_json_type;
  Predicate holds;
  const Rule& rule;
};
/// Types that are not here are extensions, and may have values of any JSON type (appendix A).
constexpr ValueType kValueTypes[] = {
    {"text", is_string, is_string, kJsonType},
    {"uri", is_string, is_string_of<is_uri>, kJcardRules[10]},
    {"date", is_string, is_string_of<is_jcard_date>, kJcardRules[11]},
    {"time", is_string, is_string_of<is_jcard_time>, kJcardRules[12]},
    {"date-time", is_string, is_string_of<is_jcard_date_time>, kJcardRules[13]},
    {"date-and-or-time", is_string, is_string_of<is_jcard_date_and_or_time>, kJcardRules[14]},
    {"timestamp", is_string, is_string_of<is_jcard_timestamp>, kJcardRules[15]},
    {"boolean", is_boolean, is_boolean, kJsonType},
    {"integer", is_number, is_number, kJsonType},  // 3.5.9: with decimals and exponents, too
    {"float", is_number, is_number, kJsonType},
    {"utc-offset", is_string, is_string_of<is_jcard_utc_offset>, kJcardRules[16]},
    {"language-tag", is_string, is_string_of<is_language_tag>, kJcardRules[17]},
    {"unknown", is_string, is_string, kJsonType},
};

struct Property {
  std::string_view name;
  json::Value parameters;
  std::string_view type;
  json::Elements::Iterator values;
};
std::optional<Property> parse_property(const json::Value& property) noexcept {
  if (!property.is_array() || property.size() < 4) return std::nullopt;
  auto element = property.elements().begin();
  const json::Value name = *element;
  const json::Value parameters = *++element;
  const json::Value type = *++element;
  if (!name.is_string() || !parameters.is_object() || !type.is_string()) return std::nullopt;
  return Property{*name.string(), parameters, *type.string(), ++element};
}

bool is_lower_case_name(std::string_view text) noexcept {
  return codec::all(text, [](char c) { return codec::is_lower(c) || codec::is_digit(c) || c == '-'; });
}

Breach check_parameters(const json::Value& parameters) noexcept {
  for (const auto& [name, value] : parameters.members()) {
    SIGNET_HOLDS(must(is_lower_case_name(name), kLowerCase));
    SIGNET_HOLDS(must(name != "value", kNoValueParameter));
    SIGNET_HOLDS(must(is_any_of<is_string, is_array_of<is_string>>(value), kParameter));
    SIGNET_HOLDS(must(name != "group" || value.is_string(), kGroup));
  }
  return kHolds;
}

/// A value, with as many arrays around it as `depth`: a structured value has components, which have several parts.
template <int depth>
Breach check_value(const json::Value& value, const ValueType& type) noexcept {
  if constexpr (depth > 0) {
    if (value.is_array()) {
      return check_each(value, [&type](const json::Value& part) { return check_value<depth - 1>(part, type); });
    }
  }
  SIGNET_HOLDS(must(type.has_json_type(value), kJsonType));
  return must(type.holds(value), type.rule);
}

Breach check_property(const json::Value& value) noexcept {
  const auto property = parse_property(value);
  SIGNET_HOLDS(must(property.has_value(), kProperty));
  SIGNET_HOLDS(must(is_lower_case_name(property->name) && is_lower_case_name(property->type), kLowerCase));
  SIGNET_HOLDS(must(property->name != "begin" && property->name != "end", kNoBegin));
  SIGNET_HOLDS(check_parameters(property->parameters));
  const auto* const type = std::ranges::find(kValueTypes, property->type, &ValueType::name);
  if (type == std::end(kValueTypes)) return kHolds;
  for (auto each = property->values; each != value.elements().end(); ++each) {
    SIGNET_HOLDS(check_value<2>(*each, *type));
  }
  return kHolds;
}

bool is_version_4(const json::Value& value, const Property& version) noexcept {
  return value.size() == 4 && version.type == "text" && (*version.values).string() == "4.0";
}

/// The properties of a jCard that was looked at.
json::Value properties_of(const json::Value& card) noexcept {
  return *++card.elements().begin();
}

constexpr Rule kContact{"RFC 8688 3.2.2", "jcard tells how to reach who rejected the call: url, email, tel or adr"};
constexpr auto kClaimRules = join_rules(kJcardRules, {kContact});

Breach check_jcard_claim(const json::Value& card) noexcept {
  constexpr std::string_view kContacts[] = {"url", "email", "tel", "adr"};
  SIGNET_HOLDS(check_jcard(card));
  for (const json::Value property : properties_of(card).elements()) {
    if (is_one_of(*property.elements().begin(), kContacts)) return kHolds;
  }
  return must(false, kContact);
}

}  // namespace

Breach check_jcard(const json::Value& card) noexcept {
  SIGNET_HOLDS(must(card.size() == 2 && card.is_array(), kCard));
  SIGNET_HOLDS(must((*card.elements().begin()).string() == "vcard" && properties_of(card).is_array(), kCard));
  bool is_first = true;
  for (const json::Value value : properties_of(card).elements()) {
    SIGNET_HOLDS(check_property(value));
    const Property property = *parse_property(value);
    SIGNET_HOLDS(must((property.name == "version") == is_first, kVersionFirst));
    SIGNET_HOLDS(must(!is_first || is_version_4(value, property), kVersion));
    is_first = false;
  }
  return must(!is_first, kVersionFirst);
}

constexpr ClaimCheck kJcard{check_jcard_claim, kClaimRules};

}  // namespace signet::jwt
