// IP addresses and prefixes as texts: RFC 4291 section 2.2, RFC 4632 section 3.1.
#include <algorithm>
#include <charconv>
#include <optional>

#include "codec/ascii.h"
#include "jwt/checks/text.h"

namespace signet::jwt {
namespace {

/// A decimal number without leading zeros.
bool is_number_to(std::string_view text, unsigned most) noexcept {
  if (!codec::all(text, codec::is_digit) || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return false;
  unsigned number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number <= most;
}

bool is_ipv4(std::string_view text) noexcept {
  for (int i = 0; i < 3; ++i) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos || !is_number_to(text.substr(0, dot), 255)) return false;
    text.remove_prefix(dot + 1);
  }
  return is_number_to(text, 255);
}

/// How many groups of 16 bits these are, or nothing when one is none; the last may be an IPv4 address, which is two.
std::optional<int> count_groups(std::string_view text) noexcept {
  int groups = 0;
  for (bool more = !text.empty(); more;) {
    const std::size_t colon = text.find(':');
    more = colon != std::string_view::npos;
    const std::string_view group = text.substr(0, colon);
    if (!more && is_ipv4(group)) return groups + 2;
    if (++groups > 8 || group.size() > 4 || !codec::all(group, codec::is_hex_digit)) return std::nullopt;
    text.remove_prefix(more ? colon + 1 : text.size());
  }
  return groups;
}

/// In any form, the canonical one of RFC 5952 among them, section 4 of which asks that all of them be taken.
bool is_ipv6(std::string_view text) noexcept {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return count_groups(text) == 8;
  const std::string_view before = text.substr(0, gap);
  const auto left = count_groups(before);
  const auto right = count_groups(text.substr(gap + 2));
  return left && right && *left + *right < 8 && !before.contains('.');
}

}  // namespace

bool is_ip_prefix(std::string_view text) noexcept {
  const bool in_brackets = text.starts_with('[') && text.ends_with(']');
  if (in_brackets) text = text.substr(1, text.size() - 2);
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const bool is_v4 = !in_brackets && is_ipv4(address);
  if (!is_v4 && !is_ipv6(address)) return false;
  return slash == std::string_view::npos || is_number_to(text.substr(slash + 1), is_v4 ? 32 : 128);
}

}  // namespace signet::jwt
