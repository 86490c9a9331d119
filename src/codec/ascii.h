// Characters of ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace signet::codec {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_alpha(char c) noexcept {
  return is_upper(c) || is_lower(c);
}
constexpr bool is_alnum(char c) noexcept {
  return is_alpha(c) || is_digit(c);
}
constexpr bool is_hex_digit(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}
/// Printable, the space included: %x20-7E, the VSCHAR of RFC 6749 appendix A.
constexpr bool is_vschar(char c) noexcept {
  return c >= 0x20 && c <= 0x7e;
}
inline constexpr auto kTokenCharacters = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) is[static_cast<unsigned char>(c)] = true;
  for (unsigned i = 0; i < 0x80; ++i) is[i] = is[i] || is_alnum(static_cast<char>(i));
  return is;
}();
/// A character of a token of HTTP: the tchar of RFC 9110 section 5.6.2.
constexpr bool is_tchar(char c) noexcept {
  return kTokenCharacters[static_cast<unsigned char>(c)];
}
constexpr char to_lower(char c) noexcept {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char to_upper(char c) noexcept {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}
/// What a hexadecimal digit stands for.
constexpr unsigned hex_value(char digit) noexcept {
  return is_digit(digit) ? static_cast<unsigned>(digit - '0') : static_cast<unsigned>(to_lower(digit) - 'a') + 10U;
}
/// Without the spaces and tabs around it: the optional white space of RFC 9110 section 5.6.3.
constexpr std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view kSpaces = " \t";
  text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
  return text.substr(0, text.find_last_not_of(kSpaces) + 1);
}
/// Whether one of the words, which have spaces between them, is this one, which is not empty: as in a scope (RFC 6749
/// section 3.3).
constexpr bool has_word(std::string_view words, std::string_view wanted) noexcept {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (!word.empty() && word == wanted) return true;
    words.remove_prefix(std::min(word.size() + 1, words.size()));
  }
  return false;
}
/// Whether there is text, and all of it is such characters.
constexpr bool all(std::string_view text, bool (*is_such)(char)) noexcept {
  return !text.empty() && std::ranges::all_of(text, is_such);
}

}  // namespace signet::codec
