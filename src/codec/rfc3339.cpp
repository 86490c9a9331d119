#include "codec/rfc3339.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "codec/ascii.h"

namespace signet::codec {
namespace {

using std::chrono::seconds;

// Takes exactly `digits` digits and then, if `after` is not 0, that character.
std::optional<int> take(std::string_view& text, std::size_t digits, char after) noexcept {
  int number = 0;
  if (text.size() < digits + (after != '\0' ? 1U : 0U)) return std::nullopt;
  for (const char c : text.substr(0, digits)) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  if (after == '\0') return number;
  if (text.front() != after && !(after == 'T' && text.front() == 't')) return std::nullopt;
  text.remove_prefix(1);
  return number;
}

std::optional<Duration> take_fraction(std::string_view& text) noexcept {
  Duration fraction{0};
  if (!text.starts_with('.')) return fraction;
  text.remove_prefix(1);
  std::size_t digits = 0;
  for (std::int64_t unit = 100'000; !text.empty() && is_digit(text.front()); unit /= 10) {
    fraction += Duration((text.front() - '0') * unit);
    text.remove_prefix(1);
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  return fraction;
}

std::optional<seconds> take_offset(std::string_view text) noexcept {
  if (text == "Z" || text == "z") return seconds(0);
  if (text.size() != 6 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = take(text, 2, ':');
  const auto minutes = hours ? take(text, 2, '\0') : std::nullopt;
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return seconds(sign * (*hours * 3600 + *minutes * 60));
}

std::optional<std::chrono::sys_days> day_of(int year, int month, int day) noexcept {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

}  // namespace

std::optional<std::chrono::sys_days> parse_date(std::string_view text) noexcept {
  const auto year = take(text, 4, '-');
  const auto month = year ? take(text, 2, '-') : std::nullopt;
  const auto day = month ? take(text, 2, '\0') : std::nullopt;
  return day && text.empty() ? day_of(*year, *month, *day) : std::nullopt;
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) noexcept {
  const auto year = take(text, 4, '-');
  const auto month = year ? take(text, 2, '-') : std::nullopt;
  const auto day = month ? take(text, 2, 'T') : std::nullopt;
  const auto hour = day ? take(text, 2, ':') : std::nullopt;
  const auto minute = hour ? take(text, 2, ':') : std::nullopt;
  const auto second = minute ? take(text, 2, '\0') : std::nullopt;
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto date = day_of(*year, *month, *day);
  const auto fraction = date ? take_fraction(text) : std::nullopt;
  const auto offset = fraction ? take_offset(text) : std::nullopt;
  if (!offset) return std::nullopt;
  return Timestamp(*date) + seconds(*hour * 3600 + *minute * 60 + *second) + *fraction - *offset;
}

std::string to_rfc3339(Timestamp when) {
  const auto days = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss<Duration> time(when - days);
  std::string out;
  const auto add = [&out](std::int64_t number, std::size_t digits, char before) {
    if (before != '\0') out += before;
    const std::string shown = std::to_string(number);
    out.append(digits - std::min(digits, shown.size()), '0').append(shown);
  };
  add(static_cast<int>(date.year()), 4, '\0');
  add(static_cast<unsigned>(date.month()), 2, '-');
  add(static_cast<unsigned>(date.day()), 2, '-');
  add(time.hours().count(), 2, 'T');
  add(time.minutes().count(), 2, ':');
  add(time.seconds().count(), 2, ':');
  if (const auto fraction = time.subseconds().count(); fraction != 0) {
    add(fraction, 6, '.');
    out.erase(out.find_last_not_of('0') + 1);
  }
  return out += 'Z';
}

}  // namespace signet::codec
