// What endpoints of OAuth work with: one of each for a server, shared by all its tenants.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/line_log.h"
#include "server/oauth/failure_limits.h"
#include "server/oauth/held_limits.h"
#include "server/oauth/rate_limits.h"
#include "server/sidecar/waiting.h"
#include "server/tenancy/catalog.h"
#include "signet/dpop.h"
#include "signet/resource.h"
#include "signet/seams/timers.h"

namespace signet::server::oauth {

class Tally;

struct ServiceNeeds {
  Catalog& catalog;
  Waiting& waiting;
  std::shared_ptr<Timers> timers;
  std::shared_ptr<LineLog> log = {};  ///< null: nothing is logged
  bool logs_all = false;              ///< also what went well
  Tally& tally;
};

/// Lives longer than the HTTP server that calls it.
class Services {
 public:
  /// Errors: those of resource::Nonces and dpop::Verifier.
  static Result<std::unique_ptr<Services>> make(ServiceNeeds needs);

  Catalog& catalog() noexcept { return needs_.catalog; }
  Waiting& waiting() noexcept { return needs_.waiting; }
  Timers& timers() noexcept { return *needs_.timers; }
  FailureLimits& failures() noexcept { return failures_; }
  RateLimits& rates() noexcept { return rates_; }
  /// Requests that wait for news of revocations, by what one client is likely to have.
  HeldLimits& held() noexcept { return held_; }
  /// Requests that wait for keys of others, by tenant.
  HeldLimits& waits() noexcept { return waits_; }
  Tally& tally() noexcept { return needs_.tally; }
  const resource::Nonces& nonces() const noexcept { return *nonces_; }
  const dpop::Verifier& dpop() const noexcept { return dpop_; }
  /// A client that can prove nothing: who names one that there is not is judged by it.
  const Client& nobody() const noexcept { return nobody_; }
  LineLog* log() noexcept { return needs_.log.get(); }
  bool logs_all() const noexcept { return needs_.log && needs_.logs_all; }

 private:
  Services(ServiceNeeds needs, std::shared_ptr<const resource::Nonces> nonces, dpop::Verifier dpop)
      : needs_(std::move(needs)), nonces_(std::move(nonces)), dpop_(std::move(dpop)) {}

  ServiceNeeds needs_;
  FailureLimits failures_;
  RateLimits rates_;
  HeldLimits held_{4'000, 200};
  HeldLimits waits_{512, 64};
  std::shared_ptr<const resource::Nonces> nonces_;
  dpop::Verifier dpop_;
  Client nobody_;
};

}  // namespace signet::server::oauth
