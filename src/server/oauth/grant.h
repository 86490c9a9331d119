// What tokens are asked for with. A grant is one file in grants/ and one line in its list.inc: the token endpoint owns
// what all share, a grant only says who may have what.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/oauth/exchange.h"
#include "server/tenancy/parties.h"

namespace signet::server::oauth {

/// What a grant entitles to. The endpoint narrows it by what was asked for, and by the API.
struct Authorization {
  std::string subject;
  std::string client_id;
  std::vector<std::string> scopes;  ///< at most these
  std::vector<std::string> apis;    ///< audiences
  std::optional<Duration> token_lifetime = {};
  std::string grant_id = {};                         ///< of what may bring several tokens; else empty
  std::shared_ptr<const TrustedIssuer> issuer = {};  ///< who vouched for the subject, or null
  std::shared_ptr<const jwt::Verified> assertion = {};
};

/// The audiences of a list, or the default API's where it is empty.
std::vector<std::string> allowed_apis(const std::vector<std::string>& listed, const Settings& settings);

/// One grant. Rows are constants.
struct Grant {
  std::string_view type;   ///< value of grant_type
  std::string_view alias;  ///< what operators may write, or empty
  bool needs_client;       ///< else a client may authenticate
  /// Proves entitlement. The client is null where none authenticated.
  Outcome<Authorization> (*authorize)(Exchange& exchange, const Client* client);
};

std::span<const Grant* const> grants() noexcept;
/// By its type or alias; null for others.
const Grant* find_grant(std::string_view name) noexcept;
/// "client_credentials, jwt-bearer", for sentences.
std::string grant_names();

namespace grant_rows {
#define SIGNET_GRANT(name) extern const Grant name;
#include "server/oauth/grants/list.inc"
#undef SIGNET_GRANT
}  // namespace grant_rows

}  // namespace signet::server::oauth
