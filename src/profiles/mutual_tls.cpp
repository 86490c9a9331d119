// mtls: access tokens that are bound to a certificate: RFC 8705 section 3.
#include "jwt/report.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"cnf"};
constexpr std::string_view kOptional[] = {"iss", "sub", "aud", "exp", "nbf"};

constexpr Rule kThumbprint{"RFC 8705 3.1", "cnf has x5t#S256, 43 characters of base64url"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, kThumbprint},
    {Duty::application,
     {"RFC 8705 3", "the certificate of the TLS connection has that SHA-256 value: signet/confirmation.h"}},
};

void check(const ProfileInput& input, Report& report) {
  const auto cnf = input.claims.find("cnf");
  if (cnf && !cnf->find("x5t#S256")) report.add(Errc::claim_rule, "cnf", &kThumbprint);
}

}  // namespace

constexpr Profile kMtls{
    .id = "mtls",
    .title = "Certificate-bound access token",
    .document = "RFC 8705",
    .kind = ProfileKind::overlay,
    .base = &kAtJwt,
    .distinguished_by = "cnf with x5t#S256",
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 8705 3.1", "cnf is there"},
    .steps = kSteps,
    .check = check,
};

}  // namespace signet::jwt::profile
