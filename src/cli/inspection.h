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
  Timestamp now;
  std::vector<Error> problems;  // values that break the rules of their claims, as a verifier would find them
  std::vector<std::string> remarks;
};

/// The value of a claim or parameter for people: text without quotes, the rest as JSON.
std::string shown_value(const json::Value& value);
/// Name and value of each member.
Facts facts_of(const json::Value& object);
/// "UNVERIFIED: ...", the first line of everything that shows what nobody has checked.
std::string unverified_line(const Console& console);

Inspection inspect_token(const jwt::Unverified& token, const std::optional<JwkSet>& set, Timestamp now);
std::string to_json(const Inspection& inspection, const jwt::Unverified& token);
std::string to_text(const Inspection& inspection, const jwt::Unverified& token, const Console& console);

}  // namespace signet::cli
