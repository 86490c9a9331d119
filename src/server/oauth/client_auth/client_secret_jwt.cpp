// client_secret_jwt: OpenID Connect Core 1.0 section 9, RFC 7523 section 2.2.
#include "server/oauth/client_assertion.h"
#include "server/oauth/client_auth.h"

namespace signet::server::oauth {
namespace {

bool is_presented(const Exchange& exchange) {
  return presents_assertion(exchange, true);
}

}  // namespace

constexpr ClientAuth client_auth::client_secret_jwt{
    .name = "client_secret_jwt",
    .secret = SecretForm::sealed,
    .is_assertion = true,
    .is_presented = is_presented,
    .client_id = client_of_assertion,
    .prove = prove_assertion,
};

}  // namespace signet::server::oauth
