// logout-token: OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6.
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"logout+jwt"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "aud", "iat", "exp", "jti", "events"};
constexpr std::string_view kOptional[] = {"sub", "sid"};
constexpr std::string_view kForbidden[] = {"nonce"};

constexpr Rule kLikeIdToken{"OpenID Connect Back-Channel Logout 1.0 2.6",
                            "iss, aud, iat and exp hold as those of an ID Token do"};
constexpr Rule kWho{"OpenID Connect Back-Channel Logout 1.0 2.6", "sub, sid or both are there"};
constexpr Rule kEvent{"OpenID Connect Back-Channel Logout 1.0 2.4",
                      "events has http://schemas.openid.net/event/backchannel-logout with an object"};

constexpr std::string_view kCompares[] = {"client_id"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier,
     {"OpenID Connect Back-Channel Logout 1.0 2.6", "where encryption was agreed on, the token is encrypted"}},
    {Duty::verifier, {"OpenID Connect Back-Channel Logout 1.0 2.6", "the signature holds as that of an ID Token does"}},
    {Duty::verifier, {"OpenID Connect Back-Channel Logout 1.0 2.6", "alg is that of ID Tokens, and not none"}},
    {Duty::verifier, kLikeIdToken},
    {Duty::verifier, kWho},
    {Duty::verifier, kEvent},
    {Duty::verifier, {"OpenID Connect Back-Channel Logout 1.0 2.6", "there is no nonce"}},
    {Duty::application, {"OpenID Connect Back-Channel Logout 1.0 2.6", "jti was not received lately"}},
    {Duty::application,
     {"OpenID Connect Back-Channel Logout 1.0 2.6", "iss, sub and sid are those of a session that there is or was"}},
    {Duty::application,
     {"OpenID Connect Back-Channel Logout 1.0 2.8", "the answer is 200, or 400 with Cache-Control: no-store"}},
};

void check(const ProfileInput& input, Report& report) {
  if (!input.issuing) expect_audience(input, kLikeIdToken, report);
  if (!input.claims.subject() && !input.claims.find("sid")) report.add(Errc::claim_missing, "sub", &kWho);
  const auto events = input.claims.find("events");
  const auto event = events ? events->find("http://schemas.openid.net/event/backchannel-logout") : std::nullopt;
  if (events && (!event || !event->is_object())) report.add(Errc::claim_rule, "events", &kEvent);
}

}  // namespace

constexpr Profile logout_token{
    .id = "logout-token",
    .title = "Logout Token",
    .document = "OpenID Connect Back-Channel Logout 1.0",
    .base = &jwt,
    .distinguished_by = "typ logout+jwt, and events with backchannel-logout without nonce",
    .typ = "logout+jwt",
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .forbidden = kForbidden,
    .members = {"OpenID Connect Back-Channel Logout 1.0 2.4",
                "a Logout Token has iss, aud, iat, exp, jti and events, and no nonce"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
