// token-introspection: a response of token introspection as a JWT: RFC 9701.
#include "jwt/report.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"token-introspection+jwt"};
constexpr std::string_view kRequiredHeader[] = {"typ", "alg"};
constexpr std::string_view kRequired[] = {"iss", "aud", "iat", "token_introspection"};
constexpr std::string_view kOptional[] = {"jti"};

constexpr Rule kTopLevel{"RFC 9701 5",
                         "sub and exp are those of the token, within token_introspection, and not of the response"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 9701 5", "typ is token-introspection+jwt"}},
    {Duty::verifier, {"RFC 9701 5", "iss is the authorization server, and aud has this resource server"}},
    {Duty::verifier, {"RFC 9701 5", "token_introspection is an object with active, true or false"}},
    {Duty::verifier, {"RFC 9701 5", "of a token that is not active nothing else is said"}},
    {Duty::issuer, kTopLevel},
    {Duty::verifier, {"RFC 9701 5", "the response is signed"}},
    {Duty::application,
     {"RFC 9701 5", "the Content-Type is application/token-introspection+jwt; who is not known gets no answer"}},
};

void check(const ProfileInput& input, Report& report) {
  if (!input.issuing) return;
  for (const std::string_view name : {"sub", "exp"}) {
    if (input.claims.find(name)) report.add(Errc::claim_rule, name, &kTopLevel);
  }
}

}  // namespace

constexpr Profile kTokenIntrospection{
    .id = "token-introspection",
    .title = "JWT Response for Token Introspection",
    .document = "RFC 9701",
    .base = &kJwt,
    .distinguished_by = "typ token-introspection+jwt and token_introspection",
    .typ = "token-introspection+jwt",
    .accepted_typs = kTyps,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 9701 5", "the response has iss, aud, iat and token_introspection"},
    .steps = kSteps,
    .check = check,
};

}  // namespace signet::jwt::profile
