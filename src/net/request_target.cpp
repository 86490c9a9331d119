#include "net/request_target.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "codec/ascii.h"
#include "codec/uri.h"

namespace signet::net {
namespace {

constexpr std::size_t kMaxHost = 255;  // octets of a name in DNS
constexpr std::size_t kMaxPortDigits = 5;
constexpr unsigned kMaxPort = 65'535;

/// Visible characters but # " < > and the backslash.
constexpr auto kTargetCharacters = [] {
  std::array<bool, 256> characters{};
  for (std::size_t i = 0x21; i < 0x7f; ++i) characters[i] = true;
  for (const char c : std::string_view("#\"<>\\")) characters[static_cast<unsigned char>(c)] = false;
  return characters;
}();

//= rfc9112#3.2 no whitespace is allowed in the request-target
bool has_target_characters(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!kTargetCharacters[static_cast<unsigned char>(c)]) return false;
    if (c != '%') continue;
    //= rfc3986#2.1 a percent sign and two hexadecimal digits
    if (i + 2 >= text.size() || !codec::is_hex_digit(text[i + 1]) || !codec::is_hex_digit(text[i + 2])) return false;
  }
  return true;
}

Target split(std::string_view authority, std::string_view rest) noexcept {
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  return {.authority = authority,
          .path = mark == 0 ? std::string_view("/") : rest.substr(0, mark),
          .query = rest.substr(std::min(mark + 1, rest.size()))};
}

std::expected<Target, Refusal> judge_absolute(std::string_view target) noexcept {
  const std::size_t scheme = target.find("://");
  if (scheme == std::string_view::npos) return std::unexpected(Refusal::target_form);
  const std::string_view name = target.substr(0, scheme);
  if (!codec::equal_ignoring_case(name, "http") && !codec::equal_ignoring_case(name, "https"))
    return std::unexpected(Refusal::target_form);
  const std::string_view rest = target.substr(scheme + 3);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  if (!is_host(rest.substr(0, end))) return std::unexpected(Refusal::host);
  return split(rest.substr(0, end), rest.substr(end));
}

bool is_port(std::string_view port) noexcept {
  if (port.size() > kMaxPortDigits || !codec::all(port, codec::is_digit)) return false;
  unsigned number = 0;
  for (const char digit : port) number = number * 10 + static_cast<unsigned>(digit - '0');
  return number <= kMaxPort;
}

bool is_literal(std::string_view text) noexcept {
  return text.contains(':') && codec::all(text, [](char c) { return codec::is_hex_digit(c) || c == ':' || c == '.'; });
}

}  // namespace

std::expected<Target, Refusal> judge_target(std::string_view target, std::string_view method,
                                            bool absolute_form) noexcept {
  if (!has_target_characters(target)) return std::unexpected(Refusal::target);
  if (target.starts_with('/')) return split({}, target);
  //= rfc9112#3.2.4 the asterisk-form is only used for a server-wide OPTIONS request
  if (target == "*" && method == "OPTIONS") return Target{.authority = {}, .path = target, .query = {}};
  if (!absolute_form) return std::unexpected(Refusal::target_form);
  return judge_absolute(target);
}

bool is_host(std::string_view host) noexcept {
  if (host.size() > kMaxHost + 1 + kMaxPortDigits) return false;
  const bool literal = host.starts_with('[');
  const std::size_t end = literal ? host.find(']') : std::min(host.find(':'), host.size());
  if (end == std::string_view::npos) return false;
  const std::string_view name = literal ? host.substr(1, end - 1) : host.substr(0, end);
  const std::string_view rest = host.substr(literal ? end + 1 : end);
  if (literal ? !is_literal(name) : !codec::all(name, codec::is_unreserved)) return false;
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

}  // namespace signet::net
