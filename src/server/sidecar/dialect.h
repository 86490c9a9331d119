// What differs between proxies: how they ask, and what answers they understand.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/router.h"
#include "server/sidecar/generation.h"
#include "server/sidecar/original.h"
#include "signet/resource.h"

namespace signet::server {

/// What a proxy wants to know. Views are into its request.
struct Question {
  std::shared_ptr<const Policy> policy;
  Original original = {};
  std::optional<resource::Demands> demands = {};  ///< beside those of the policy
  std::string token = {};                         ///< of introspection
};

/// Why a question cannot be answered: a fault of the proxy's configuration, or a peer that may not ask.
struct Unasked {
  int status = 0;
  Error error{};
};

/// One proxy's way. A row is defined in dialects/<name>.cpp.
struct Dialect {
  std::string_view name;
  std::string_view path;
  net::PathMatch match = net::PathMatch::exact;
  std::span<const std::string_view> methods = {};  ///< empty: any
  TellingFields fields = {};                       ///< in which it tells what its client asked for
  /// What is asked, by this row; `is_trusted`: what the peer tells of its client counts.
  std::expected<Question, Unasked> (*read)(const Dialect& row, const net::Request& request, const Generation& now,
                                           bool is_trusted) = nullptr;
  /// Brings an answer into the form that the proxy understands; null: it understands all.
  void (*adapt)(net::Response& response) = nullptr;
  /// Whether the token alone is judged, and told about, instead of the request (RFC 7662).
  bool introspects = false;
};

/// All, in the order of list.inc.
std::span<const Dialect* const> dialects() noexcept;

namespace dialect_rows {
#define SIGNET_DIALECT(row) extern const Dialect row;
#include "server/sidecar/dialects/list.inc"
#undef SIGNET_DIALECT
}  // namespace dialect_rows

/// The policy and the demands that the query of a proxy's request names: policy, aud, scope, acr, max_age. Errors:
/// usage(NAME) for what is unknown, missing, twice there or has another form.
Result<Question> read_query(std::string_view query, const Generation& now);

}  // namespace signet::server
