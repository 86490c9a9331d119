#include "server/oauth/services.h"

#include "try.h"

namespace signet::server::oauth {

Result<std::unique_ptr<Services>> Services::make(ServiceNeeds needs) {
  // All nodes of an installation have the same key, so each accepts the nonces of the others.
  const Secret key = needs.catalog.parties().vault.derive("dpop nonces");
  SIGNET_TRY(auto nonces, resource::Nonces::with_key(key.expose()));
  dpop::Policy policy;
  policy.any_replay();  // the store remembers what was used, together with assertions
  SIGNET_TRY(dpop::Verifier dpop, dpop::Verifier::build(policy));
  return std::unique_ptr<Services>(new Services(std::move(needs), std::move(nonces), std::move(dpop)));
}

}  // namespace signet::server::oauth
