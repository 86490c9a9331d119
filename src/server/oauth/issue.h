// The only place that makes access tokens, and what comes before: using up what may be used once.
#pragma once

#include <functional>
#include <string>

#include "server/oauth/judgement.h"
#include "server/tenancy/tenant.h"

namespace signet::server::oauth {

struct Issued {
  std::string token;
  std::string token_id;  ///< jti
};

/// An access token of RFC 9068, signed with the key that signs for its API. Refuses with server_error what the token's
/// own profile refuses, and temporarily_unavailable where there is no key.
Outcome<Issued> issue(const TokenPlan& plan, const Tenant& tenant);

/// Uses up all of it, in order; `done` gets the refusal of the first that was used before, and is then not told of
/// more. It may be called at once, or from a thread of the store.
void use_up(storage::Store& store, std::string tenant, std::vector<SingleUse> uses,
            std::move_only_function<void(Outcome<>)> done);

/// The body of a successful answer (RFC 6749 section 5.1).
std::string token_answer(const TokenPlan& plan, std::string_view token);

}  // namespace signet::server::oauth
