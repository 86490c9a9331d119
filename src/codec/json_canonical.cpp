// RFC 8785 (JCS): the numbers of ECMAScript and the order of UTF-16.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "codec/json_print.h"
#include "codec/json_scan.h"

namespace signet::json {
namespace {

// A number that no double comes near is too large or too small.
bool is_too_large(std::string_view text) noexcept {
  constexpr std::int64_t kFar = std::int64_t{1} << 40;  // more than any text has digits
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t mark = text.find_first_of("eE");
  const std::string_view digits = text.substr(0, mark);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return false;
  // The power of ten of the first digit that is not 0.
  std::int64_t power = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) - (first < point ? 1 : 0);
  if (mark != std::string_view::npos) {
    std::string_view exponent = text.substr(mark + 1);
    const bool negative = exponent.starts_with('-');
    if (negative || exponent.starts_with('+')) exponent.remove_prefix(1);
    std::int64_t number = 0;
    for (const char c : exponent) number = std::min(kFar, number * 10 + (c - '0'));
    power += negative ? -number : number;
  }
  return power > 0;
}

// ECMAScript Number::toString: where the point stands among the digits; `point` digits stand before it.
void append_digits(std::string& out, std::string_view digits, int point) {
  const int count = static_cast<int>(digits.size());
  if (count <= point && point <= 21) {
    out.append(digits).append(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    const auto before = static_cast<std::size_t>(point);
    out.append(digits.substr(0, before)).append(".").append(digits.substr(before));
  } else if (-6 < point && point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else {
    out += digits[0];
    if (count > 1) out.append(".").append(digits.substr(1));
    out.append(point > 0 ? "e+" : "e-").append(std::to_string(std::abs(point - 1)));
  }
}

}  // namespace

Result<> append_canonical_number(std::string& out, std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) {
    if (is_too_large(text)) return fail(Errc::limit_exceeded, "number");
    number = 0;
  }
  //= rfc8785#3.2.2.3 NaN and Infinity are an error
  if (!std::isfinite(number)) return fail(Errc::limit_exceeded, "number");
  if (number == 0) {  // and -0
    out += '0';
    return {};
  }
  char shortest[32];  // "-d.ddddddddddddddddde-ddd"
  const char* const stop =
      std::to_chars(shortest, shortest + sizeof shortest, number, std::chars_format::scientific).ptr;
  std::string digits;
  const char* at = shortest;
  for (; *at != 'e'; ++at) {
    if (*at == '-') out += '-';
    if (is_digit(static_cast<std::uint8_t>(*at))) digits += *at;
  }
  ++at;
  if (*at == '+') ++at;
  int exponent = 0;
  std::from_chars(at, stop, exponent);
  append_digits(out, digits, exponent + 1);
  return {};
}

bool precedes_in_utf16(std::string_view a, std::string_view b) noexcept {
  // UTF-8 sorts as code points do. UTF-16 differs in one thing: code points above U+FFFF, which begin with a surrogate
  // there and with 0xf0 to 0xf4 here, stand before U+E000 to U+FFFF, which begin with 0xee and 0xef here.
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (at_a == a.end() || at_b == b.end()) return a.size() < b.size();
  const auto rank = [](char c) {
    const unsigned byte = static_cast<unsigned char>(c);
    return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
  };
  return rank(*at_a) < rank(*at_b);
}

}  // namespace signet::json
