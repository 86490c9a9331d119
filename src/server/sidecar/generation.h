// All that one reading of the configuration made. A reload makes another one; requests end by the one they began with.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "server/sidecar/config.h"
#include "server/sidecar/decision_log.h"
#include "server/sidecar/issuer.h"
#include "server/sidecar/policy.h"

namespace signet::server {

struct Generation {
  SidecarConfig config;
  std::vector<std::shared_ptr<Issuer>> issuers;
  std::vector<std::shared_ptr<const Policy>> policies;
  std::shared_ptr<DecisionLog> log;

  /// Null when there is none of this name.
  std::shared_ptr<const Policy> find_policy(std::string_view name) const;
  /// The policy where there is exactly one; else null.
  std::shared_ptr<const Policy> only_policy() const { return policies.size() == 1 ? policies.front() : nullptr; }
};

/// What generations are made with.
struct GenerationNeeds {
  RemoteSeams seams;
  Issuer::OnNews on_news;
  ProofMemory memory;
};

/// All of a configuration; of `former`, which may be null, issuers are kept that stay as they are. Errors: those of
/// Issuer::start, Policy::build and DecisionLog::open.
Result<std::shared_ptr<const Generation>> build_generation(SidecarConfig config, const GenerationNeeds& needs,
                                                           const Generation* former);

}  // namespace signet::server
