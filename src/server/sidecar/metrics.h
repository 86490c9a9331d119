// What a sidecar counts, in the text format of Prometheus.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/server.h"
#include "server/sidecar/generation.h"
#include "signet/timestamp.h"

namespace signet::server {

/// Used from many threads.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// A decision that was answered; `error` is the stable name of the reason of a refusal, or empty.
  void count_decision(std::string_view policy, std::string_view dialect, int status, std::string_view error,
                      Duration took);
  void count_reload(bool is_taken);

  /// Everything, with what the generation and the HTTP server report at this moment.
  std::string text(const Generation& now, const net::Counters& http) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace signet::server
