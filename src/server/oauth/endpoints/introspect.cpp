// /oauth2/introspect: RFC 7662, and RFC 9701 for answers that are signed.
#include <algorithm>

#include "codec/ascii.h"
#include "server/oauth/client_auth.h"
#include "server/oauth/endpoint.h"
#include "server/oauth/issue.h"
#include "server/oauth/outcome.h"
#include "server/oauth/own_token.h"
#include "server/oauth/report.h"
#include "signet/profiles.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMethods[] = {"POST"};
constexpr std::string_view kSignedType = "application/token-introspection+jwt";

struct Asked {
  std::shared_ptr<const Client> client;
  std::vector<SingleUse> uses;
  std::string answer;  ///< JSON
};

/// The claims of a token, and that it counts at this moment.
std::string active_text(const jwt::Claims& claims) {
  json::Writer writer;
  writer.begin_object().key("active").boolean(true);
  //= rfc7662#2.2 token_type is that of RFC 6749 section 5.1
  writer.member("token_type", claims.find("cnf") ? "DPoP" : "Bearer");
  for (const auto& [name, value] : claims.json().members())
    if (name != "active" && name != "token_type") writer.key(name).raw(value.source());
  return writer.end_object().take_string();
}

//= rfc7662#2.2 of a token that is not active, or not for who asks, nothing else is said
std::string judge_token(const Exchange& exchange, const Client& client, const std::string& token) {
  constexpr std::string_view kInactive = R"({"active":false})";
  const auto own = verify_own(*exchange.tenant, token, exchange.now);
  if (!own || !own->api) return std::string(kInactive);
  const std::vector<std::string>& served = client.record.introspects;
  if (std::ranges::find(served, own->api->record.audience) == served.end()) return std::string(kInactive);
  return active_text(own->token.claims());
}

Outcome<Asked> judge(Services& services, const std::shared_ptr<Tenant>& tenant, const net::Request& request) {
  SIGNET_OUTCOME(form, Form::parse(request));
  Exchange exchange{.services = services,
                    .tenant = tenant,
                    .settings = tenant->settings(),
                    .http = request,
                    .form = *std::move(form),
                    .now = services.catalog().clock()->now()};
  //= rfc7662#2.1 to prevent token scanning attacks, the endpoint MUST also require some form of authorization
  SIGNET_OUTCOME(client, demand_client(exchange));
  if ((*client)->record.introspects.empty())
    return refuse(Refused::unauthorized_client, "the client is no resource server");
  const std::string* token = exchange.form.find("token");
  if (token == nullptr) return refuse(Refused::invalid_request, "token is missing");
  Asked asked{.client = *client, .uses = {}, .answer = judge_token(exchange, **client, *token)};
  asked.uses = std::move(exchange.uses);
  return asked;
}

bool wants_signed(const net::Request& request) {
  return std::ranges::any_of(request.all("Accept"), [](std::string_view list) {
    while (!list.empty()) {
      const std::size_t comma = list.find(',');
      const std::string_view one = list.substr(0, comma);
      if (codec::equal_ignoring_case(codec::trimmed(one.substr(0, one.find(';'))), kSignedType)) return true;
      list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return false;
  });
}

/// RFC 9701 section 5: signed by the tenant, for the client that asks.
net::Response signed_answer(Services& services, const Tenant& tenant, const Asked& asked) {
  const auto signer = tenant.signer();
  if (!signer) return to_answer({.what = Refused::temporarily_unavailable, .retry_after = 1});
  jwt::Builder builder;
  builder.issuer(tenant.settings()->issuer)
      .audience(asked.client->record.id)
      .issued_at(services.catalog().clock()->now())
      .claim_json("token_introspection", asked.answer)
      .profile(*jwt::find_profile("token-introspection"));
  auto text = builder.sign(*signer);
  if (!text) return to_answer({.what = Refused::server_error});
  return {.fields = {{"Content-Type", std::string(kSignedType)}, {"Cache-Control", "no-store"}},
          .body = *std::move(text)};
}

void answer(Services& services, std::shared_ptr<Tenant> tenant, const net::Request& request, net::Pending pending) {
  Report report("introspect", request, services.catalog().clock()->now());
  report.of_tenant(tenant->settings()->record.name);
  auto asked = judge(services, tenant, request);
  if (!asked) {
    report.refused(services, asked.error());
    return pending.answer(to_answer(asked.error()));
  }
  std::vector<SingleUse> uses = std::move(asked->uses);
  std::string name = tenant->settings()->record.name;
  const bool is_signed = wants_signed(request);
  use_up(
      services.catalog().store(), std::move(name), std::move(uses),
      [&services, tenant, report = std::move(report), is_signed, asked = *std::move(asked),
       pending = std::move(pending)](Outcome<> used) mutable {
        if (!used) {
          report.refused(services, used.error());
          return pending.answer(to_answer(used.error()));
        }
        report.done(services, "ok");
        pending.answer(is_signed ? signed_answer(services, *tenant, asked) : json_answer(200, std::move(asked.answer)));
      });
}

}  // namespace

constexpr EndpointRow endpoint_rows::introspect{
    .path = "/oauth2/introspect", .methods = kMethods, .metadata = "introspection_endpoint", .answer = answer};

}  // namespace signet::server::oauth
