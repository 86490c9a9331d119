// client-assertion: a client proves who it is: RFC 7523 sections 2.2 and 3, RFC 7521 section 4.2, OpenID Connect
// Core 1.0 section 9.
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT", "client-authentication+jwt"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "sub", "aud", "exp"};
constexpr std::string_view kOptional[] = {"nbf", "iat", "jti"};

constexpr Rule kIssuer{"RFC 7523 3",
                       "iss is the client itself, or the one who may assert it: Context::assertion_issuer"};
constexpr Rule kClient{"RFC 7523 3", "sub is the client_id"};
constexpr Rule kAudience{"RFC 7523 3", "aud is this authorization server and nobody else, as one string"};
constexpr Rule kTokenId{"OpenID Connect Core 1.0 9", "jti is there, so that the assertion is used once"};

constexpr std::string_view kCompares[] = {"client_id", "assertion_issuer", "legacy_audience"};

constexpr ProfileStep kSteps[] = {
    {Duty::application, {"RFC 7521 4.2", "client_assertion_type is that of jwt-bearer, and client_assertion one JWT"}},
    {Duty::verifier, kIssuer},
    {Duty::context, kClient},
    {Duty::verifier, kAudience},
    {Duty::verifier, {"RFC 7523 3", "now is before exp"}},
    {Duty::verifier, {"RFC 7523 3", "now is not before nbf"}},
    {Duty::verifier, {"RFC 7523 3", "iat is not too far in the past: Policy::max_age()"}},
    {Duty::issuer, kTokenId},
    {Duty::application, {"RFC 7523 3", "jti was not used while the assertion is good"}},
    {Duty::verifier, {"RFC 7523 3", "the signature holds with a key of the client"}},
    {Duty::context, {"RFC 7521 4.2", "a client_id of the request is that of the assertion"}},
    {Duty::verifier, {"RFC 7523 3", "the assertion is a good JWT in every other way"}},
    {Duty::application, {"RFC 7523 3.2", "a refusal, and a second way to authenticate, is invalid_client"}},
};

// A client asserts itself, unless the caller says who else may for it. That a policy expects several issuers does not
// say so: they may be clients, and one must not pass for another.
void check_issuer(const ProfileInput& input, Report& report) {
  const auto expected = input.context.assertion_issuer ? input.context.assertion_issuer : input.context.client_id;
  expect_text(input, "iss", expected, kIssuer, report);
}

void check(const ProfileInput& input, Report& report) {
  //= rfc7523#3 aud: one string, since of several each server would take what was made for another
  const auto audience = input.claims.audience().json();
  if (audience && !audience->is_string() && !input.context.legacy_audience)
    report.add(Errc::claim_rule, "aud", &kAudience);
  if (input.issuing) {
    if (!input.claims.token_id()) report.add(Errc::claim_missing, "jti", &kTokenId);
    return;
  }
  check_issuer(input, report);
  demand_text(input, "sub", input.context.client_id, "client_id", kClient, report);
}

}  // namespace

constexpr Profile client_assertion{
    .id = "client-assertion",
    .title = "JWT client authentication (private_key_jwt, client_secret_jwt)",
    .document = "RFC 7523",
    .base = &jwt,
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 7523 3", "an assertion has iss, sub, aud and exp"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
