// Secrets that clients send.
#pragma once

#include <string_view>

#include "server/oauth/client_auth.h"

namespace signet::server::oauth {

/// Whether it is one of the client's, which may be two while one replaces the other. `id` is whose it is said to be.
Outcome<> prove_secret(const Exchange& exchange, const Client& client, std::string_view id, std::string_view secret);

}  // namespace signet::server::oauth
