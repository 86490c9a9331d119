// What came of a request, for the log and the numbers: nothing that is secret, and of tokens only hashes.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"
#include "server/oauth/judgement.h"

namespace signet::server::oauth {

class Report {
 public:
  Report(std::string_view endpoint, const net::Request& request, Timestamp begun);

  void of_tenant(std::string_view tenant) { tenant_ = tenant; }
  void issued(Services& services, const TokenPlan& plan, std::string_view token_id) const;
  void refused(Services& services, const Refusal& refusal) const;
  /// Anything else that went well.
  void done(Services& services, std::string_view what) const;

 private:
  std::string_view endpoint_;  // of static storage
  Timestamp begun_;
  std::string peer_;
  std::string trace_;  // traceparent (W3C Trace Context), where it is one
  std::string tenant_;
};

}  // namespace signet::server::oauth
