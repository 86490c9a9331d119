#include "server/oauth/tally.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <chrono>
#include <mutex>
#include <unordered_map>

namespace signet::server::oauth {
namespace {

/// Seconds.
const prometheus::Histogram::BucketBoundaries kBounds = {0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                         0.0025,  0.005,    0.01,    0.05,   0.25,    1.0};

prometheus::MetricFamily gauge(const char* name, const char* help, double value) {
  prometheus::ClientMetric metric;
  metric.gauge.value = value;
  return {.name = name, .help = help, .type = prometheus::MetricType::Gauge, .metric = {metric}};
}
prometheus::MetricFamily total(const char* name, const char* help, std::uint64_t value) {
  prometheus::ClientMetric metric;
  metric.counter.value = static_cast<double>(value);
  return {.name = name, .help = help, .type = prometheus::MetricType::Counter, .metric = {metric}};
}

}  // namespace

/// Look-ups go by one text for each set of labels: the library's own go through maps of maps.
struct Tally::State {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& answers = prometheus::BuildCounter()
                                                         .Name("signet_answers_total")
                                                         .Help("Answers by endpoint and outcome: ok, or the error.")
                                                         .Register(registry);
  prometheus::Family<prometheus::Histogram>& times = prometheus::BuildHistogram()
                                                         .Name("signet_answer_duration_seconds")
                                                         .Help("From the request to the answer, by endpoint.")
                                                         .Register(registry);
  prometheus::Family<prometheus::Counter>& tokens = prometheus::BuildCounter()
                                                        .Name("signet_tokens_issued_total")
                                                        .Help("Access tokens, by the kind of key that signed them.")
                                                        .Register(registry);
  prometheus::Family<prometheus::Counter>& rotations = prometheus::BuildCounter()
                                                           .Name("signet_key_changes_total")
                                                           .Help("What was due with the keys of a tenant, by result.")
                                                           .Register(registry);
  std::mutex mutex;
  std::unordered_map<std::string, prometheus::Counter*> known_answers;
  std::unordered_map<std::string, prometheus::Histogram*> known_times;
  std::unordered_map<std::string, prometheus::Counter*> known_tokens;
};

Tally::Tally() : state_(std::make_unique<State>()) {}
Tally::~Tally() = default;

void Tally::count(std::string_view endpoint, std::string_view outcome, Duration took) {
  std::string key(endpoint);
  key.append(1, '\n').append(outcome);
  const std::scoped_lock lock(state_->mutex);
  prometheus::Counter*& counter = state_->known_answers[key];
  if (counter == nullptr)
    counter = &state_->answers.Add({{"endpoint", std::string(endpoint)}, {"outcome", std::string(outcome)}});
  counter->Increment();
  prometheus::Histogram*& histogram = state_->known_times[std::string(endpoint)];
  if (histogram == nullptr) histogram = &state_->times.Add({{"endpoint", std::string(endpoint)}}, kBounds);
  histogram->Observe(std::chrono::duration<double>(took).count());
}

void Tally::count_token(std::string_view kind) {
  const std::scoped_lock lock(state_->mutex);
  prometheus::Counter*& counter = state_->known_tokens[std::string(kind)];
  if (counter == nullptr) counter = &state_->tokens.Add({{"key", std::string(kind)}});
  counter->Increment();
}

void Tally::count_rotation(bool is_done) {
  state_->rotations.Add({{"result", is_done ? "done" : "failed"}}).Increment();
}

std::string Tally::text(const Standing& now) const {
  std::vector<prometheus::MetricFamily> families = state_->registry.Collect();
  families.push_back(gauge("signet_tenants_loaded", "Tenants in memory.", static_cast<double>(now.tenants)));
  families.push_back(gauge("signet_http_connections", "Open connections.", static_cast<double>(now.http.active)));
  families.push_back(total("signet_http_requests_total", "Requests that were read whole.", now.http.requests));
  families.push_back(total("signet_authentication_failures_total", "Clients that could not be authenticated.",
                           now.failed_authentications));
  families.push_back(total("signet_log_lost_total", "Lines of the log that were lost.", now.lost_lines));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace signet::server::oauth
