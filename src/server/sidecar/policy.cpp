#include "server/sidecar/policy.h"

#include <algorithm>
#include <utility>

#include "server/sidecar/files.h"
#include "server/sidecar/resource_metadata.h"
#include "server/sidecar/token_policy.h"
#include "try.h"

namespace signet::server {
namespace {

Result<jwt::Verifier> build_verifier(const PolicyConfig& config, const Issuer& issuer) {
  SIGNET_TRY(jwt::Policy policy, token_policy(config));
  policy.issuer(issuer.config().issuer);
  issuer.add_revocations(policy);
  return jwt::Verifier::build(std::move(policy), issuer.keys());
}

Result<dpop::Verifier> build_proofs(const DpopConfig& config, const std::shared_ptr<ReplayStore>& replay) {
  dpop::Policy policy;
  policy.replay_store(replay);
  if (config.max_age) policy.max_age(*config.max_age);
  if (!config.algorithms.empty()) {
    const std::vector<std::string_view> names(config.algorithms.begin(), config.algorithms.end());
    SIGNET_TRY(const AlgorithmSet rows, AlgorithmSet::of(names));
    policy.algorithms(rows);
  }
  return dpop::Verifier::build(policy);
}

Result<std::shared_ptr<const resource::Nonces>> find_nonces(const DpopConfig& config, const ProofMemory& memory) {
  if (!config.nonces) return nullptr;
  if (config.nonce_key_file.empty()) return memory.nonces;
  SIGNET_TRY(const Secret key, read_nonce_key(config.nonce_key_file));
  return resource::Nonces::with_key(key.expose());
}

}  // namespace

Result<> Policy::trust(std::span<const std::shared_ptr<Issuer>> issuers) {
  for (const std::shared_ptr<Issuer>& issuer : issuers) {
    if (std::ranges::find(config_.issuers, issuer->config().name) == config_.issuers.end()) continue;
    if (find_issuer(issuer->config().issuer) != nullptr) return fail(Errc::policy_incomplete, "issuer");
    SIGNET_TRY(const jwt::Verifier verifier, build_verifier(config_, *issuer));
    if (config_.cache_entries == 0) {
      trusted_.push_back({.issuer = issuer, .verify = resource::verify_by(verifier), .cache = std::nullopt});
      continue;
    }
    SIGNET_TRY(const jwt::CachingVerifier cache,
               jwt::CachingVerifier::build(verifier, {.max_entries = config_.cache_entries}));
    trusted_.push_back({.issuer = issuer, .verify = resource::verify_by(cache), .cache = cache});
  }
  return {};
}

Result<> Policy::build_guard(const ProofMemory& memory) {
  resource::Rules rules;
  // The guard is part of the policy and does not outlive it.
  rules.verify = [this](std::string_view token, Timestamp now) { return verify(token, now); };
  rules.demands = config_.demands;
  rules.realm = config_.realm;
  rules.binding = config_.binding;
  rules.certificates = config_.certificates;
  rules.cookie = config_.cookie;
  if (!config_.resource.empty()) rules.resource_metadata = metadata_url(config_.resource);
  if (config_.dpop) {
    SIGNET_TRY(rules.dpop, build_proofs(*config_.dpop, memory.replay));
    SIGNET_TRY(rules.nonces, find_nonces(*config_.dpop, memory));
  }
  SIGNET_TRY(guard_, resource::Guard::build(std::move(rules)));
  return {};
}

Result<std::shared_ptr<const Policy>> Policy::build(PolicyConfig config,
                                                    std::span<const std::shared_ptr<Issuer>> issuers,
                                                    const ProofMemory& memory) {
  std::shared_ptr<Policy> policy(new Policy(std::move(config)));
  SIGNET_CHECK(policy->trust(issuers));
  SIGNET_CHECK(policy->build_guard(memory));
  policy->identity_ = {.claims = policy->config_.claims_header, .mapped = policy->config_.headers};
  std::vector<std::string_view> servers;
  servers.reserve(policy->trusted_.size());
  for (const Trusted& one : policy->trusted_) servers.push_back(one.issuer->config().issuer);
  policy->metadata_ = resource_metadata(policy->config_, servers);
  return policy;
}

const Policy::Trusted* Policy::find_issuer(std::string_view identifier) const noexcept {
  const auto row =
      std::ranges::find_if(trusted_, [&](const Trusted& one) { return one.issuer->config().issuer == identifier; });
  return row == trusted_.end() ? nullptr : &*row;
}

Result<std::shared_ptr<const jwt::Verified>> Policy::verify(std::string_view token, Timestamp now) const {
  if (trusted_.size() == 1) return trusted_.front().verify(token, now);
  SIGNET_TRY(const std::string identifier, jwt::peek_issuer(token));
  const Trusted* const found = find_issuer(identifier);
  if (found == nullptr) return fail(Errc::claim_mismatch, "iss");
  return found->verify(token, now);
}

const Issuer* Policy::issuer_of(const jwt::Verified& token) const noexcept {
  const Trusted* const found = find_issuer(token.claims().issuer().value_or(""));
  return found == nullptr ? nullptr : found->issuer.get();
}

bool Policy::is_fetching() const {
  return std::ranges::any_of(trusted_, [](const Trusted& one) { return one.issuer->is_fetching(); });
}

jwt::TokenCacheReport Policy::cache_report() const {
  jwt::TokenCacheReport all;
  for (const Trusted& one : trusted_) {
    if (!one.cache) continue;
    const jwt::TokenCacheReport report = one.cache->report();
    all.hits += report.hits;
    all.misses += report.misses;
    all.evictions += report.evictions;
    all.entries += report.entries;
    all.bytes += report.bytes;
  }
  return all;
}

}  // namespace signet::server
