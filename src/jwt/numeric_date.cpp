// NumericDate by exact decimal arithmetic on the number's text: a double would lose microseconds and take 1e30.
#include <cstdint>
#include <limits>

#include "codec/ascii.h"
#include "signet/claims.h"

namespace signet::jwt {
namespace {

using codec::is_digit;

/// A JSON number, taken apart: `whole` "." `fraction` times ten to the power of `exponent`.
struct Decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

/// No text has as many digits as this, so a larger exponent leads to the same result.
constexpr std::int64_t kMaxExponent = std::int64_t{1} << 40;

std::string_view take_digits(std::string_view& text) noexcept {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take(std::string_view& text, char expected) noexcept {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// `text` is a number that the JSON reader has accepted, so its grammar is not checked again.
Decimal take_apart(std::string_view text) noexcept {
  Decimal number;
  number.negative = take(text, '-');
  number.whole = take_digits(text);
  if (take(text, '.')) number.fraction = take_digits(text);
  if (!take(text, 'e') && !take(text, 'E')) return number;
  const bool negative_exponent = take(text, '-');
  if (!negative_exponent) (void)take(text, '+');
  for (const char digit : take_digits(text)) {
    if (number.exponent < kMaxExponent) number.exponent = number.exponent * 10 + (digit - '0');
  }
  if (negative_exponent) number.exponent = -number.exponent;
  return number;
}

/// Appends one decimal digit; false when the result is no longer a count of microseconds.
bool append_digit(std::int64_t& count, int digit) noexcept {
  if (count > (std::numeric_limits<std::int64_t>::max() - digit) / 10) return false;
  count = count * 10 + digit;
  return true;
}

std::optional<Timestamp> to_timestamp(const Decimal& number) noexcept {
  constexpr std::int64_t kMicrosecondDigits = 6;
  const std::size_t digits = number.whole.size() + number.fraction.size();
  const auto digit_at = [&number](std::size_t i) {
    return (i < number.whole.size() ? number.whole[i] : number.fraction[i - number.whole.size()]) - '0';
  };
  // The first `counted` digits are the whole microseconds; the rest is below one and dropped.
  const std::int64_t counted = static_cast<std::int64_t>(number.whole.size()) + number.exponent + kMicrosecondDigits;
  std::int64_t count = 0;
  bool zero = true;
  for (std::size_t i = 0; i < digits; ++i) {
    const int digit = digit_at(i);
    zero = zero && digit == 0;
    if (static_cast<std::int64_t>(i) < counted && !append_digit(count, digit)) return std::nullopt;
  }
  if (zero) return Timestamp{};  // -0 is the number zero (RFC 8259 section 6 sets no sign apart)
  if (number.negative) return std::nullopt;
  // Zeros that the exponent adds. All digits were counted then and one of them is not zero, so the count is above 0
  // and leaves the range within 19 steps, however large the exponent.
  for (auto i = static_cast<std::int64_t>(digits); i < counted; ++i) {
    if (!append_digit(count, 0)) return std::nullopt;
  }
  return Timestamp(Duration(count));
}

}  // namespace

//= rfc7519#2 NumericDate: a JSON number of seconds since 1970-01-01T00:00:00Z, non-integer values can be represented
Result<Timestamp> parse_numeric_date(const json::Value& value, std::string_view subject) {
  const std::optional<std::string_view> text = value.number_text();
  if (!text) return fail(Errc::claim_type, subject);
  // Nearly every date is a count of seconds; the rest is for what to_timestamp is careful about.
  constexpr std::int64_t kPlainSeconds = std::int64_t{1} << 40;
  const std::optional<std::int64_t> seconds = value.integer();
  if (seconds && *seconds >= 0 && *seconds < kPlainSeconds) return Timestamp(std::chrono::seconds(*seconds));
  const std::optional<Timestamp> date = to_timestamp(take_apart(*text));
  if (!date) return fail(Errc::claim_type, subject);
  return *date;
}

}  // namespace signet::jwt
