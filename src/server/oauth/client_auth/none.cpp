// none: a public client only says who it is (RFC 6749 section 3.2.1).
#include "server/oauth/client_auth.h"

namespace signet::server::oauth {
namespace {

bool is_presented(const Exchange& exchange) {
  const Form& form = exchange.form;
  return form.has("client_id") && !form.has("client_secret") && !form.has("client_assertion") &&
         !form.has("client_assertion_type") && exchange.http.find("Authorization") == nullptr;
}

Outcome<std::string> client_id(const Exchange& exchange) {
  return *exchange.form.find("client_id");
}

Outcome<> prove(Exchange& /*exchange*/, const Client& /*client*/) {
  return {};  // that it is registered without a secret is all there is
}

}  // namespace

constexpr ClientAuth client_auth::none{
    .name = "none",
    .secret = SecretForm::none,
    .is_assertion = false,
    .is_presented = is_presented,
    .client_id = client_id,
    .prove = prove,
};

}  // namespace signet::server::oauth
