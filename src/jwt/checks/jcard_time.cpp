// Dates and times of jCards, which may lack parts at either end: RFC 7095 sections 3.5.3 to 3.5.7, RFC 6350
// section 4.3.
#include <charconv>
#include <string_view>

#include "codec/ascii.h"
#include "jwt/checks/jcard.h"

namespace signet::jwt {
namespace {

/// Takes parts off the front of a text.
class Parts {
 public:
  explicit Parts(std::string_view text) noexcept : rest_(text) {}
  bool at_end() const noexcept { return rest_.empty(); }
  bool take(std::string_view mark) noexcept {
    if (!rest_.starts_with(mark)) return false;
    rest_.remove_prefix(mark.size());
    return true;
  }
  /// Exactly so many digits, and a number in that range, which is then the last one.
  bool take_number(std::size_t digits, int least, int most) noexcept {
    const std::string_view text = rest_.substr(0, digits);
    if (text.size() != digits || !codec::all(text, codec::is_digit)) return false;
    std::from_chars(text.data(), text.data() + text.size(), last_);
    rest_.remove_prefix(digits);
    return last_ >= least && last_ <= most;
  }
  int last() const noexcept { return last_; }

 private:
  std::string_view rest_;
  int last_ = 0;
};

constexpr int kLeapYear = 2000;

int days_of(int month, int year) noexcept {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDays[month - 1] + (month == 2 && is_leap ? 1 : 0);
}

bool take_hour(Parts& parts) noexcept {
  return parts.take_number(2, 0, 23);
}
bool take_minute(Parts& parts) noexcept {
  return parts.take_number(2, 0, 59);
}
/// 60 is a leap second.
bool take_second(Parts& parts) noexcept {
  return parts.take_number(2, 0, 60);
}

/// What a date has, beginning with the day of no month.
enum class DateForm { none, day, month, month_day, year, year_month, whole };

/// "-" and a day of the month that was taken last, where there is one.
DateForm take_day(Parts& parts, int year, DateForm without, DateForm with) noexcept {
  const int month = parts.last();
  if (!parts.take("-")) return without;
  return parts.take_number(2, 1, days_of(month, year)) ? with : DateForm::none;
}

DateForm take_date(Parts& parts) noexcept {
  if (parts.take("---")) return parts.take_number(2, 1, 31) ? DateForm::day : DateForm::none;
  if (parts.take("--")) {
    if (!parts.take_number(2, 1, 12)) return DateForm::none;
    return take_day(parts, kLeapYear, DateForm::month, DateForm::month_day);
  }
  if (!parts.take_number(4, 0, 9999)) return DateForm::none;
  const int year = parts.last();
  if (!parts.take("-")) return DateForm::year;
  if (!parts.take_number(2, 1, 12)) return DateForm::none;
  return take_day(parts, year, DateForm::year_month, DateForm::whole);
}

bool take_offset(Parts& parts) noexcept {
  if (!parts.take("+") && !parts.take("-")) return false;
  return take_hour(parts) && (!parts.take(":") || take_minute(parts));
}
bool ends_with_zone(Parts& parts) noexcept {
  return parts.at_end() || ((parts.take("Z") || take_offset(parts)) && parts.at_end());
}

/// hour [":" minute [":" second]] [zone], to the end.
bool is_time_of_day(Parts& parts) noexcept {
  if (!take_hour(parts)) return false;
  if (parts.take(":") && !(take_minute(parts) && (!parts.take(":") || take_second(parts)))) return false;
  return ends_with_zone(parts);
}

bool is_time(Parts& parts) noexcept {
  if (parts.take("--")) return take_second(parts) && ends_with_zone(parts);
  if (!parts.take("-")) return is_time_of_day(parts);
  return take_minute(parts) && (!parts.take(":") || take_second(parts)) && ends_with_zone(parts);
}

/// The grammar of RFC 6350 wants a day before "T", but RFC 7095 prints "--04T23:20".
bool may_precede_time(DateForm form) noexcept {
  return form == DateForm::day || form == DateForm::month || form == DateForm::month_day || form == DateForm::whole;
}

}  // namespace

bool is_jcard_date(std::string_view text) noexcept {
  Parts parts(text);
  return take_date(parts) != DateForm::none && parts.at_end();
}

bool is_jcard_time(std::string_view text) noexcept {
  Parts parts(text);
  return is_time(parts);
}

bool is_jcard_date_time(std::string_view text) noexcept {
  Parts parts(text);
  return may_precede_time(take_date(parts)) && parts.take("T") && is_time_of_day(parts);
}

bool is_jcard_date_and_or_time(std::string_view text) noexcept {
  if (text.starts_with('T')) return is_jcard_time(text.substr(1));
  return is_jcard_date(text) || is_jcard_date_time(text);
}

bool is_jcard_timestamp(std::string_view text) noexcept {
  Parts parts(text);
  return take_date(parts) == DateForm::whole && parts.take("T") && take_hour(parts) && parts.take(":") &&
         take_minute(parts) && parts.take(":") && take_second(parts) && ends_with_zone(parts);
}

bool is_jcard_utc_offset(std::string_view text) noexcept {
  Parts parts(text);
  return take_offset(parts) && parts.at_end();
}

}  // namespace signet::jwt
