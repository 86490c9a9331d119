// set: Security Event Token, RFC 8417.
#include "jwt/report.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"secevent+jwt"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "iat", "jti", "events"};
constexpr std::string_view kOptional[] = {"aud", "sub", "sub_id", "txn", "toe"};

constexpr Rule kNoIdToken{"RFC 8417 4.1", "one without a typ of its own has no exp, so that it is no ID Token"};

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
  //= rfc8417#4.1 exp MUST NOT be there where the token could pass as an ID Token
  const bool could_pass = !input.header.find("typ") && input.claims.find("exp");
  if (could_pass) report.add(Errc::claim_rule, "exp", &kNoIdToken);
}

}  // namespace

constexpr Profile kSet{
    .id = "set",
    .title = "Security Event Token",
    .document = "RFC 8417",
    .base = &kJwt,
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
