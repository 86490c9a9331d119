#include "codec/duration.h"

#include <charconv>
#include <chrono>

#include "codec/ascii.h"

namespace signet::codec {
namespace {

// About 9,500 years: what is added to or taken from a date stays within what a Timestamp holds.
constexpr std::int64_t kMaxSeconds = 300'000'000'000;

}  // namespace

std::optional<std::int64_t> parse_count(std::string_view text) noexcept {
  std::int64_t number = 0;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > kMaxSeconds) return std::nullopt;
  return number;
}

std::optional<Duration> parse_duration(std::string_view typed) noexcept {
  if (typed.empty()) return std::nullopt;
  const auto number = parse_count(typed.substr(0, typed.size() - 1));
  if (!number) return std::nullopt;
  std::int64_t unit = 0;
  switch (typed.back()) {
    case 's':
      unit = 1;
      break;
    case 'm':
      unit = 60;
      break;
    case 'h':
      unit = 3'600;
      break;
    case 'd':
      unit = 86'400;
      break;
    default:
      return std::nullopt;
  }
  if (*number > kMaxSeconds / unit) return std::nullopt;
  return std::chrono::seconds(*number * unit);
}

}  // namespace signet::codec
