// jarm: JWT Secured Authorization Response Mode for OAuth 2.0 (JARM).
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "aud", "exp"};
constexpr std::string_view kOptional[] = {"code",      "state",        "error",   "error_description",
                                          "error_uri", "access_token", "id_token"};

constexpr Rule kClient{"JARM 2.4", "aud has the client"};
constexpr Rule kState{"RFC 6749 10.12", "state is the one that was sent"};

constexpr std::string_view kCompares[] = {"client_id", "state"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"JARM 2.4", "where encryption was registered, the response is encrypted"}},
    {Duty::verifier, {"JARM 2.4", "iss is the server that was asked, byte by byte"}},
    {Duty::verifier, kClient},
    {Duty::verifier, {"JARM 2.4", "now is before exp"}},
    {Duty::verifier, {"JARM 2.4", "the signature holds; alg is not none"}},
    {Duty::application, {"JARM 2.4", "parameters are used only when all of this holds"}},
    {Duty::context, kState},
};

void check(const ProfileInput& input, Report& report) {
  if (input.issuing) return;
  expect_client(input, kClient, report);
  expect_text(input, "state", input.context.state, kState, report);
}

}  // namespace

constexpr Profile authorization_response{
    .id = "jarm",
    .title = "JWT Secured Authorization Response",
    .document = "OpenID JARM",
    .base = &jwt,
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"JARM 2.1", "a response has iss, aud and exp"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
