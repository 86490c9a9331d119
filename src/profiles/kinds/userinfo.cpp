// userinfo: a UserInfo response as a JWT: OpenID Connect Core 1.0 sections 5.3.2 and 5.3.4.
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"sub", "iss", "aud"};
constexpr std::string_view kOptional[] = {"name",
                                          "given_name",
                                          "family_name",
                                          "middle_name",
                                          "nickname",
                                          "preferred_username",
                                          "profile",
                                          "picture",
                                          "website",
                                          "email",
                                          "email_verified",
                                          "gender",
                                          "birthdate",
                                          "zoneinfo",
                                          "locale",
                                          "phone_number",
                                          "phone_number_verified",
                                          "address",
                                          "updated_at",
                                          "_claim_names",
                                          "_claim_sources",
                                          "verified_claims"};

constexpr Rule kClient{"OpenID Connect Core 1.0 5.3.2", "iss is the provider, and aud has the client"};
constexpr Rule kSubject{"OpenID Connect Core 1.0 5.3.2",
                        "sub is that of the ID Token, or nothing of the response may be used"};
constexpr Rule kOmitted{"OpenID Connect Core 1.0 5.3.2",
                        "a claim that is not returned is left out, neither null nor empty"};

constexpr std::string_view kCompares[] = {"client_id", "subject"};

constexpr ProfileStep kSteps[] = {
    {Duty::application, {"OpenID Connect Core 1.0 5.3.2", "the Content-Type is application/jwt"}},
    {Duty::application, {"OpenID Connect Core 1.0 5.3.4", "TLS says who answers"}},
    {Duty::verifier, {"OpenID Connect Core 1.0 5.3.4", "where encryption was registered, the response is encrypted"}},
    {Duty::verifier, {"OpenID Connect Core 1.0 5.3.4", "the signature holds"}},
    {Duty::verifier, kClient},
    {Duty::context, kSubject},
    {Duty::issuer, kOmitted},
    {Duty::verifier, {"OpenID Connect Core 1.0 5.6.2", "each name in _claim_names leads to one of _claim_sources"}},
};

void check_omitted(const ProfileInput& input, Report& report) {
  for (const auto& [name, value] : input.claims.json().members()) {
    if (value.is_null() || value.string() == "") report.add(fail_on_input(Errc::claim_rule, name, &kOmitted).error());
  }
}

void check(const ProfileInput& input, Report& report) {
  if (input.issuing) return check_omitted(input, report);
  expect_client(input, kClient, report);
  demand_text(input, "sub", input.context.subject, "subject", kSubject, report);
}

}  // namespace

constexpr Profile userinfo{
    .id = "userinfo",
    .title = "Signed UserInfo response",
    .document = "OpenID Connect Core 1.0",
    .base = &jwt,
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"OpenID Connect Core 1.0 5.3.2", "a signed UserInfo response has sub, iss and aud"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
