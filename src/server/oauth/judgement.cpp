#include "server/oauth/judgement.h"

#include <algorithm>

#include "server/oauth/outcome.h"
#include "server/oauth/services.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kRepeatable[] = {"resource"};

Outcome<const Grant*> find_asked(const Exchange& exchange) {
  const std::string* type = exchange.form.find("grant_type");
  if (type == nullptr) return refuse(Refused::invalid_request, "grant_type is missing");
  const Grant* grant = find_grant(*type);
  if (grant == nullptr || grant->type != *type)
    return refuse(Refused::unsupported_grant_type, "there is no such grant here");
  return grant;
}

Outcome<> check_client(const Grant& grant, const Client* client) {
  if (client == nullptr) {
    if (grant.needs_client) return refuse(Refused::invalid_client, "a client has to authenticate");
    return {};
  }
  if (std::ranges::find(client->record.grants, grant.type) == client->record.grants.end())
    return refuse(Refused::unauthorized_client, "the client may not use this grant");
  return {};
}

Duration lifetime_of(const TokenPlan& plan) {
  const TenantRecord& tenant = plan.settings->record;
  Duration lifetime =
      std::min(plan.api->record.token_lifetime.value_or(tenant.token_lifetime), tenant.max_token_lifetime);
  if (plan.authorization.token_lifetime) lifetime = std::min(lifetime, *plan.authorization.token_lifetime);
  return lifetime;
}

Outcome<> check_binding(const TokenPlan& plan) {
  const bool is_needed = plan.api->record.dpop_required || (plan.client && plan.client->record.dpop_required);
  if (is_needed && plan.jkt.empty())
    return refuse(Refused::invalid_dpop_proof, "tokens for this are bound to a key: send a DPoP proof");
  return {};
}

Outcome<> check_rate(const Exchange& exchange, const TokenPlan& plan) {
  const TenantRecord& tenant = plan.settings->record;
  if (exchange.services.rates().take(tenant.name, plan.authorization.client_id, tenant.tokens_per_second, plan.now))
    return {};
  return std::unexpected(
      Refusal{.what = Refused::too_many_requests, .description = "too many tokens were asked for", .retry_after = 1});
}

}  // namespace

Outcome<TokenPlan> judge_token_request(Services& services, const std::shared_ptr<Tenant>& tenant,
                                       const net::Request& request) {
  SIGNET_OUTCOME(form, Form::parse(request, kRepeatable));
  Exchange exchange{.services = services,
                    .tenant = tenant,
                    .settings = tenant->settings(),
                    .http = request,
                    .form = *std::move(form),
                    .now = services.catalog().clock()->now()};
  SIGNET_OUTCOME(grant, find_asked(exchange));
  SIGNET_OUTCOME(client, authenticate(exchange));
  SIGNET_OUTCOME(may, check_client(**grant, client->get()));
  SIGNET_OUTCOME(jkt, prove_dpop(exchange));
  SIGNET_OUTCOME(authorization, (*grant)->authorize(exchange, client->get()));
  SIGNET_OUTCOME(api, choose_api(exchange, *authorization));
  SIGNET_OUTCOME(scope, choose_scope(exchange, *authorization, **api));
  SIGNET_OUTCOME(details, choose_details(exchange, client->get()));
  TokenPlan plan{.settings = exchange.settings,
                 .client = *std::move(client),
                 .api = *std::move(api),
                 .authorization = *std::move(authorization),
                 .scope = *std::move(scope),
                 .authorization_details = *std::move(details),
                 .jkt = *std::move(jkt),
                 .now = exchange.now};
  plan.lifetime = lifetime_of(plan);
  SIGNET_OUTCOME(bound, check_binding(plan));
  SIGNET_OUTCOME(rate, check_rate(exchange, plan));
  plan.uses = std::move(exchange.uses);
  return plan;
}

}  // namespace signet::server::oauth
