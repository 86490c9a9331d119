// One line of JSON for each decision: who asked for what and how it was answered, without anything of the token.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "server/line_log.h"
#include "server/sidecar/config.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::server {

/// Views live as long as the call.
struct DecisionRecord {
  Timestamp time{};
  std::string_view policy = {};  ///< empty: none was found
  std::string_view dialect = {};
  int status = 0;
  std::string_view issuer = {};  ///< its name in the configuration; empty where no token held
  std::string_view jti = {};     ///< as in the token: its hash is written
  bool is_bound = false;
  const Error* error = nullptr;  ///< of a refusal
  std::string_view method = {};
  std::string_view origin = {};
  std::string_view target = {};  ///< its query is not written: it may hold secrets
  std::string_view client = {};
  std::string_view peer = {};
  std::string_view trace = {};  ///< traceparent (W3C Trace Context)
  Duration took{};
};

/// The record as it is written.
std::string to_json(const DecisionRecord& record);

class DecisionLog {
 public:
  /// Errors: file_unreadable(PATH) for a file that cannot be written to, internal(log).
  static Result<std::shared_ptr<DecisionLog>> open(const LogConfig& config);

  void write(const DecisionRecord& record) noexcept;
  /// Lines that were lost because they came faster than they could be written, or nobody took them.
  std::uint64_t lost() const;

 private:
  explicit DecisionLog(LogWhat what) noexcept : what_(what) {}
  LogWhat what_;
  std::shared_ptr<LineLog> lines_;            // null for none
  std::atomic<std::uint64_t> unwritten_ = 0;  // for want of memory
};

}  // namespace signet::server
