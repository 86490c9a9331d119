// /oauth2/revoke: RFC 7009.
#include "server/oauth/client_auth.h"
#include "server/oauth/endpoint.h"
#include "server/oauth/issue.h"
#include "server/oauth/outcome.h"
#include "server/oauth/own_token.h"
#include "server/oauth/report.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMethods[] = {"POST"};

struct Asked {
  std::vector<SingleUse> uses;
  std::string token_id;  ///< empty: there is nothing to revoke
  Timestamp expires{};
};

Outcome<Asked> judge(Services& services, const std::shared_ptr<Tenant>& tenant, const net::Request& request) {
  SIGNET_OUTCOME(form, Form::parse(request));
  Exchange exchange{.services = services,
                    .tenant = tenant,
                    .settings = tenant->settings(),
                    .http = request,
                    .form = *std::move(form),
                    .now = services.catalog().clock()->now()};
  SIGNET_OUTCOME(client, demand_client(exchange));
  const std::string* token = exchange.form.find("token");
  if (token == nullptr) return refuse(Refused::invalid_request, "token is missing");
  const auto own = verify_own(*tenant, *token, exchange.now);
  Asked asked{.uses = std::move(exchange.uses), .token_id = {}};
  //= rfc7009#2.2 invalid tokens do not cause an error response
  if (!own) return asked;
  // Otherwise whoever has the API's secret could revoke any jti of the tenant.
  if (own->is_of_secret)
    return refuse(Refused::unsupported_token_type, "tokens of an API with a secret are revoked by the operator");
  const jwt::Claims& claims = own->token.claims();
  const auto owner = claims.find("client_id");
  //= rfc7009#2.1 a token that was issued to another client is refused, and the client is told
  if (!owner || owner->string() != (*client)->record.id)
    return refuse(Refused::unauthorized_client, "the token was issued to another client");
  asked.token_id = *claims.token_id();
  asked.expires = *claims.expires_at() + jwt::kMaxLeeway;
  return asked;
}

net::Response revoked() {
  return {.status = 200, .fields = {{"Cache-Control", "no-store"}}};
}

void answer(Services& services, std::shared_ptr<Tenant> tenant, const net::Request& request, net::Pending pending) {
  Report report("revoke", request, services.catalog().clock()->now());
  report.of_tenant(tenant->settings()->record.name);
  auto asked = judge(services, tenant, request);
  if (!asked) {
    report.refused(services, asked.error());
    return pending.answer(to_answer(asked.error()));
  }
  std::vector<SingleUse> uses = std::move(asked->uses);
  std::string name = tenant->settings()->record.name;
  auto held = std::make_shared<net::Pending>(std::move(pending));
  use_up(services.catalog().store(), std::move(name), std::move(uses),
         [&services, tenant, report = std::move(report), asked = *std::move(asked), held](Outcome<> used) mutable {
           if (!used) {
             report.refused(services, used.error());
             return held->answer(to_answer(used.error()));
           }
           if (asked.token_id.empty()) {
             report.done(services, "ok");
             return held->answer(revoked());
           }
           const Revocation entry{
               .kind = RevokedKind::jti, .issuer = {}, .value = asked.token_id, .expires = asked.expires};
           tenant->revocations().add(entry, [&services, report, held](Result<> added) {
             if (added) {
               report.done(services, "revoked");
               return held->answer(revoked());
             }
             //= rfc7009#2.2.1 with 503 the client must assume that the token still exists
             const Refusal refusal{.what = Refused::temporarily_unavailable,
                                   .description = "the revocation could not be written down",
                                   .cause = added.error(),
                                   .retry_after = 1};
             report.refused(services, refusal);
             held->answer(to_answer(refusal));
           });
         });
}

}  // namespace

constexpr EndpointRow endpoint_rows::revoke{
    .path = "/oauth2/revoke", .methods = kMethods, .metadata = "revocation_endpoint", .answer = answer};

}  // namespace signet::server::oauth
