// client_secret_basic: RFC 6749 section 2.3.1, RFC 7617.
#include "codec/ascii.h"
#include "codec/form.h"
#include "server/oauth/basic_credentials.h"
#include "server/oauth/client_auth.h"
#include "server/oauth/client_secret.h"

namespace signet::server::oauth {
namespace {

bool is_presented(const Exchange& exchange) {
  const std::string* field = exchange.http.find("Authorization");
  return field != nullptr && has_basic(*field);
}

Outcome<BasicCredentials> read(const Exchange& exchange) {
  auto credentials = parse_basic(*exchange.http.find("Authorization"));
  if (!credentials) return refuse(Refused::invalid_client, "Authorization cannot be read");
  return *std::move(credentials);
}

Outcome<std::string> client_id(const Exchange& exchange) {
  auto credentials = read(exchange);
  if (!credentials) return std::unexpected(std::move(credentials).error());
  return std::move(credentials->id);
}

Outcome<> prove(Exchange& exchange, const Client& client) {
  const auto credentials = read(exchange);
  if (!credentials) return std::unexpected(credentials.error());
  return prove_secret(exchange, client, credentials->id, as_text(credentials->secret.expose()));
}

}  // namespace

constexpr ClientAuth client_auth::client_secret_basic{
    .name = "client_secret_basic",
    .secret = SecretForm::hashed,
    .is_assertion = false,
    .is_presented = is_presented,
    .client_id = client_id,
    .prove = prove,
};

}  // namespace signet::server::oauth
