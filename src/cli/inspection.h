// What `inspect` says about a token that nobody has checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/table.h"
#include "signet/json.h"
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

/// The value of a claim or parameter for people: text without quotes, the rest as JSON.
std::string shown_value(const json::Value& value);
/// Name and value of each member; with an inspection, times as dates as well.
Facts facts_of(const json::Value& object, const Inspection* inspection);
/// "UNVERIFIED: ...", the first line of everything that shows what nobody has checked.
std::string unverified_line(const Console& console);

Inspection inspect_token(const jwt::Unverified& token, const std::optional<JwkSet>& set, Timestamp now);
std::string to_json(const Inspection& inspection, const jwt::Unverified& token);
std::string to_text(const Inspection& inspection, const jwt::Unverified& token, const Console& console);

}  // namespace signet::cli
