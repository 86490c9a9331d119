// Targets and hosts: RFC 9112 section 3.2, RFC 9110 section 7.2.
#pragma once

#include <expected>
#include <string_view>

#include "net/refusal.h"

namespace signet::net {

struct Target {
  std::string_view authority;  ///< of the absolute form; else empty
  std::string_view path;
  std::string_view query;
};

/// Takes the origin form, "*" for OPTIONS, and the absolute form when `absolute_form` holds. Beside what RFC 3986
/// allows the characters [ ] { } | ^ and ` pass, which browsers send as they are and proxies pass on.
std::expected<Target, Refusal> judge_target(std::string_view target, std::string_view method,
                                            bool absolute_form) noexcept;

/// A host and an optional port. Stricter than RFC 3986: a name has letters, digits and - . _ ~ only, nothing is
/// percent-encoded, and it is not empty.
bool is_host(std::string_view host) noexcept;

}  // namespace signet::net
