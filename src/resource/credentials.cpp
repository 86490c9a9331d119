#include "resource/credentials.h"

#include <algorithm>

#include "codec/ascii.h"
#include "try.h"

namespace signet::resource {
namespace {

/// RFC 6750 section 2.1: b64token, which every JWT is.
bool is_token(std::string_view text) noexcept {
  const std::string_view body = text.substr(0, text.find_last_not_of('=') + 1);
  const auto is_such = [](char c) {
    return codec::is_alnum(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
  };
  return text.size() <= kMaxCredential && codec::all(body, is_such);
}

struct SchemeRow {
  std::string_view name;
  Scheme scheme;
};
constexpr SchemeRow kSchemes[] = {{"bearer", Scheme::bearer}, {"dpop", Scheme::dpop}};

/// The scheme's name: RFC 9110 section 11.1.
std::string_view scheme_name(std::string_view value) noexcept {
  return value.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(value, codec::is_tchar) - value.begin()));
}

const SchemeRow* find_scheme(std::string_view value) noexcept {
  const std::string_view name = scheme_name(value);
  const auto* const row =
      std::ranges::find_if(kSchemes, [&](const SchemeRow& one) { return codec::equal_ignoring_case(one.name, name); });
  return row == std::end(kSchemes) ? nullptr : row;
}

/// Nothing for a scheme that is not ours.
Result<std::optional<Credentials>> parse_authorization(std::string_view value) {
  value = codec::trimmed(value);
  const SchemeRow* const row = find_scheme(value);
  if (row == nullptr) return std::nullopt;
  std::string_view token = value.substr(row->name.size());
  const std::size_t spaces = std::min(token.find_first_not_of(' '), token.size());
  if (spaces == 0) return fail(Errc::malformed_request, "Authorization");
  token.remove_prefix(spaces);
  if (!is_token(token)) return fail(Errc::malformed_request, "Authorization");
  return Credentials{.token = token, .scheme = row->scheme};
}

/// "access%5Ftoken" is "access_token", and so are "ACCESS_TOKEN" and "access_token[]" for some who read them.
bool is_access_token(std::string_view name) noexcept {
  std::string_view wanted = "access_token";
  while (!name.empty() && !wanted.empty()) {
    char c = name.front();
    std::size_t size = 1;
    if (c == '%' && name.size() > 2 && codec::is_hex_digit(name[1]) && codec::is_hex_digit(name[2])) {
      c = static_cast<char>(codec::hex_value(name[1]) * 16 + codec::hex_value(name[2]));
      size = 3;
    }
    if (codec::to_lower(c) != wanted.front()) return false;
    name.remove_prefix(size);
    wanted.remove_prefix(1);
  }
  return wanted.empty() && (name.empty() || name.starts_with('[') || name.starts_with("%5"));
}

//= rfc9700#4.3.2 tokens in a query end up in logs, histories and Referer fields
bool has_token_in_query(std::string_view url) noexcept {
  const std::size_t mark = url.find('?');
  if (mark == std::string_view::npos) return false;
  for (std::string_view rest = url.substr(mark + 1); !rest.empty();) {
    const std::string_view parameter = rest.substr(0, rest.find_first_of("&;"));
    if (is_access_token(parameter.substr(0, parameter.find('=')))) return true;
    rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
  }
  return false;
}

Result<std::optional<Credentials>> find_cookie(const Request& request, const CookieRules& rules) {
  std::optional<Credentials> found;
  for (std::string_view rest : values_of(request, "cookie")) {
    while (!rest.empty()) {
      const std::string_view pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      const std::size_t equals = std::min(pair.find('='), pair.size());
      if (codec::trimmed(pair.substr(0, equals)) != rules.name || equals == pair.size()) continue;
      const std::string_view token = codec::trimmed(pair.substr(equals + 1));
      if (token.empty()) continue;  // as some leave it when somebody logs out
      // Which of two is meant nobody can tell.
      if (found || !is_token(token)) return fail(Errc::malformed_request, "Cookie");
      found = Credentials{.token = token, .scheme = Scheme::bearer, .from_cookie = true};
    }
  }
  return found;
}

bool begins_ignoring_case(std::string_view text, std::string_view with) noexcept {
  return codec::equal_ignoring_case(text.substr(0, with.size()), with);
}

/// What becomes a WebSocket goes on to send whatever it likes. Upgrade alone does not tell: proxies take it away, and
/// HTTP/2 does not have it.
bool is_web_socket(const Request& request) {
  return std::ranges::any_of(request.fields, [](const HttpField& field) {
    return codec::equal_ignoring_case(field.name, "upgrade") || begins_ignoring_case(field.name, "sec-websocket-") ||
           (codec::equal_ignoring_case(field.name, "sec-fetch-mode") && field.value == "websocket");
  });
}

bool is_safe(const Request& request) {
  return (request.method == "GET" || request.method == "HEAD") && !is_web_socket(request);
}

/// "https://app.example" of "https://app.example/orders".
std::string_view origin_of(std::string_view url) noexcept {
  const std::size_t begin = url.find("://");
  if (begin == std::string_view::npos) return {};
  url = url.substr(0, url.find_first_of("/?#", begin + 3));
  // Browsers leave out the port that the scheme has anyway.
  const std::string_view port = begins_ignoring_case(url, "https") ? ":443" : ":80";
  return url.ends_with(port) ? url.substr(0, url.size() - port.size()) : url;
}

}  // namespace

std::vector<std::string_view> values_of(const Request& request, std::string_view name) {
  std::vector<std::string_view> values;
  for (const HttpField& field : request.fields)
    if (codec::equal_ignoring_case(field.name, name)) values.emplace_back(field.value);
  return values;
}

Scheme offered_scheme(const Request& request) {
  const std::vector<std::string_view> authorizations = values_of(request, "authorization");
  const SchemeRow* const row = authorizations.empty() ? nullptr : find_scheme(codec::trimmed(authorizations.front()));
  return row == nullptr ? Scheme::bearer : row->scheme;
}

Result<std::optional<Credentials>> find_credentials(const Request& request, const CookieRules* cookie) {
  if (has_token_in_query(request.url)) return fail(Errc::malformed_request, "access_token");
  const std::vector<std::string_view> authorizations = values_of(request, "authorization");
  if (authorizations.size() > 1) return fail(Errc::malformed_request, "Authorization");
  // What is presented there is what is meant: a cookie beside it does not count.
  if (!authorizations.empty()) return parse_authorization(authorizations.front());
  if (cookie == nullptr) return std::nullopt;
  return find_cookie(request, *cookie);
}

Result<> check_origin(const Request& request, const CookieRules& cookie) {
  if (is_safe(request)) return {};
  const std::vector<std::string_view> sites = values_of(request, "sec-fetch-site");
  if (sites.size() == 1 && sites.front() == "same-origin") return {};
  const std::vector<std::string_view> origins = values_of(request, "origin");
  const bool is_ours =
      origins.size() == 1 && std::ranges::find(cookie.origins, origins.front()) != cookie.origins.end();
  // A browser that does not know Sec-Fetch-Site says at least the origin.
  const bool is_same = sites.empty() && origins.size() == 1 && !origins.front().empty() &&
                       codec::equal_ignoring_case(origins.front(), origin_of(request.url));
  if (!is_ours && !is_same) return fail(Errc::cross_site, "Origin");
  return {};
}

}  // namespace signet::resource
