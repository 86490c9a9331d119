#include "server/sidecar/sidecar.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

#include "net/server.h"
#include "server/listening/serving.h"
#include "server/sidecar/current.h"
#include "server/sidecar/files.h"
#include "server/sidecar/judge.h"
#include "server/sidecar/resource_metadata.h"
#include "server/sidecar/status.h"
#include "signet/fetcher.h"
#include "signet/memory_replay_store.h"
#include "try.h"

namespace signet::server {
namespace {

/// How long a reload waits for the keys of new issuers.
constexpr Duration kWarmUp = std::chrono::seconds(5);

/// Requests of proxies carry all fields of their clients, and what of them is twice there is for the guard to judge.
constexpr std::string_view kSingleFields[] = {"Content-Type"};
constexpr net::RequestRules kRequestRules{.head_octets = 64u << 10,
                                          .target_octets = 16u << 10,
                                          .fields = 200,
                                          .body_octets = 128u << 10,
                                          .single_fields = kSingleFields};
constexpr net::ServerLimits kLimits{.request = kRequestRules};

/// What is decided once. To go on with less than the file says would be a way to be wrong without a word.
Result<> check_unchanged(const SidecarConfig& next, const SidecarConfig& former) {
  if (next.listen != former.listen) return fail(Errc::malformed_configuration, "listen");
  if (next.status_listen != former.status_listen) return fail(Errc::malformed_configuration, "status_listen");
  if (next.threads != former.threads) return fail(Errc::malformed_configuration, "threads");
  if (next.tls != former.tls) return fail(Errc::malformed_configuration, "tls");
  return {};
}

net::Endpoint inline_endpoint(std::string_view path, net::AnswerNow answer,
                              net::PathMatch match = net::PathMatch::exact) {
  return {.methods = {"GET"}, .path = std::string(path), .match = match, .answer = std::move(answer)};
}

}  // namespace

class Sidecar::State {
 public:
  State(std::shared_ptr<const Generation> first, GenerationNeeds needs, std::shared_ptr<Fetcher> fetcher,
        std::shared_ptr<Waiting> waiting)
      : fetcher_(std::move(fetcher)),
        needs_(std::move(needs)),
        current_(std::move(first)),
        waiting_(std::move(waiting)),
        judge_(current_, metrics_, *waiting_) {}

  State(const State&) = delete;
  State& operator=(const State&) = delete;
  /// First nobody asks any more, then nobody waits; keys and revocations end with the members.
  ~State() {
    status_.server.reset();  // it reads the numbers of the other
    serving_.server.reset();
    waiting_->end();
  }

  Result<> open(const SidecarConfig& config) {
    if (config.tls) {
      SIGNET_TRY(tls_, net::TlsContext::load(to_tls_options(*config.tls)));
    }
    std::vector<net::Endpoint> endpoints = verify_endpoints();
    if (config.status_listen.empty()) {
      std::ranges::move(status_endpoints(), std::back_inserter(endpoints));
    } else {
      SIGNET_TRY(status_, serve(config.status_listen, tls_, status_endpoints(), {.limits = kLimits}));
    }
    SIGNET_TRY(serving_,
               serve(config.listen, tls_, std::move(endpoints), {.threads = config.threads, .limits = kLimits}));
    counted_ = serving_.server.get();
    return {};
  }

  std::vector<std::string> addresses() const {
    std::vector<std::string> all = serving_.names;
    all.insert(all.end(), status_.names.begin(), status_.names.end());
    return all;
  }

  Result<> reload(SidecarConfig config) {
    const auto former = current_.get();
    SIGNET_CHECK(check_unchanged(config, former->config));
    GenerationNeeds needs = needs_;
    std::shared_ptr<Fetcher> fetcher = fetcher_;
    if (config.fetch != former->config.fetch) {
      SIGNET_TRY(fetcher, start_fetcher(config.fetch));
      needs.seams = {.http = fetcher, .timers = fetcher};
    }
    SIGNET_TRY(auto next, build_generation(std::move(config), needs, former.get()));
    if (tls_) SIGNET_CHECK(tls_->reload());
    const auto end = std::chrono::steady_clock::now() + kWarmUp;
    for (const auto& issuer : next->issuers) {
      const auto left = std::chrono::duration_cast<Duration>(end - std::chrono::steady_clock::now());
      if (left > Duration::zero()) issuer->load(left);
    }
    current_.put(std::move(next));
    needs_ = std::move(needs);
    fetcher_ = std::move(fetcher);
    return {};
  }

