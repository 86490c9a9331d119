// Retry-After: RFC 9110 section 10.2.3.
#include <algorithm>
#include <charconv>

#include "codec/ascii.h"
#include "codec/http_date.h"
#include "keys/token_answer.h"

namespace signet::keys {
namespace {

constexpr int kTooManyRequests = 429;
constexpr int kServiceUnavailable = 503;

/// Digits alone; what does not fit is very long.
std::optional<Duration> read_seconds(std::string_view text) {
  if (!codec::all(text, codec::is_digit)) return std::nullopt;
  std::uint32_t seconds = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || stop != text.data() + text.size()) return kMaxRetryAfter;
  return std::chrono::seconds(seconds);
}

std::optional<Duration> read_date(const HttpResponse& response, std::string_view text, Timestamp now) {
  const auto when = codec::parse_http_date(text);
  if (!when) return std::nullopt;
  const std::string* const date = response.find("date");
  const auto sent = date != nullptr ? codec::parse_http_date(*date) : std::nullopt;
  return *when - sent.value_or(now);
}

}  // namespace

std::optional<Duration> read_retry_after(const HttpResponse& response, Timestamp now) {
  if (response.status != kTooManyRequests && response.status != kServiceUnavailable) return std::nullopt;
  const std::string* const field = response.find("retry-after");
  if (field == nullptr) return std::nullopt;
  auto wait = read_seconds(*field);
  if (!wait) wait = read_date(response, *field, now);
  if (!wait) return std::nullopt;
  return std::clamp(*wait, Duration::zero(), kMaxRetryAfter);
}

}  // namespace signet::keys
