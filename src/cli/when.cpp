#include "cli/when.h"

#include <chrono>
#include <cstdint>

#include "cli/text.h"
#include "codec/duration.h"
#include "codec/rfc3339.h"

namespace signet::cli {
namespace {

using std::chrono::seconds;

// RFC 3339 has years of four digits.
constexpr std::int64_t kLastSecondOf9999 = 253'402'300'799;

struct Unit {
  std::int64_t seconds;
  std::string_view name;
};
constexpr Unit kUnits[] = {{31'557'600, "year"}, {86'400, "day"}, {3'600, "hour"}, {60, "minute"}, {1, "second"}};

std::string count_of(std::int64_t count, std::string_view unit) {
  return text("{} {}{}", count, unit, count == 1 ? "" : "s");
}

}  // namespace

std::optional<Timestamp> parse_time(std::string_view typed) noexcept {
  if (const auto number = codec::parse_count(typed)) return Timestamp(seconds(*number));
  return codec::parse_rfc3339(typed);
}

std::string to_date(Timestamp when) {
  if (to_seconds(when) > kLastSecondOf9999) return "after the year 9999";
  return codec::to_rfc3339(when);
}

std::string to_words(Duration duration, unsigned units) {
  std::int64_t left = std::chrono::floor<seconds>(duration).count();
  for (std::size_t i = 0; i < std::size(kUnits); ++i) {
    if (left < kUnits[i].seconds) continue;
    std::string out = count_of(left / kUnits[i].seconds, kUnits[i].name);
    left %= kUnits[i].seconds;
    const bool more = units > 1 && i + 1 < std::size(kUnits) && left >= kUnits[i + 1].seconds;
    return more ? text("{} {}", out, count_of(left / kUnits[i + 1].seconds, kUnits[i + 1].name)) : out;
  }
  return "0 seconds";
}

std::string to_relative(Timestamp when, Timestamp now, unsigned units) {
  if (when - now >= seconds(1)) return text("in {}", to_words(when - now, units));
  if (now - when >= seconds(1)) return text("{} ago", to_words(now - when, units));
  return "now";
}

Timestamp wall_clock() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

std::int64_t to_seconds(Timestamp when) noexcept {
  return std::chrono::floor<seconds>(when.time_since_epoch()).count();
}

}  // namespace signet::cli
