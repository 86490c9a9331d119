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
  return codec::all(body, is_such);
}

struct SchemeRow {
  std::string_view name;
  Scheme scheme;
};
constexpr SchemeRow kSchemes[] = {{"bearer", Scheme::bearer}, {"dpop", Scheme::dpop}};

/// Nothing for a scheme that is not ours.
Result<std::optional<Credentials>> parse_authorization(std::string_view value) {
  const std::string_view name = value.substr(0, value.find(' '));
  const auto* const row =
      std::ranges::find_if(kSchemes, [&](const SchemeRow& one) { return codec::equal_ignoring_case(one.name, name); });
  if (row == std::end(kSchemes)) return std::nullopt;
  std::string_view token = value.substr(name.size());
  token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
  if (!is_token(token)) return fail(Errc::malformed_request, "Authorization");
  return Credentials{.token = token, .scheme = row->scheme};
}

/// "access%5Ftoken" is "access_token".
bool is_access_token(std::string_view name) noexcept {
  std::string_view wanted = "access_token";
  while (!name.empty() && !wanted.empty()) {
    char c = name.front();
    std::size_t size = 1;
    if (c == '%' && name.size() > 2 && codec::is_hex_digit(name[1]) && codec::is_hex_digit(name[2])) {
      c = static_cast<char>(codec::hex_value(name[1]) * 16 + codec::hex_value(name[2]));
      size = 3;
    }
    if (c != wanted.front()) return false;
    name.remove_prefix(size);
    wanted.remove_prefix(1);
  }
  return name.empty() && wanted.empty();
}

//= rfc9700#4.3.2 tokens in a query end up in logs, histories and Referer fields
bool has_token_in_query(std::string_view url) noexcept {
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  if (mark == std::string_view::npos) return false;
  for (std::string_view rest = url.substr(mark + 1); !rest.empty();) {
    const std::string_view parameter = rest.substr(0, rest.find('&'));
    if (is_access_token(parameter.substr(0, parameter.find('=')))) return true;
    rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
  }
  return false;
}

Result<std::optional<Credentials>> find_cookie(const Request& request, const CookieRules& rules) {
  std::optional<Credentials> found;
  for (std::string_view rest : values_of(request, "cookie")) {
    while (!rest.empty()) {
      std::string_view pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (!pair.starts_with(rules.name) || !pair.substr(rules.name.size()).starts_with('=')) continue;
      const std::string_view token = pair.substr(rules.name.size() + 1);
      // Which of two is meant nobody can tell.
      if (found || !is_token(token)) return fail(Errc::malformed_request, "Cookie");
      found = Credentials{.token = token, .scheme = Scheme::bearer, .from_cookie = true};
    }
  }
  return found;
}

bool is_safe(const Request& request) {
  // What is upgraded goes on to send whatever it likes.
  return (request.method == "GET" || request.method == "HEAD") && values_of(request, "upgrade").empty();
}

/// "https://app.example" of "https://app.example/orders".
std::string_view origin_of(std::string_view url) noexcept {
  const std::size_t begin = url.find("://");
  if (begin == std::string_view::npos) return {};
  return url.substr(0, url.find_first_of("/?#", begin + 3));
}

}  // namespace

std::vector<std::string_view> values_of(const Request& request, std::string_view name) {
  std::vector<std::string_view> values;
  for (const HttpField& field : request.fields)
    if (codec::equal_ignoring_case(field.name, name)) values.emplace_back(field.value);
  return values;
}

Result<std::optional<Credentials>> find_credentials(const Request& request, const CookieRules* cookie) {
  if (has_token_in_query(request.url)) return fail(Errc::malformed_request, "access_token");
  const std::vector<std::string_view> authorizations = values_of(request, "authorization");
  if (authorizations.size() > 1) return fail(Errc::malformed_request, "Authorization");
  if (!authorizations.empty()) {
    SIGNET_TRY(const std::optional<Credentials> found, parse_authorization(authorizations.front()));
    if (found) return found;
  }
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
  const bool is_same =
      sites.empty() && origins.size() == 1 && !origins.front().empty() && origins.front() == origin_of(request.url);
  if (!is_ours && !is_same) return fail(Errc::cross_site, "Origin");
  return {};
}

}  // namespace signet::resource
