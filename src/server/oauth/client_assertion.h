// Assertions of clients: RFC 7521 section 4.2, RFC 7523 sections 2.2 and 3.
#pragma once

#include "server/oauth/client_auth.h"

namespace signet::server::oauth {

/// Whether there is an assertion, and whether its header names an algorithm of HMAC.
bool presents_assertion(const Exchange& exchange, bool symmetric);
Outcome<std::string> client_of_assertion(const Exchange& exchange);
Outcome<> prove_assertion(Exchange& exchange, const Client& client);

}  // namespace signet::server::oauth
