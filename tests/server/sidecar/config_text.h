// Configurations for tests: a good one, and others that differ from it.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "server/sidecar/config_read.h"

namespace signet::server::test {

inline constexpr std::string_view kIssuerText = "[issuers.main]\nissuer = 'https://as.example'\n";
inline constexpr std::string_view kPolicyText =
    "[policies.api]\naudiences = ['orders']\nalgorithms = ['ES256']\nprofile = 'at+jwt'\n";

/// An issuer and a policy, the policy with `more` at its end; `before` stands before all tables, and `issuer` at the
/// end of the issuer.
struct Text {
  std::string_view before = {};
  std::string_view issuer = {};
  std::string_view more = {};
  std::string_view policy = kPolicyText;

  std::string text() const {
    std::string out(before);
    for (const std::string_view part : {kIssuerText, issuer, policy, more}) {
      if (!out.empty() && !out.ends_with('\n')) out += '\n';
      out += part;
    }
    return out;
  }
};

inline auto read(const std::string& text) {
  return read_sidecar_config(text, "/etc/signet");
}

/// "LINE KEY: SENTENCE", each on a line.
inline std::string faults_of(const std::expected<SidecarConfig, std::vector<config::Fault>>& read) {
  std::string out;
  if (read) return "none";
  for (const config::Fault& fault : read.error()) {
    if (!out.empty()) out += '\n';
    out += std::to_string(fault.line);
    out += ' ';
    out += fault.key;
    out += ": ";
    out += fault.sentence;
  }
  return out;
}

}  // namespace signet::server::test
