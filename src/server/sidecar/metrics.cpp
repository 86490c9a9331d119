#include "server/sidecar/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <chrono>
#include <functional>
#include <unordered_map>

#include "server/sidecar/metric_families.h"

namespace signet::server {
namespace {

/// Seconds.
const prometheus::Histogram::BucketBoundaries kBounds = {0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                         0.0025,  0.005,    0.01,    0.05,   0.25,    1.0};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};
template <class Value>
using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

}  // namespace

/// Look-ups go by one text for each set of labels: the library's own go through maps of maps.
struct Metrics::State {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& decisions = prometheus::BuildCounter()
                                                           .Name("signet_decisions_total")
                                                           .Help("Answers to proxies, by policy, dialect and status.")
                                                           .Register(registry);
  prometheus::Family<prometheus::Counter>& refusals = prometheus::BuildCounter()
                                                          .Name("signet_refusals_total")
                                                          .Help("Refusals by policy and reason, an error code.")
                                                          .Register(registry);
  prometheus::Family<prometheus::Histogram>& times = prometheus::BuildHistogram()
                                                         .Name("signet_decision_duration_seconds")
                                                         .Help("From the request of the proxy to the answer.")
                                                         .Register(registry);
  prometheus::Family<prometheus::Counter>& reloads = prometheus::BuildCounter()
                                                         .Name("signet_reloads_total")
                                                         .Help("Configurations that were read again, by result.")
                                                         .Register(registry);
  std::mutex mutex;
  ByText<prometheus::Counter*> known_decisions;
  ByText<prometheus::Counter*> known_refusals;
  ByText<prometheus::Histogram*> known_times;
};

namespace {

/// What `known` has for the key, or what `make` makes.
template <class Metric, class Make>
Metric& find_or_make(ByText<Metric*>& known, std::string_view key, Make make) {
  if (const auto found = known.find(key); found != known.end()) return *found->second;
  Metric& made = make();
  known.emplace(std::string(key), &made);
  return made;
}

}  // namespace

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::count_decision(std::string_view policy, std::string_view dialect, int status, std::string_view error,
                             Duration took) {
  const std::string name(policy);
  const std::string code = std::to_string(status);
  std::string key = name;
  key.append(1, '\n').append(dialect).append(1, '\n').append(code);
  const std::scoped_lock lock(state_->mutex);
  find_or_make(state_->known_decisions, key, [&]() -> auto& {
    return state_->decisions.Add({{"policy", name}, {"dialect", std::string(dialect)}, {"status", code}});
  }).Increment();
  find_or_make(state_->known_times, policy, [&]() -> auto& {
    return state_->times.Add({{"policy", name}}, kBounds);
  }).Observe(std::chrono::duration<double>(took).count());
  if (error.empty()) return;
  key.assign(name).append(1, '\n').append(error);
  find_or_make(state_->known_refusals, key, [&]() -> auto& {
    return state_->refusals.Add({{"policy", name}, {"reason", std::string(error)}});
  }).Increment();
}

void Metrics::count_reload(bool is_taken) {
  state_->reloads.Add({{"result", is_taken ? "taken" : "refused"}}).Increment();
}

std::string Metrics::text(const Generation& now, const net::Counters& http) const {
  std::vector<prometheus::MetricFamily> families = state_->registry.Collect();
  add_families(families, now, http);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace signet::server
