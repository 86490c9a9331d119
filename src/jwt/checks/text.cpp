#include "jwt/checks/text.h"

#include <algorithm>

#include "codec/ascii.h"
#include "codec/radix64.h"
#include "codec/rfc3339.h"
#include "codec/uri.h"

namespace signet::jwt {
namespace {

using codec::all;
using codec::is_alnum;
using codec::is_alpha;
using codec::is_digit;

/// RFC 5322 section 3.2.3; the tchar of RFC 9110 differs in one character each way.
bool is_atext(char c) noexcept {
  return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c);
}

/// One or more atoms with a dot between each two.
bool is_dot_atom(std::string_view text) noexcept {
  const auto allowed = [](char c) { return is_atext(c) || c == '.'; };
  return all(text, allowed) && !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
}

/// RFC 5322 section 3.2.4 on one line: quoted, and a backslash before what would end it.
bool is_quoted_string(std::string_view text) noexcept {
  if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return false;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escapes = text[i] == '\\';
    if (escapes && ++i == text.size()) return false;
    if (!codec::is_vschar(text[i]) || (!escapes && text[i] == '"')) return false;
  }
  return true;
}

bool is_domain_literal(std::string_view text) noexcept {
  if (text.size() < 2 || !text.starts_with('[') || !text.ends_with(']')) return false;
  const auto allowed = [](char c) { return codec::is_vschar(c) && c != ' ' && c != '[' && c != ']' && c != '\\'; };
  return std::ranges::all_of(text.substr(1, text.size() - 2), allowed);
}

/// The segments of a compact serialization, or 0 when one has another character than base64url.
std::size_t count_segments(std::string_view text) noexcept {
  if (text.empty() || text.front() == '.') return 0;
  std::size_t segments = 1;
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!codec::kUrlSafe.is_canonical(text.substr(0, dot))) return 0;
    text.remove_prefix(dot + 1);
    ++segments;
  }
  return codec::kUrlSafe.is_canonical(text) ? segments : 0;
}

bool has_host(const std::optional<codec::Uri>& uri) noexcept {
  return uri && !uri->host.empty();
}

}  // namespace

bool is_uri(std::string_view text) noexcept {
  return codec::parse_uri(text).has_value();
}

bool is_https_url(std::string_view text) noexcept {
  const auto uri = codec::parse_uri(text);
  return has_host(uri) && codec::has_scheme(*uri, "https");
}

bool is_web_url(std::string_view text) noexcept {
  const auto uri = codec::parse_uri(text);
  return has_host(uri) && (codec::has_scheme(*uri, "https") || codec::has_scheme(*uri, "http"));
}

bool is_email(std::string_view text) noexcept {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  return (is_dot_atom(local) || is_quoted_string(local)) && (is_dot_atom(domain) || is_domain_literal(domain));
}

bool is_e164(std::string_view text) noexcept {
  return text.size() >= 2 && text.size() <= 16 && text[0] == '+' && text[1] != '0' && all(text.substr(1), is_digit);
}

bool is_date(std::string_view text) noexcept {
  return codec::parse_date(text).has_value();
}

bool is_date_time(std::string_view text) noexcept {
  return codec::parse_rfc3339(text).has_value();
}

bool is_base64url(std::string_view text, std::size_t least, std::size_t most) noexcept {
  const std::size_t octets = text.size() / 4 * 3 + text.size() % 4 * 3 / 4;
  return octets >= least && octets <= most && codec::kUrlSafe.is_canonical(text);
}

bool is_octets(std::string_view text) noexcept {
  return is_base64url(text, 1);
}

bool is_scope(std::string_view text) noexcept {
  const auto allowed = [](char c) { return codec::is_vschar(c) && c != '"' && c != '\\'; };
  return codec::all(text, allowed) && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
}

bool is_sha256_value(std::string_view text) noexcept {
  return is_base64url(text, 32, 32);
}

bool is_base64(std::string_view text) noexcept {
  if (text.empty() || text.size() % 4 != 0) return false;
  if (text.ends_with('=')) text.remove_suffix(text.ends_with("==") ? 2 : 1);
  return codec::kStandard.is_canonical(text);
}

bool is_http_token(std::string_view text) noexcept {
  return all(text, codec::is_tchar);
}

bool is_compact_jws(std::string_view text) noexcept {
  return count_segments(text) == 3;
}

bool is_compact_jwe(std::string_view text) noexcept {
  return count_segments(text) == 5;
}

bool is_compact_jwt(std::string_view text) noexcept {
  const std::size_t segments = count_segments(text);
  return segments == 3 || segments == 5;
}

}  // namespace signet::jwt
