// A request for a token that holds, before anything is used up or issued.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/oauth/client_auth.h"
#include "server/oauth/grant.h"

namespace signet::server::oauth {

/// It looks at nothing of the request any more.
struct TokenPlan {
  std::shared_ptr<const Settings> settings;
  std::shared_ptr<const Client> client;  ///< null where none authenticated
  std::shared_ptr<const Api> api;
  Authorization authorization;
  std::string scope = {};                  ///< granted words
  std::string authorization_details = {};  ///< JSON, or empty
  std::string jkt = {};                    ///< of the key that the token is bound to, or empty
  Duration lifetime{};
  Timestamp now{};
  std::vector<SingleUse> uses = {};
};

/// Everything that can be decided without changing anything, in this order: form, client, DPoP proof, grant, what was
/// asked for.
Outcome<TokenPlan> judge_token_request(Services& services, const std::shared_ptr<Tenant>& tenant,
                                       const net::Request& request);

/// The thumbprint of the key that a DPoP field proves; empty where there is none. RFC 9449 sections 5 and 8.
Outcome<std::string> prove_dpop(Exchange& exchange);

/// The API that is asked for, by resource (RFC 8707) or audience, or the default one.
Outcome<std::shared_ptr<const Api>> choose_api(const Exchange& exchange, const Authorization& authorization);
/// What of the scopes is granted; all that may be where none are asked for (RFC 6749 section 3.3).
Outcome<std::string> choose_scope(const Exchange& exchange, const Authorization& authorization, const Api& api);
/// The details that are granted, as JSON; empty for none (RFC 9396).
Outcome<std::string> choose_details(const Exchange& exchange, const Client* client);

}  // namespace signet::server::oauth
