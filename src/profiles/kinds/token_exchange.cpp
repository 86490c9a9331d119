// token-exchange: who acts for whom: RFC 8693 section 4.
#include "jwt/report.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"iss", "sub", "exp"};
constexpr std::string_view kOptional[] = {"act", "may_act", "scope", "client_id", "aud", "nbf", "iat", "jti"};

constexpr Rule kActor{"RFC 8693 4", "act or may_act is there, an object with claims that identify an actor"};
constexpr Rule kMayAct{"RFC 8693 4.4", "who wants to act is the one that may_act names"};

constexpr std::string_view kCompares[] = {"actor", "actor_issuer"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, kActor},
    {Duty::application, {"RFC 8693 4.1", "only the outermost act counts for access: signet/actors.h"}},
    {Duty::context, kMayAct},
    {Duty::verifier, {"RFC 8693 2.1", "the token is good for its own kind"}},
};

void check(const ProfileInput& input, Report& report) {
  const auto may_act = input.claims.find("may_act");
  if (!may_act && !input.claims.find("act")) report.add(Errc::claim_missing, "act", &kActor);
  if (input.issuing || !input.context.actor) return;
  if (!may_act) return report.add(Errc::claim_missing, "may_act", &kMayAct);
  const auto subject = may_act->find("sub");
  const auto issuer = may_act->find("iss");
  //= rfc8693#4.4 iss and sub together may be needed to say who it is
  const bool same_issuer = !issuer || issuer->string() == input.context.actor_issuer;
  const bool same_subject = subject && subject->string() == input.context.actor;
  if (!same_subject || !same_issuer) report.add(Errc::claim_mismatch, "may_act", &kMayAct);
}

}  // namespace

constexpr Profile token_exchange{
    .id = "token-exchange",
    .title = "Tokens of OAuth 2.0 Token Exchange",
    .document = "RFC 8693",
    .kind = ProfileKind::overlay,
    .base = &jwt,
    .distinguished_by = "act or may_act",
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 8693 4", "a token of an exchange has iss, sub and exp"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
