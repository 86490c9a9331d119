// roles, groups and entitlements: multi-valued attributes of RFC 7643 section 2.4, or plain strings.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kValuesRules[] = {
    {"RFC 7643 2.4", "each object has a value, which is a string"},
    {"RFC 7643 2.4", "display, type and $ref are strings, primary is true or false"},
    {"RFC 7643 2.4", "at most one of the values is the primary one"},
};
constexpr MemberType kSubAttributes[] = {
    {"display", is_string}, {"type", is_string}, {"$ref", is_string}, {"primary", is_boolean}};

Breach check_values(const json::Value& values) noexcept {
  int primaries = 0;
  for (const json::Value element : values.elements()) {
    if (element.is_string()) continue;
    const auto value = element.find("value");
    SIGNET_HOLDS(must(value && value->is_string(), kValuesRules[0]));
    SIGNET_HOLDS(check_members(element, kSubAttributes, kValuesRules[1]));
    const auto primary = element.find("primary");
    if (primary && primary->boolean() == true && ++primaries > 1) return must(false, kValuesRules[2]);
  }
  return kHolds;
}

}  // namespace

constexpr ClaimCheck kScimValues{check_values, kValuesRules};

}  // namespace signet::jwt
