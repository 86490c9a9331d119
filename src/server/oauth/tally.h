// What the server counts, in the text format of Prometheus.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/server.h"
#include "signet/timestamp.h"

namespace signet::server::oauth {

/// What is looked at when somebody asks.
struct Standing {
  net::Counters http;
  std::size_t tenants = 0;
  std::uint64_t failed_authentications = 0;
  std::uint64_t lost_lines = 0;
};

/// Used from many threads.
class Tally {
 public:
  Tally();
  ~Tally();
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;

  /// `outcome` is "ok" or the name of an error: one of a table, so their number is bounded.
  void count(std::string_view endpoint, std::string_view outcome, Duration took);
  void count_token(std::string_view kind);
  void count_rotation(bool is_done);
  std::string text(const Standing& now) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace signet::server::oauth
