// client_credentials: RFC 6749 section 4.4.
#include "server/oauth/grant.h"

namespace signet::server::oauth {
namespace {

Outcome<Authorization> authorize(Exchange& exchange, const Client* client) {
  const ClientRecord& record = client->record;
  //= rfc9068#2.2 without a resource owner, sub identifies the client
  return Authorization{.subject = record.id,
                       .client_id = record.id,
                       .scopes = record.scopes,
                       .apis = allowed_apis(record.apis, *exchange.settings),
                       .token_lifetime = record.token_lifetime};
}

}  // namespace

constexpr Grant grant_rows::client_credentials{
    .type = "client_credentials",
    .alias = "",
    .needs_client = true,
    .authorize = authorize,
};

}  // namespace signet::server::oauth
