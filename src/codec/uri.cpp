#include "codec/uri.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "codec/ascii.h"

namespace signet::codec {
namespace {

/// What may stand in every part: unreserved characters and sub-delims (RFC 3986 section 2). A table, since issuer and
/// audience of every token are looked at.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (const char c : std::string_view("-._~!$&'()*+,;=")) plain[static_cast<unsigned char>(c)] = true;
  for (std::size_t i = 0; i < 128; ++i) plain[i] = plain[i] || is_alnum(static_cast<char>(i));
  return plain;
}();

/// Unreserved characters, sub-delims, percent-encoded octets, and those of `more`.
bool has_only(std::string_view text, std::string_view more) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      //= rfc3986#2.1 a percent sign and two hexadecimal digits
      if (i + 2 >= text.size() || !is_hex_digit(text[i + 1]) || !is_hex_digit(text[i + 2])) return false;
      i += 2;
    } else if (!kPlain[static_cast<unsigned char>(c)] && !more.contains(c)) {
      return false;
    }
  }
  return true;
}

bool is_scheme(std::string_view text) noexcept {
  const auto allowed = [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; };
  return !text.empty() && is_alpha(text.front()) && std::ranges::all_of(text, allowed);
}

bool is_host(std::string_view host) noexcept {
  if (!host.starts_with('[')) return has_only(host, "");
  if (host.size() < 4 || !host.ends_with(']')) return false;
  const std::string_view literal = host.substr(1, host.size() - 2);
  return literal.contains(':') && !literal.contains('%') && has_only(literal, ":");
}

/// Splits what is left of `rest` at `separator`: what stands before it comes back, what stands behind it is `behind`.
std::string_view cut(std::string_view rest, char separator, std::optional<std::string_view>& behind) noexcept {
  const std::size_t at = rest.find(separator);
  if (at == std::string_view::npos) return rest;
  behind = rest.substr(at + 1);
  return rest.substr(0, at);
}

bool parse_authority(std::string_view text, Uri& uri) noexcept {
  uri.authority = text;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    uri.userinfo = text.substr(0, at);
    text.remove_prefix(at + 1);
    if (!has_only(*uri.userinfo, ":")) return false;
  }
  const std::size_t behind_literal = text.starts_with('[') ? text.find(']') : 0;
  if (behind_literal == std::string_view::npos) return false;
  const std::size_t colon = text.find(':', behind_literal);
  uri.host = text.substr(0, colon);
  if (colon != std::string_view::npos) uri.port = text.substr(colon + 1);
  return is_host(uri.host) && (!uri.port || std::ranges::all_of(*uri.port, is_digit));
}

}  // namespace

bool is_unreserved(char c) noexcept {
  return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

std::optional<Uri> parse_uri(std::string_view text) noexcept {
  Uri uri;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  uri.scheme = text.substr(0, colon);
  if (!is_scheme(uri.scheme)) return std::nullopt;

  std::string_view rest = cut(text.substr(colon + 1), '#', uri.fragment);
  rest = cut(rest, '?', uri.query);
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (!parse_authority(rest.substr(0, end), uri)) return std::nullopt;
    rest.remove_prefix(end);
  }
  uri.path = rest;
  const bool holds = has_only(uri.path, ":@/") && has_only(uri.query.value_or(""), ":@/?") &&
                     has_only(uri.fragment.value_or(""), ":@/?");
  return holds ? std::optional(uri) : std::nullopt;
}

bool has_scheme(const Uri& uri, std::string_view lower) noexcept {
  return std::ranges::equal(uri.scheme, lower, {}, to_lower);
}

}  // namespace signet::codec
