// /oauth2/token: RFC 6749 section 3.2.
#include "server/oauth/endpoint.h"
#include "server/oauth/issue.h"
#include "server/oauth/judgement.h"
#include "server/oauth/keys_missing.h"
#include "server/oauth/report.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMethods[] = {"POST"};

/// What is left of a request when its token waits for the store.
struct Call {
  Services& services;
  std::shared_ptr<Tenant> tenant;
  Report report;
  bool with_dpop = false;
};

void finish(const Call& call, net::Response response, net::Pending pending) {
  //= rfc9449#8.2 a new nonce comes in the field DPoP-Nonce, also of an answer that succeeds
  if (call.with_dpop)
    response.fields.push_back({"DPoP-Nonce", call.services.nonces().at(call.services.catalog().clock()->now())});
  pending.answer(std::move(response));
}

void refuse_call(Call call, const Refusal& refusal, net::Pending pending) {
  net::Response response = to_answer(refusal);
  call.report.refused(call.services, refusal);
  finish(call, std::move(response), std::move(pending));
}

void grant(Call call, const TokenPlan& plan, net::Pending pending) {
  auto issued = issue(plan, *call.tenant);
  if (!issued) return refuse_call(std::move(call), issued.error(), std::move(pending));
  call.report.issued(call.services, plan, issued->token_id);
  finish(call, json_answer(200, token_answer(plan, issued->token)), std::move(pending));
}

/// False, and nothing done, when the keys of somebody else are still to come.
bool judge(const Call& call, const net::Request& request, net::Pending& pending, bool is_last) {
  auto plan = judge_token_request(call.services, call.tenant, request);
  if (!plan) {
    if (!is_last && waits_for_keys(plan.error())) return false;
    refuse_call(call, plan.error(), std::move(pending));
    return true;
  }
  if (plan->uses.empty()) {
    grant(call, *plan, std::move(pending));
    return true;
  }
  std::vector<SingleUse> uses = std::move(plan->uses);
  std::string name = plan->settings->record.name;
  use_up(call.services.catalog().store(), std::move(name), std::move(uses),
         [call = Call(call), plan = *std::move(plan), pending = std::move(pending)](Outcome<> used) mutable {
           if (!used) return refuse_call(std::move(call), used.error(), std::move(pending));
           grant(std::move(call), plan, std::move(pending));
         });
  return true;
}

void answer(Services& services, std::shared_ptr<Tenant> tenant, const net::Request& request, net::Pending pending) {
  Call call{.services = services,
            .tenant = std::move(tenant),
            .report = Report("token", request, services.catalog().clock()->now()),
            .with_dpop = request.find("DPoP") != nullptr};
  call.report.of_tenant(call.tenant->settings()->record.name);
  if (judge(call, request, pending, false)) return;
  const std::string name = call.tenant->settings()->record.name;
  if (!services.waits().enter(name)) {
    judge(call, request, pending, true);
    return;
  }
  // The place is given back when nobody waits any more, however that ends.
  const std::shared_ptr<void> place(nullptr, [&services, name](void*) { services.waits().leave(name); });
  auto copy = std::make_shared<const net::Request>(request);
  auto held = std::make_shared<net::Pending>(std::move(pending));
  Waiting::Retry retry = [call, copy, held, place](bool is_last) { return judge(call, *copy, *held, is_last); };
  if (!services.waiting().add(retry)) judge(call, *copy, *held, true);
}

}  // namespace

constexpr EndpointRow endpoint_rows::token{
    .path = "/oauth2/token", .methods = kMethods, .metadata = "token_endpoint", .answer = answer};

}  // namespace signet::server::oauth
