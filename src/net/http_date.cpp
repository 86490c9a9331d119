#include "net/http_date.h"

namespace signet::net {
namespace {

constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_number(std::string& text, int number, std::size_t digits) {
  const std::string plain = std::to_string(number);
  text.append(digits - std::min(digits, plain.size()), '0').append(plain);
}

}  // namespace

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

std::string_view HttpDate::now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (now != written_ || text_.empty()) {
    text_ = to_http_date(now);
    written_ = now;
  }
  return text_;
}

}  // namespace signet::net
