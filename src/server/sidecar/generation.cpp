#include "server/sidecar/generation.h"

#include <algorithm>

#include "try.h"

namespace signet::server {
namespace {

/// The issuer of the former generation, where it is the same and nothing has to be read again for it.
std::shared_ptr<Issuer> find_kept(const IssuerConfig& wanted, const Generation* former) {
  if (former == nullptr || std::holds_alternative<KeySetFile>(wanted.keys)) return nullptr;
  const auto found =
      std::ranges::find_if(former->issuers, [&](const auto& issuer) { return issuer->config() == wanted; });
  return found == former->issuers.end() ? nullptr : *found;
}

}  // namespace

std::shared_ptr<const Policy> Generation::find_policy(std::string_view name) const {
  const auto found = std::ranges::find_if(policies, [&](const auto& policy) { return policy->config().name == name; });
  return found == policies.end() ? nullptr : *found;
}

Result<std::shared_ptr<const Generation>> build_generation(SidecarConfig config, const GenerationNeeds& needs,
                                                           const Generation* former) {
  auto made = std::make_shared<Generation>();
  made->config = std::move(config);
  // Another way of fetching is another way of getting keys.
  const bool keeps = former != nullptr && former->config.fetch == made->config.fetch;
  for (const IssuerConfig& wanted : made->config.issuers) {
    std::shared_ptr<Issuer> issuer = find_kept(wanted, keeps ? former : nullptr);
    if (!issuer) {
      SIGNET_TRY(issuer, Issuer::start(wanted, needs.seams, needs.on_news));
    }
    made->issuers.push_back(std::move(issuer));
  }
  for (const PolicyConfig& wanted : made->config.policies) {
    SIGNET_TRY(auto policy, Policy::build(wanted, made->issuers, needs.memory));
    made->policies.push_back(std::move(policy));
  }
  SIGNET_TRY(made->log, DecisionLog::open(made->config.log));
  return made;
}

}  // namespace signet::server
