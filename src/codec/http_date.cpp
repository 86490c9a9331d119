#include "codec/http_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "codec/ascii.h"

namespace signet::codec {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> parse_number(std::string_view text) noexcept {
  int number = 0;
  if (!all(text, is_digit)) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<unsigned> month_of(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kMonths, name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

void append_number(std::string& text, int number, std::size_t digits) {
  const std::string plain = std::to_string(number);
  text.append(digits - std::min(digits, plain.size()), '0').append(plain);
}

}  // namespace

// The day of the week says nothing that the date does not.
std::optional<Timestamp> parse_http_date(std::string_view text) noexcept {
  constexpr std::string_view kForm = "ddd, 00 mmm 0000 00:00:00 GMT";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 3; i < kForm.size(); ++i) {
    const bool is_fixed = kForm[i] != '0' && kForm[i] != 'm';
    if (is_fixed && text[i] != kForm[i]) return std::nullopt;
  }
  const auto day = parse_number(text.substr(5, 2));
  const auto month = month_of(text.substr(8, 3));
  const auto year = parse_number(text.substr(12, 4));
  const auto hour = parse_number(text.substr(17, 2));
  const auto minute = parse_number(text.substr(20, 2));
  const auto second = parse_number(text.substr(23, 2));
  if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  // 60 is a leap second.
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

std::string to_http_date(std::chrono::sys_seconds time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day(midnight);
  const std::chrono::hh_mm_ss clock(time - midnight);
  std::string text(kDays[std::chrono::weekday(midnight).c_encoding()]);
  text.append(", ");
  append_number(text, static_cast<int>(static_cast<unsigned>(day.day())), 2);
  text.append(" ").append(kMonths[static_cast<unsigned>(day.month()) - 1]).append(" ");
  append_number(text, static_cast<int>(day.year()), 4);
  text.append(" ");
  append_number(text, static_cast<int>(clock.hours().count()), 2);
  text.append(":");
  append_number(text, static_cast<int>(clock.minutes().count()), 2);
  text.append(":");
  append_number(text, static_cast<int>(clock.seconds().count()), 2);
  return text.append(" GMT");
}

}  // namespace signet::codec
