// What `inspect` says about a token that nobody has checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"

namespace signet::cli {

struct Inspection {
  struct Time {
    std::string claim;     // "exp"
    std::string date;      // "2026-11-01T12:10:00Z"
    std::string relative;  // "in 9 minutes"
  };
  std::vector<Time> times;
  std::vector<std::string> remarks;
};

Inspection inspect_token(const jwt::Unverified& token, const std::optional<JwkSet>& set, Timestamp now);
std::string to_json(const Inspection& inspection, const jwt::Unverified& token);
std::string to_text(const Inspection& inspection, const jwt::Unverified& token, const Console& console);

}  // namespace signet::cli
