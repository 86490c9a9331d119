// What the application knows and a profile holds a token against: from flags, or from a line of a batch.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/invocation.h"
#include "signet/json.h"
#include "signet/profile.h"

namespace signet::cli {

/// A member of jwt::Context: the flag that gives it, and its name in a batch and in errors of profiles.
struct ContextRow {
  using Text = std::optional<std::string_view> jwt::Context::*;
  using Texts = std::span<const std::string_view> jwt::Context::*;
  using Age = std::optional<Duration> jwt::Context::*;
  using Switch = bool jwt::Context::*;

  std::string_view name;  // "access_token"
  std::string_view flag;  // "--access-token-file"
  std::string_view value;
  std::string_view help;
  std::variant<Text, Texts, Age, Switch> member;
  bool in_file = false;  // a secret: the flag names a file, whose first line it is
};

inline constexpr ContextRow kContextRows[] = {
    {"client_id", "--client-id", "TEXT", "the client that the token is for, or that sent it", &jwt::Context::client_id},
    {"assertion_issuer", "--assertion-issuer", "TEXT", "who else than the client may make its client assertion",
     &jwt::Context::assertion_issuer},
    {"nonce", "--nonce", "TEXT", "the nonce that was sent with the request", &jwt::Context::nonce},
    {"access_token", "--access-token-file", "FILE", "the access token that goes with it (at_hash): FILE's first line",
     &jwt::Context::access_token, true},
    {"code", "--code-file", "FILE", "the authorization code that goes with it (c_hash): FILE's first line",
     &jwt::Context::code, true},
    {"front_channel", "--front-channel", "", "it came from the authorization endpoint itself",
     &jwt::Context::front_channel},
    {"state", "--state", "TEXT", "the state that was sent with the request", &jwt::Context::state},
    {"subject", "--subject", "TEXT", "the sub that is expected: that of the ID Token that it belongs to",
     &jwt::Context::subject},
    {"resource", "--resource", "TEXT", "the identifier that metadata was asked for", &jwt::Context::resource},
    {"actor", "--actor", "TEXT", "the sub of the party that wants to act", &jwt::Context::actor},
    {"legacy_audience", "--legacy-audience", "", "take a client assertion for several audiences",
     &jwt::Context::legacy_audience},
    {"actor_issuer", "--actor-issuer", "TEXT", "the iss of that party, where may_act names one",
     &jwt::Context::actor_issuer},
    {"acr_values", "--acr", "TEXT", "an authentication context that is enough; may be repeated",
     &jwt::Context::acr_values},
    {"max_auth_age", "--auth-max-age", "DURATION", "how long ago the user may have been authenticated",
     &jwt::Context::max_auth_age},
};

/// The flags of the rows.
inline constexpr auto kContextFlags = [] {
  std::array<Flag, std::size(kContextRows)> flags{};
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const ContextRow& row = kContextRows[i];
    flags.at(i) = {row.flag, row.value, row.help, std::holds_alternative<ContextRow::Texts>(row.member)};
  }
  return flags;
}();

/// A Context with the texts that it looks at. Moving it keeps them valid.
class KnownContext {
 public:
  const jwt::Context& view() const noexcept { return context_; }
  /// Errors: usage(FLAG), also for a flag that no profile looks at, and those of reading.
  static Outcome<KnownContext> read(Invocation& run);
  /// The member "context" of a batch line: an object with the names of the rows. The line must stay.
  /// Errors: malformed_case(context).
  static Result<KnownContext> read(const json::Value& line);

 private:
  Outcome<> take(Invocation& run, const ContextRow& row);
  Result<> take(const ContextRow& row, const json::Value& value);
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  jwt::Context context_;
  std::deque<std::string> texts_;
  std::vector<std::string_view> list_;
};

/// Which flag gives what a profile said that it cannot do without: policy_incomplete(NAME). Null for another error.
const ContextRow* missing_context(const Error& error) noexcept;

}  // namespace signet::cli
