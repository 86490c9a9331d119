// What several claims ask of JSON values.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>

#include "jwt/checks/claim_check.h"
#include "jwt/checks/text.h"
#include "signet/json.h"

namespace signet::jwt {

using Predicate = bool (*)(const json::Value& value) noexcept;
using TextPredicate = bool (*)(std::string_view text) noexcept;

bool is_string(const json::Value& value) noexcept;
bool is_object(const json::Value& value) noexcept;
bool is_array(const json::Value& value) noexcept;
bool is_number(const json::Value& value) noexcept;
bool is_boolean(const json::Value& value) noexcept;
/// Written without a fraction and an exponent, of any size.
bool is_integer(const json::Value& value) noexcept;
/// Such an integer that is not negative.
bool is_unsigned(const json::Value& value) noexcept;
bool is_numeric_date(const json::Value& value) noexcept;
/// A string with at least one character.
bool is_text(const json::Value& value) noexcept;
/// A StringOrURI: a string which, when it has a colon, is a URI (RFC 7519 section 2).
bool is_string_or_uri(const json::Value& value) noexcept;

/// A string of such text.
template <TextPredicate holds>
bool is_string_of(const json::Value& value) noexcept {
  const auto text = value.string();
  return text && holds(*text);
}

/// An array, empty ones included, of such elements.
template <Predicate element>
bool is_array_of(const json::Value& value) noexcept {
  if (!value.is_array()) return false;
  for (const json::Value each : value.elements()) {
    if (!element(each)) return false;
  }
  return true;
}

/// A value that one of these takes.
template <Predicate... any>
bool is_any_of(const json::Value& value) noexcept {
  return (any(value) || ...);
}

/// A string that is one of `words`, exactly.
bool is_one_of(const json::Value& value, std::span<const std::string_view> words) noexcept;

/// A public JWK, as far as it shows without computing: kty is a string, what that kty needs is there and is base64url,
/// and nothing that is private to it. Of a kty that is not known nothing more is asked.
bool is_public_jwk(const json::Value& value) noexcept;

/// A member that has a type where it is present.
struct MemberType {
  std::string_view name;
  Predicate is;
};
/// `rule` is broken when a member that `types` names has another type. Members that are not named are not looked at.
Breach check_members(const json::Value& object, std::span<const MemberType> types, const Rule& rule) noexcept;
/// Whether all of these members are there.
bool has_members(const json::Value& object, std::initializer_list<std::string_view> names) noexcept;

/// The check of a claim that has one rule.
template <Predicate holds, const Rule& rule>
inline constexpr ClaimCheck kCheckOf{[](const json::Value& value) noexcept { return must(holds(value), rule); },
                                     {&rule, 1}};

}  // namespace signet::jwt
