// What a token allows: authorization_details of RFC 9396, and the answer of token introspection, RFC 9701 section 5.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kDetailsRules[] = {
    {"RFC 9396 2", "each of the authorization_details has a type, which is a string"},
    {"RFC 9396 2.2", "locations, actions, datatypes and privileges are arrays of strings, identifier is a string"},
};
constexpr MemberType kCommonFields[] = {{"locations", is_array_of<is_string>},
                                        {"actions", is_array_of<is_string>},
                                        {"datatypes", is_array_of<is_string>},
                                        {"privileges", is_array_of<is_string>},
                                        {"identifier", is_string}};

Breach check_details(const json::Value& details) noexcept {
  return check_each(details, [](const json::Value& one) noexcept -> Breach {
    const auto type = one.find("type");
    SIGNET_HOLDS(must(type && type->is_string(), kDetailsRules[0]));
    return check_members(one, kCommonFields, kDetailsRules[1]);
  });
}

constexpr Rule kIntrospectionRules[] = {
    {"RFC 7662 2.2", "token_introspection has active, which is true or false"},
    {"RFC 9701 5", "of a token that is not active nothing else is said"},
    {"RFC 7662 2.2", "the members of an introspection response have their types"},
    {"RFC 7662 2.2", "scope of an introspection response is a list of words with a space between each two"},
};
/// exp, iat and nbf are timestamps (RFC 7662 section 2.2); the others are strings, aud perhaps several.
constexpr MemberType kResponseMembers[] = {
    {"scope", is_string},      {"client_id", is_string}, {"username", is_string},
    {"token_type", is_string}, {"exp", is_numeric_date}, {"iat", is_numeric_date},
    {"nbf", is_numeric_date},  {"sub", is_string},       {"aud", is_any_of<is_string, is_array_of<is_string>>},
    {"iss", is_string},        {"jti", is_string}};

Breach check_introspection(const json::Value& response) noexcept {
  const auto active = response.find("active");
  SIGNET_HOLDS(must(active && active->is_boolean(), kIntrospectionRules[0]));
  //= rfc9701#5 "active" is false, and other members MUST NOT be present
  SIGNET_HOLDS(must(active->boolean() == true || response.size() == 1, kIntrospectionRules[1]));
  SIGNET_HOLDS(check_members(response, kResponseMembers, kIntrospectionRules[2]));
  const auto scope = response.find("scope");
  return must(!scope || is_scope(*scope->string()), kIntrospectionRules[3]);
}

}  // namespace

constexpr ClaimCheck kAuthorizationDetails{check_details, kDetailsRules};
constexpr ClaimCheck kTokenIntrospection{check_introspection, kIntrospectionRules};

}  // namespace signet::jwt
