// jar: Request Object, RFC 9101.
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"oauth-authz-req+jwt", "JWT"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"client_id"};
constexpr std::string_view kOptional[] = {
    "iss",           "aud",    "response_type", "redirect_uri", "scope", "state", "nonce",
    "max_age",       "claims", "exp",           "iat",          "nbf",   "jti",   "authorization_details",
    "code_challenge"};
constexpr std::string_view kForbidden[] = {"request", "request_uri"};

constexpr Rule kClient{"RFC 9101 6.3", "client_id of the object is that of the request"};
constexpr Rule kParties{"RFC 9101 4", "a signed object says who made it and for whom: iss and aud"};
constexpr Rule kNoAssertion{"RFC 9101 10.8", "sub is not the client_id, so that the object is no client assertion"};

constexpr std::string_view kCompares[] = {"client_id"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 9101 6.1", "where encryption was agreed on, the object is encrypted"}},
    {Duty::verifier, {"RFC 9101 6.2", "the signature holds with a key of the client"}},
    {Duty::application, {"RFC 9101 6.3", "only parameters of the object count, whatever the query says"}},
    {Duty::context, kClient},
    {Duty::verifier, {"RFC 9101 4", "neither request nor request_uri is in the object"}},
    {Duty::issuer, kParties},
    {Duty::issuer, kNoAssertion},
};

void check_issued(const ProfileInput& input, Report& report) {
  for (const std::string_view name : {"iss", "aud"}) {
    if (!input.claims.find(name)) report.add(Errc::claim_missing, name, &kParties);
  }
  const auto client = input.claims.find("client_id");
  if (client && input.claims.subject() && client->string() == input.claims.subject())
    report.add(Errc::claim_rule, "sub", &kNoAssertion);
}

void check(const ProfileInput& input, Report& report) {
  if (input.issuing) return check_issued(input, report);
  demand_text(input, "client_id", input.context.client_id, "client_id", kClient, report);
}

}  // namespace

constexpr Profile request_object{
    .id = "jar",
    .title = "Request Object (JWT-Secured Authorization Request)",
    .document = "RFC 9101",
    .base = &jwt,
    .distinguished_by = "typ oauth-authz-req+jwt, and client_id",
    .typ = "oauth-authz-req+jwt",
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .forbidden = kForbidden,
    .members = {"RFC 9101 4", "a Request Object has client_id, and neither request nor request_uri"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
