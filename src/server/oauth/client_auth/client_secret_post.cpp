// client_secret_post: RFC 6749 section 2.3.1.
#include "server/oauth/client_auth.h"
#include "server/oauth/client_secret.h"

namespace signet::server::oauth {
namespace {

bool is_presented(const Exchange& exchange) {
  return exchange.form.has("client_secret");
}

Outcome<std::string> client_id(const Exchange& exchange) {
  const std::string* id = exchange.form.find("client_id");
  if (id == nullptr) return refuse(Refused::invalid_request, "client_secret is there without client_id");
  return *id;
}

Outcome<> prove(Exchange& exchange, const Client& client) {
  return prove_secret(exchange, client, *exchange.form.find("client_id"), *exchange.form.find("client_secret"));
}

}  // namespace

constexpr ClientAuth client_auth::client_secret_post{
    .name = "client_secret_post",
    .secret = SecretForm::hashed,
    .is_assertion = false,
    .is_presented = is_presented,
    .client_id = client_id,
    .prove = prove,
};

}  // namespace signet::server::oauth
