#include "jwt/checks/values.h"

#include <array>

#include "signet/claims.h"

namespace signet::jwt {
namespace {

/// What a kty needs, and what is private to it: RFC 7518 section 6, RFC 8037 section 2, RFC 9964 section 3.
struct KeyShape {
  std::string_view kty;
  std::string_view word;                   ///< a member that is needed and is any string, or empty
  std::array<std::string_view, 2> octets;  ///< an empty name is none
  std::array<std::string_view, 7> secret;
};
constexpr KeyShape kShapes[] = {
    {"RSA", "", {"n", "e"}, {"d", "p", "q", "dp", "dq", "qi", "oth"}},
    {"EC", "crv", {"x", "y"}, {"d"}},
    {"OKP", "crv", {"x"}, {"d"}},
    {"AKP", "alg", {"pub"}, {"priv"}},
};

bool has_shape(const json::Value& key, const KeyShape& shape) noexcept {
  for (const std::string_view name : shape.octets) {
    const auto member = key.find(name);
    if (!name.empty() && (!member || !is_string_of<is_octets>(*member))) return false;
  }
  if (!shape.word.empty()) {
    const auto member = key.find(shape.word);
    if (!member || !is_text(*member)) return false;
  }
  const auto is_there = [&key](std::string_view name) { return !name.empty() && key.find(name).has_value(); };
  return std::ranges::none_of(shape.secret, is_there);
}

}  // namespace

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
bool is_integer(const json::Value& value) noexcept {
  return value.is_number() && value.number_text()->find_first_of(".eE") == std::string_view::npos;
}
bool is_unsigned(const json::Value& value) noexcept {
  return is_integer(value) && !value.number_text()->starts_with('-');
}
bool is_numeric_date(const json::Value& value) noexcept {
  return parse_numeric_date(value, {}).has_value();
}
bool is_text(const json::Value& value) noexcept {
  const auto text = value.string();
  return text && !text->empty();
}

bool is_string_or_uri(const json::Value& value) noexcept {
  const auto text = value.string();
  //= rfc7519#2 any value containing a ":" character MUST be a URI
  return text && (!text->contains(':') || is_uri(*text));
}

bool is_one_of(const json::Value& value, std::span<const std::string_view> words) noexcept {
  const auto text = value.string();
  return text && std::ranges::find(words, *text) != words.end();
}

bool is_public_jwk(const json::Value& value) noexcept {
  const auto kty = value.find("kty");
  if (!kty || !is_text(*kty) || kty->string() == "oct") return false;
  const auto* const shape = std::ranges::find(kShapes, *kty->string(), &KeyShape::kty);
  return shape == std::end(kShapes) || has_shape(value, *shape);
}

Breach check_members(const json::Value& object, std::span<const MemberType> types, const Rule& rule) noexcept {
  for (const MemberType& type : types) {
    if (const auto member = object.find(type.name); member && !type.is(*member)) return must(false, rule);
  }
  return kHolds;
}

bool has_members(const json::Value& object, std::initializer_list<std::string_view> names) noexcept {
  return std::ranges::all_of(names, [&object](std::string_view name) { return object.find(name).has_value(); });
}

}  // namespace signet::jwt
