// How clients prove who they are. A method is one file in client_auth/ and one line in its list.inc.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/oauth/exchange.h"
#include "server/tenancy/parties.h"

namespace signet::server::oauth {

/// How secrets of a client with this method are kept.
enum class SecretForm : std::uint8_t {
  none,    ///< it has none
  hashed,  ///< it sends the secret, which is compared
  sealed,  ///< it signs with the secret
};

/// One method. Rows are constants.
struct ClientAuth {
  std::string_view name;  ///< of the registry "OAuth Token Endpoint Authentication Methods"
  SecretForm secret;
  bool is_assertion;  ///< it is offered with algorithms for signatures (RFC 8414 section 2)
  /// Whether the request tries to authenticate in this way.
  bool (*is_presented)(const Exchange& exchange);
  /// Who it says it is. Nothing is proven by it.
  Outcome<std::string> (*client_id)(const Exchange& exchange);
  /// Whether it is. What may be used once is added to the exchange.
  Outcome<> (*prove)(Exchange& exchange, const Client& client);
};

std::span<const ClientAuth* const> client_auths() noexcept;
const ClientAuth* find_client_auth(std::string_view name) noexcept;
std::vector<std::string_view> client_auth_names();

/// Who is asking: by exactly one method, the one that it is registered with. Null when the request names no client.
/// Refuses what does not hold in the same words, whatever it was. What the time tells: that a client with keys of its
/// own exists, since they are fetched and its signature is checked.
Outcome<std::shared_ptr<const Client>> authenticate(Exchange& exchange);
/// The same where a client is needed.
Outcome<std::shared_ptr<const Client>> demand_client(Exchange& exchange);

namespace client_auth {
#define SIGNET_CLIENT_AUTH(name) extern const ClientAuth name;
#include "server/oauth/client_auth/list.inc"
#undef SIGNET_CLIENT_AUTH
}  // namespace client_auth

}  // namespace signet::server::oauth
