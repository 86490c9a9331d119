// What a token endpoint answered: RFC 6749 section 5.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signet/result.h"
#include "signet/seams/http_client.h"
#include "signet/timestamp.h"
#include "signet/token_source.h"

namespace signet::keys {

/// No field of a request should have to hold more.
inline constexpr std::size_t kMaxAccessToken = 32u << 10;
inline constexpr std::size_t kMaxGrantedScope = 4u << 10;
inline constexpr std::uint32_t kMaxTokenAnswerDepth = 16;
inline constexpr Duration kMaxRetryAfter = std::chrono::hours(1);

struct TokenAnswer {
  Secret value;
  std::optional<std::string> scope;
  std::optional<Duration> lifetime;  ///< positive
  Secret whole;
};

/// The token of an answer, which has to be of the type that was asked for. Errors: token_refused(NAME),
/// response_unusable(status|content_type|access_token|token_type|expires_in|scope), malformed_json(token_response),
/// duplicate_name(NAME), limit_exceeded(depth).
Result<TokenAnswer> read_token_answer(const HttpResponse& response, TokenType wanted);

/// The names of token_errors.inc, or "other".
std::string_view known_token_error(std::string_view name) noexcept;

/// What Retry-After says (RFC 9110 section 10.2.3) with status 429 or 503, at most kMaxRetryAfter. A date is held
/// against the answer's own Date where it has one, else against `now`, the time of day.
std::optional<Duration> read_retry_after(const HttpResponse& response, Timestamp now);

}  // namespace signet::keys
