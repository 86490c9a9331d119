// private_key_jwt: OpenID Connect Core 1.0 section 9, RFC 7523 section 2.2.
#include "server/oauth/client_assertion.h"
#include "server/oauth/client_auth.h"

namespace signet::server::oauth {
namespace {

bool is_presented(const Exchange& exchange) {
  return presents_assertion(exchange, false);
}

}  // namespace

constexpr ClientAuth client_auth::private_key_jwt{
    .name = "private_key_jwt",
    .secret = SecretForm::none,
    .is_assertion = true,
    .is_presented = is_presented,
    .client_id = client_of_assertion,
    .prove = prove_assertion,
};

}  // namespace signet::server::oauth