  void stop() {
    const auto grace = std::chrono::duration_cast<std::chrono::milliseconds>(current_.get()->config.stop_grace);
    serving_.server->stop(grace);
    if (status_.server) status_.server->stop(std::chrono::milliseconds::zero());
  }

  Metrics& metrics() noexcept { return metrics_; }

 private:
  std::vector<net::Endpoint> verify_endpoints() {
    std::vector<net::Endpoint> endpoints;
    for (const Dialect* dialect : dialects()) {
      net::Endpoint endpoint{
          .path = std::string(dialect->path), .match = dialect->match, .kind = net::Kind::store, .answer = {}};
      endpoint.methods.assign(dialect->methods.begin(), dialect->methods.end());
      endpoint.answer = [this, dialect](const net::Request& request, net::Pending pending) {
        judge_.judge(*dialect, request, std::move(pending));
      };
      endpoints.push_back(std::move(endpoint));
    }
    endpoints.push_back(inline_endpoint(
        kMetadataPath, [this](const net::Request& request) { return metadata_of(request, *current_.get()); },
        net::PathMatch::below));
    return endpoints;
  }

  std::vector<net::Endpoint> status_endpoints() {
    std::vector<net::Endpoint> endpoints;
    endpoints.push_back(inline_endpoint("/livez", [](const net::Request&) { return live(); }));
    endpoints.push_back(inline_endpoint("/readyz", [this](const net::Request&) { return ready(*current_.get()); }));
    endpoints.push_back(inline_endpoint("/metrics", [this](const net::Request&) {
      const net::Server* const server = counted_;
      const net::Counters http = server == nullptr ? net::Counters{} : server->counters();
      return net::Response{.fields = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                           .body = metrics_.text(*current_.get(), http)};
    }));
    return endpoints;
  }

  std::shared_ptr<Fetcher> fetcher_;
  GenerationNeeds needs_;
  Metrics metrics_;
  Current current_;
  std::shared_ptr<Waiting> waiting_;
  Judge judge_;
  std::shared_ptr<net::TlsContext> tls_;
  Serving status_;
  std::atomic<const net::Server*> counted_ = nullptr;  // endpoints run before the server is in its place
  Serving serving_;
};

Sidecar::Sidecar(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Sidecar::~Sidecar() = default;

Result<std::unique_ptr<Sidecar>> Sidecar::start(SidecarConfig config, Notice notice) {
  SIGNET_TRY(std::shared_ptr<Fetcher> fetcher, start_fetcher(config.fetch));
  SIGNET_TRY(auto nonces, resource::Nonces::make());
  auto waiting = std::make_shared<Waiting>();
  GenerationNeeds needs{.seams = {.http = fetcher, .timers = fetcher},
                        .on_news = {},
                        .memory = {.replay = std::make_shared<MemoryReplayStore>(), .nonces = std::move(nonces)}};
  needs.on_news = [waiter = std::weak_ptr(waiting), notice = std::move(notice)](std::string_view name,
                                                                                const Error* error) {
    if (error != nullptr && notice) notice("issuer " + std::string(name) + ": " + to_string(*error));
    if (const auto alive = waiter.lock()) alive->ring();
  };
  SIGNET_TRY(auto first, build_generation(std::move(config), needs, nullptr));
  auto state = std::make_unique<State>(first, std::move(needs), std::move(fetcher), std::move(waiting));
  SIGNET_CHECK(state->open(first->config));
  return std::unique_ptr<Sidecar>(new Sidecar(std::move(state)));
}

std::vector<std::string> Sidecar::addresses() const {
  return state_->addresses();
}

Result<> Sidecar::reload(SidecarConfig config) {
  auto taken = state_->reload(std::move(config));
  state_->metrics().count_reload(taken.has_value());
  return taken;
}

void Sidecar::stop() {
  state_->stop();
}

}  // namespace signet::server
