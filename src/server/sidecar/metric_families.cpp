#include "server/sidecar/metric_families.h"

#include <chrono>
#include <optional>
#include <string>

namespace signet::server {
namespace {

double seconds_of(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// A value, or nothing where there is none to tell.
using Reading = std::optional<double>;

struct IssuerRow {
  const char* name;
  const char* help;
  prometheus::MetricType type;
  Reading (*read)(const RemoteKeyReport& report);
};
constexpr auto kCounter = prometheus::MetricType::Counter;
constexpr auto kGauge = prometheus::MetricType::Gauge;

Reading from(const std::optional<Duration>& duration) {
  return duration ? Reading(seconds_of(*duration)) : std::nullopt;
}

constexpr IssuerRow kKeyRows[] = {
    {"signet_keys", "Usable keys of an issuer.", kGauge,
     [](const RemoteKeyReport& report) { return Reading(static_cast<double>(report.keys)); }},
    {"signet_keys_age_seconds", "Since the keys were last confirmed by their issuer.", kGauge,
     [](const RemoteKeyReport& report) { return from(report.age); }},
    {"signet_keys_fresh_seconds", "Until the keys are stale; negative when they are.", kGauge,
     [](const RemoteKeyReport& report) { return from(report.fresh_for); }},
    {"signet_key_refreshes_total", "Key sets that were taken.", kCounter,
     [](const RemoteKeyReport& report) { return Reading(static_cast<double>(report.refreshes)); }},
    {"signet_key_failures_total", "Times that no key set could be had.", kCounter,
     [](const RemoteKeyReport& report) { return Reading(static_cast<double>(report.failures)); }},
    {"signet_unknown_kids_total", "Tokens that named a key which the set does not have.", kCounter,
     [](const RemoteKeyReport& report) { return Reading(static_cast<double>(report.unknown_kids)); }},
};

prometheus::MetricFamily family(const char* name, const char* help, prometheus::MetricType type) {
  prometheus::MetricFamily made;
  made.name = name;
  made.help = help;
  made.type = type;
  return made;
}

void add_value(prometheus::MetricFamily& to, std::vector<prometheus::ClientMetric::Label> labels, double value) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  (to.type == kCounter ? metric.counter.value : metric.gauge.value) = value;
  to.metric.push_back(std::move(metric));
}

/// A family with one value for each thing that has one.
template <class Things, class Read>
void add_each(std::vector<prometheus::MetricFamily>& families, prometheus::MetricFamily made, const char* label,
              const Things& things, Read read) {
  for (const auto& thing : things)
    if (const Reading value = read(*thing)) add_value(made, {{label, thing->config().name}}, *value);
  if (!made.metric.empty()) families.push_back(std::move(made));
}

void add_keys(std::vector<prometheus::MetricFamily>& families, const Generation& now) {
  for (const IssuerRow& row : kKeyRows)
    add_each(families, family(row.name, row.help, row.type), "issuer", now.issuers, [&](const Issuer& issuer) {
      const auto report = issuer.key_report();
      return report ? row.read(*report) : std::nullopt;
    });
}

void add_revocations(std::vector<prometheus::MetricFamily>& families, const Generation& now) {
  add_each(families,
           family("signet_revocations_lag_seconds", "Since all of the feed of revocations was known.", kGauge),
           "issuer", now.issuers, [](const Issuer& issuer) {
             return issuer.revoked() == nullptr ? std::nullopt : from(issuer.revoked()->silence());
           });
  add_each(families, family("signet_revocations", "Revocations that are known.", kGauge), "issuer", now.issuers,
           [](const Issuer& issuer) {
             return issuer.revoked() == nullptr ? std::nullopt : Reading(static_cast<double>(issuer.revoked()->size()));
           });
  add_each(families, family("signet_revocation_failures_total", "Pages of the feed that could not be had.", kCounter),
           "issuer", now.issuers, [](const Issuer& issuer) {
             const auto report = issuer.feed_report();
             return report ? Reading(static_cast<double>(report->failures + report->refused)) : std::nullopt;
           });
}

struct CacheRow {
  const char* name;
  const char* help;
  prometheus::MetricType type;
  double (*read)(const jwt::TokenCacheReport& report);
};
constexpr CacheRow kCacheRows[] = {
    {"signet_cache_hits_total", "Tokens whose signature was remembered.", kCounter,
     [](const jwt::TokenCacheReport& report) { return static_cast<double>(report.hits); }},
    {"signet_cache_misses_total", "Tokens whose signature was verified.", kCounter,
     [](const jwt::TokenCacheReport& report) { return static_cast<double>(report.misses); }},
    {"signet_cache_entries", "Tokens that are remembered.", kGauge,
     [](const jwt::TokenCacheReport& report) { return static_cast<double>(report.entries); }},
};

void add_caches(std::vector<prometheus::MetricFamily>& families, const Generation& now) {
  for (const CacheRow& row : kCacheRows)
    add_each(families, family(row.name, row.help, row.type), "policy", now.policies,
             [&](const Policy& policy) { return Reading(row.read(policy.cache_report())); });
}

void add_http(std::vector<prometheus::MetricFamily>& families, const Generation& now, const net::Counters& http) {
  const auto add = [&](const char* name, const char* help, prometheus::MetricType type, std::uint64_t value) {
    families.push_back(family(name, help, type));
    add_value(families.back(), {}, static_cast<double>(value));
  };
  add("signet_http_connections", "Connections at this moment.", kGauge, http.active);
  add("signet_http_accepted_total", "Connections that were accepted.", kCounter, http.accepted);
  add("signet_http_over_limit_total", "Connections that were one too many.", kCounter, http.over_limit);
  add("signet_http_requests_total", "Requests that were read.", kCounter, http.requests);
  add("signet_log_lost_total", "Lines of the decision log that were lost.", kCounter, now.log->lost());
  prometheus::MetricFamily refused =
      family("signet_http_refused_total", "Requests that are no good HTTP, by reason.", kCounter);
  for (std::size_t i = 0; i < http.refused.size(); ++i)
    add_value(refused, {{"reason", std::string(net::row_of(static_cast<net::Refusal>(i)).name)}},
              static_cast<double>(http.refused[i]));
  families.push_back(std::move(refused));
}

}  // namespace

void add_families(std::vector<prometheus::MetricFamily>& families, const Generation& now, const net::Counters& http) {
  add_keys(families, now);
  add_revocations(families, now);
  add_caches(families, now);
  add_http(families, now, http);
}

}  // namespace signet::server
