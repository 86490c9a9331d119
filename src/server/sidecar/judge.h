// The one decision behind every dialect.
#pragma once

#include "net/http.h"
#include "net/pending.h"
#include "server/sidecar/current.h"
#include "server/sidecar/dialect.h"
#include "server/sidecar/metrics.h"
#include "server/sidecar/waiting.h"

namespace signet::server {

/// Judges requests of proxies, writes down how, and counts it. Used from many threads; lives longer than the server
/// that calls it.
class Judge {
 public:
  Judge(const Current& current, Metrics& metrics, Waiting& waiting) noexcept
      : current_(current), metrics_(metrics), waiting_(waiting) {}

  /// Answers at once, unless the token wants a key that is being fetched.
  void judge(const Dialect& dialect, const net::Request& request, net::Pending pending) const;

 private:
  const Current& current_;
  Metrics& metrics_;
  Waiting& waiting_;
};

}  // namespace signet::server
