// set: Security Event Token, RFC 8417.
#include "jwt/report.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"secevent+jwt"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "iat", "jti", "events"};
constexpr std::string_view kOptional[] = {"aud", "sub", "sub_id", "txn", "toe"};

constexpr Rule kNoIdToken{"RFC 8417 4.1", "one with sub and aud has no exp, so that it cannot pass as an ID Token"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 8417 2", "events is an object with one or more URIs, each with an object"}},
    {Duty::verifier, {"RFC 8417 2.2", "iss, iat, jti and events are there"}},
    {Duty::verifier, {"RFC 8417 2.3", "typ is secevent+jwt, or is not there"}},
    {Duty::verifier, kNoIdToken},
    {Duty::verifier, {"RFC 8417 5.1", "it is signed by an issuer that is trusted"}},
    {Duty::application, {"RFC 8935 2", "pushed, it is application/secevent+jwt, and the answer 202, or 400 with err"}},
    {Duty::application, {"RFC 8936 2", "polled, it is acknowledged with ack or setErrs"}},
    {Duty::verifier, {"RFC 8417 2.4", "one that is not signed is not taken"}},
};

void check(const ProfileInput& input, Report& report) {
  //= rfc8417#4.1 exp MUST NOT be there where the token has all that an ID Token needs; its typ does not help, since ID
  // Tokens are taken with any
  const bool could_pass = input.claims.expires_at() && input.claims.subject() && input.claims.audience().size() > 0;
  if (could_pass) report.add(Errc::claim_rule, "exp", &kNoIdToken);
}

}  // namespace

constexpr Profile security_event{
    .id = "set",
    .title = "Security Event Token",
    .document = "RFC 8417",
    .base = &jwt,
    .distinguished_by = "typ secevent+jwt and events",
    .typ = "secevent+jwt",
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 8417 2.2", "a Security Event Token has iss, iat, jti and events"},
    .steps = kSteps,
    .check = check,
};

}  // namespace signet::jwt::profile
