// submods: RFC 9711 sections 4.2.18 and 5.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kRules[] = {
    {"RFC 9711 4.2.18", "submods has one submodule or more"},
    {"RFC 9711 4.2.18", "a submodule is a claims set, or an array of the name of a type and its value"},
    {"RFC 9711 4.2.18", "a submodule of type JWT is a JWS or JWE in compact form"},
    {"RFC 9711 4.2.18", "a submodule of type CBOR is a CBOR tag as base64url"},
    {"RFC 9711 4.2.18.1.2", "a submodule of type DIGEST is an array of a hash algorithm and a digest as base64url"},
    {"RFC 9711 5", "a bundle is an array of a token and one or more detached claims sets as base64url"},
    {"RFC 9711 5", "the token of a bundle is no bundle"},
};

/// The six bits of the first character hold the major type, which is 6.
bool is_cbor_tag(const json::Value& value) noexcept {
  return is_string_of<is_octets>(value) && std::string_view("wxyz0123").contains(value.string()->front());
}
/// Tag 602, a detached EAT bundle in CBOR.
bool is_cbor_bundle(const json::Value& value) noexcept {
  return value.string().value_or("").starts_with("2QJa");
}

/// The two elements of [type, value], when it is one.
struct Typed {
  explicit Typed(const json::Value& array) noexcept : type(array), value(array) {
    if (!array.is_array() || array.size() != 2) return;
    auto element = array.elements().begin();
    type = *element;
    value = *++element;
    is_one = type.is_string();
  }
  json::Value type;
  json::Value value;
  bool is_one = false;
};

Breach check_token(std::string_view type, const json::Value& value) noexcept {
  if (type == "JWT") return must(is_string_of<is_compact_jwt>(value), kRules[2]);
  if (type == "CBOR") return must(is_cbor_tag(value), kRules[3]);
  return kHolds;  // a type that was standardized later is merely not understood
}

Breach check_digest(const json::Value& value) noexcept {
  SIGNET_HOLDS(must(value.is_array() && value.size() == 2, kRules[4]));
  auto element = value.elements().begin();
  const bool named = is_any_of<is_string, is_integer>(*element);
  return must(named && is_string_of<is_octets>(*++element), kRules[4]);
}

Breach check_bundle(const json::Value& bundle) noexcept {
  SIGNET_HOLDS(must(bundle.is_array() && bundle.size() == 2, kRules[5]));
  auto element = bundle.elements().begin();
  const Typed token(*element);
  const json::Value detached = *++element;
  SIGNET_HOLDS(must(token.is_one && detached.is_object() && detached.size() > 0, kRules[5]));
  for (const auto& [name, claims] : detached.members()) SIGNET_HOLDS(must(is_string_of<is_octets>(claims), kRules[5]));
  const bool nested = token.type.string() == "BUNDLE" || (token.type.string() == "CBOR" && is_cbor_bundle(token.value));
  SIGNET_HOLDS(must(!nested, kRules[6]));
  return check_token(*token.type.string(), token.value);
}

Breach check_submods(const json::Value& submods) noexcept;

Breach check_submodule(const json::Value& module) noexcept {
  if (module.is_object()) {
    // A claims set may have submodules of its own; the depth of a JSON text, 64, bounds this.
    const auto nested = module.find("submods");
    if (!nested) return kHolds;
    SIGNET_HOLDS(must(nested->is_object(), kRules[1]));
    return check_submods(*nested);
  }
  const Typed typed(module);
  SIGNET_HOLDS(must(typed.is_one, kRules[1]));
  const std::string_view type = *typed.type.string();
  if (type == "DIGEST") return check_digest(typed.value);
  return type == "BUNDLE" ? check_bundle(typed.value) : check_token(type, typed.value);
}

// NOLINTNEXTLINE(misc-no-recursion): see check_submodule()
Breach check_submods(const json::Value& submods) noexcept {
  SIGNET_HOLDS(must(submods.size() > 0, kRules[0]));
  for (const auto& [label, module] : submods.members()) SIGNET_HOLDS(check_submodule(module));
  return kHolds;
}

}  // namespace

constexpr ClaimCheck kSubmods{check_submods, kRules};

}  // namespace signet::jwt
