#include "server/tenancy/own_verifier.h"

#include <algorithm>
#include <vector>

#include "signet/profiles.h"
#include "try.h"

namespace signet::server {
namespace {

jwt::Policy access_tokens(const std::string& issuer, Duration leeway, const std::shared_ptr<Revocations>& revocations) {
  jwt::Policy policy;
  policy.issuer(issuer).any_audience().leeway(leeway).profile(*jwt::find_profile("at+jwt"));
  policy.revocations(revocations, kGrantClaim);
  // What an operator maps into tokens is not judged anew: it was when they were made.
  policy.registered_claims(jwt::Scrutiny::off);
  return policy;
}

Result<std::shared_ptr<const jwt::Verifier>> build(jwt::Policy policy, std::shared_ptr<const KeySource> keys) {
  SIGNET_TRY(jwt::Verifier verifier, jwt::Verifier::build(std::move(policy), std::move(keys)));
  return std::make_shared<const jwt::Verifier>(std::move(verifier));
}

}  // namespace

std::shared_ptr<const jwt::Verifier> make_own_verifier(const std::string& issuer, Duration leeway,
                                                       const std::shared_ptr<const keyring::Ring>& ring,
                                                       const std::shared_ptr<Revocations>& revocations) {
  std::vector<std::string_view> algorithms;
  for (const keyring::KeyInfo& key : ring->keys())
    if (std::ranges::find(algorithms, key.alg) == algorithms.end()) algorithms.push_back(key.alg);
  if (algorithms.empty()) return nullptr;
  jwt::Policy policy = access_tokens(issuer, leeway, revocations);
  policy.algorithms(algorithms);
  return build(std::move(policy), ring).value_or(nullptr);
}

Result<std::shared_ptr<const jwt::Verifier>> make_secret_verifier(const std::string& issuer, Duration leeway,
                                                                  std::string_view algorithm, const JwkSet& key,
                                                                  const std::shared_ptr<Revocations>& revocations) {
  jwt::Policy policy = access_tokens(issuer, leeway, revocations);
  policy.algorithms({algorithm});
  return build(std::move(policy), std::make_shared<const JwkSet>(key));
}

}  // namespace signet::server
