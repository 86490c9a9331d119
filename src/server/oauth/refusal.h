// What a request of OAuth is refused with: names and statuses of the documents, in one table.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"
#include "signet/result.h"

namespace signet::server::oauth {

enum class Refused : std::uint8_t {
#define SIGNET_REFUSED(name, status, section) name,
#include "server/oauth/refused.inc"
#undef SIGNET_REFUSED
};

struct RefusedRow {
  std::string_view name;     ///< "invalid_client"
  int status;                ///< of the answer
  std::string_view section;  ///< that defines it
};
const RefusedRow& row_of(Refused what) noexcept;

/// Why a request is not granted. The description is one of our own sentences, so it shows nothing of the request and
/// nothing of what is stored; the cause goes to the log alone.
struct Refusal {
  Refused what{};
  std::string_view description = {};
  std::optional<Error> cause = {};
  std::optional<int> retry_after = {};  ///< seconds
  std::string client = {};              ///< whom the request named, for the log
};
template <class T = void>
using Outcome = std::expected<T, Refusal>;

[[nodiscard]] inline std::unexpected<Refusal> refuse(Refused what, std::string_view description) {
  return std::unexpected(Refusal{.what = what, .description = description});
}
[[nodiscard]] inline std::unexpected<Refusal> refuse(Refused what, std::string_view description, Error cause) {
  return std::unexpected(Refusal{.what = what, .description = description, .cause = std::move(cause)});
}

//= rfc6749#5.2 parameters are in the body of the answer, application/json, with no-store
net::Response to_answer(const Refusal& refusal);
/// application/json, not to be stored.
net::Response json_answer(int status, std::string body);

}  // namespace signet::server::oauth
