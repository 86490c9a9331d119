// step-up: how and when the user was authenticated: RFC 9470.
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"};
constexpr std::string_view kOptional[] = {"acr", "auth_time"};

constexpr Rule kRead{"RFC 9470 6.1", "acr and auth_time are in the token where the resource server asks for them"};
constexpr Rule kEnough{"RFC 9470 3",
                       "acr is one of acr_values, auth_time within max_age; else insufficient_user_authentication"};

constexpr std::string_view kCompares[] = {"acr_values", "max_auth_age"};

constexpr ProfileStep kSteps[] = {
    {Duty::context, kRead},
    {Duty::context, kEnough},
};

void check(const ProfileInput& input, Report& report) {
  if (input.issuing) return;
  if (input.context.acr_values.empty() && !input.context.max_auth_age)
    report.add(Errc::policy_incomplete, "acr_values", &kRead);
  expect_acr(input, kEnough, report);
  expect_auth_time(input, kEnough, report);
}

}  // namespace

constexpr Profile step_up{
    .id = "step-up",
    .title = "Access token for step-up authentication",
    .document = "RFC 9470",
    .kind = ProfileKind::overlay,
    .base = &at_jwt,
    .distinguished_by = "acr and auth_time, as the resource server asks",
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 9068 2.2", "an access token has iss, exp, aud, sub, client_id, iat and jti"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
