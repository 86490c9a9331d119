// A form that was posted to an endpoint of OAuth, parsed once.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/form.h"
#include "net/http.h"
#include "server/oauth/refusal.h"
#include "signet/timestamp.h"

namespace signet::server::oauth {

/// The parameters of a request. What has no value is as what is not there (RFC 6749 section 3.2).
class Form {
 public:
  /// `repeatable` names the parameters that may come more than once. Refuses another content type, a query, text that
  /// is no form, and a parameter twice.
  static Outcome<Form> parse(const net::Request& request, std::span<const std::string_view> repeatable = {});

  /// The value, or null.
  const std::string* find(std::string_view name) const noexcept SIGNET_LIFETIME_BOUND;
  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  std::vector<std::string_view> all(std::string_view name) const SIGNET_LIFETIME_BOUND;

 private:
  std::vector<codec::FormField> fields_;
};

}  // namespace signet::server::oauth
