#include "server/oauth/client_auth.h"

#include <algorithm>

#include "server/oauth/services.h"

namespace signet::server::oauth {
namespace {

constexpr const ClientAuth* kMethods[] = {
#define SIGNET_CLIENT_AUTH(name) &client_auth::name,
#include "server/oauth/client_auth/list.inc"
#undef SIGNET_CLIENT_AUTH
};

constexpr std::string_view kRefused = "the client could not be authenticated";
constexpr std::string_view kTooMany = "too many failed authentications";

/// What is answered when it does not hold. Only what was wrong counts: keys that could not be fetched are nobody's try.
std::unexpected<Refusal> no_such(const Exchange& exchange, std::string_view id, Refusal refusal) {
  refusal.client = id;
  if (refusal.what != Refused::invalid_client) return std::unexpected(std::move(refusal));
  refusal.description = kRefused;
  FailureLimits& failures = exchange.services.failures();
  failures.count(exchange.settings->record.name, id, exchange.http.peer.address, exchange.now);
  // Who has the right secret is let in whatever others do at the same address.
  if (const auto wait = failures.address_must_wait(exchange.http.peer.address, exchange.now))
    return std::unexpected(Refusal{
        .what = Refused::too_many_requests, .description = kTooMany, .retry_after = wait, .client = std::string(id)});
  return std::unexpected(std::move(refusal));
}

/// The method that the request presents; null when it names no client.
Outcome<const ClientAuth*> presented(const Exchange& exchange) {
  const ClientAuth* found = nullptr;
  for (const ClientAuth* method : kMethods) {
    if (!method->is_presented(exchange)) continue;
    //= rfc6749#2.3 the client MUST NOT use more than one authentication method in each request
    if (found != nullptr) return refuse(Refused::invalid_request, "the request authenticates in more than one way");
    found = method;
  }
  return found;
}

}  // namespace

std::span<const ClientAuth* const> client_auths() noexcept {
  return kMethods;
}

const ClientAuth* find_client_auth(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kMethods, name, &ClientAuth::name);
  return found == std::end(kMethods) ? nullptr : *found;
}

std::vector<std::string_view> client_auth_names() {
  std::vector<std::string_view> names;
  for (const ClientAuth* method : kMethods) names.push_back(method->name);
  return names;
}

Outcome<std::shared_ptr<const Client>> authenticate(Exchange& exchange) {
  const auto method = presented(exchange);
  if (!method) return std::unexpected(method.error());
  if (*method == nullptr) {
    if (exchange.http.find("Authorization") != nullptr)
      return refuse(Refused::invalid_client, "the scheme of Authorization is not Basic, or it cannot be read");
    return nullptr;
  }
  const auto id = (*method)->client_id(exchange);
  if (!id) return std::unexpected(id.error());
  //= rfc7521#4.2 a client_id of the request is that of the assertion; so it is for all methods
  if (const std::string* said = exchange.form.find("client_id"); said != nullptr && *said != *id)
    return refuse(Refused::invalid_request, "client_id is another one than the authentication's");
  if (const auto wait = exchange.services.failures().client_must_wait(exchange.settings->record.name, *id,
                                                                      exchange.http.peer.address, exchange.now))
    return std::unexpected(
        Refusal{.what = Refused::too_many_requests, .description = kTooMany, .retry_after = wait, .client = *id});
  const auto client = exchange.services.catalog().client(*exchange.tenant, *id);
  if (!client)
    return std::unexpected(Refusal{.what = Refused::temporarily_unavailable,
                                   .description = "clients cannot be looked up",
                                   .cause = client.error(),
                                   .retry_after = 1});
  const bool is_there = *client && (*client)->record.enabled && (*client)->record.auth == (*method)->name;
  const Client& judged = is_there ? **client : exchange.services.nobody();
  auto proven = (*method)->prove(exchange, judged);
  if (!proven) return no_such(exchange, *id, std::move(proven).error());
  if (!is_there) return no_such(exchange, *id, {.what = Refused::invalid_client});
  return *client;
}

Outcome<std::shared_ptr<const Client>> demand_client(Exchange& exchange) {
  auto client = authenticate(exchange);
  if (client && *client == nullptr) return refuse(Refused::invalid_client, "a client has to authenticate");
  return client;
}

}  // namespace signet::server::oauth
