// [policies.NAME.headers]: which fields an answer may have from claims.
#include <algorithm>
#include <string>
#include <string_view>

#include "codec/ascii.h"
#include "server/sidecar/config_rows.h"

namespace signet::server {
namespace {

constexpr std::size_t kMaxHeaders = 64;

/// What means something to HTTP, to proxies or to the sidecar itself; "*" stands for any end.
constexpr std::string_view kReserved[] = {
    // RFC 9110 sections 7.6.1 and 7.8, and what frames a message
    "Connection", "Keep-Alive", "Proxy-*", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-*", "Host", "Date",
    "Expect", "Max-Forwards", "Via", "Range", "If-*", "Accept*", "Vary", "Server", "X-HTTP-Method*",
    // credentials and answers of the sidecar
    "Authorization", "Authentication-Info", "Cookie", "Set-Cookie", "WWW-Authenticate", "DPoP*", "Signet-*",
    "Cache-Control", "Retry-After", "Location",
    // what tells of the client
    "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Method",
    "X-Forwarded-Uri", "X-Forwarded-Client-Cert", "X-Forwarded-Tls-Client-Cert", "X-Original-*", "X-Real-IP",
    "X-SSL-Client-Cert", "Sec-*"};

/// As CGI, WSGI and PHP see it, which cannot tell some characters apart.
std::string as_seen(std::string_view field) {
  std::string seen(field);
  std::ranges::transform(seen, seen.begin(), [](char c) { return codec::is_alnum(c) ? codec::to_lower(c) : '-'; });
  return seen;
}

bool is_reserved(std::string_view field) {
  const std::string seen = as_seen(field);
  return std::ranges::any_of(kReserved, [&](std::string_view name) {
    if (!name.ends_with('*')) return codec::equal_ignoring_case(seen, name);
    name.remove_suffix(1);
    return codec::equal_ignoring_case(std::string_view(seen).substr(0, name.size()), name);
  });
}

}  // namespace

void read_headers(const config::Setting& table, std::vector<HeaderMap>& into) {
  if (!table.is_table()) return;
  const auto members = table.members();
  if (members.size() > kMaxHeaders) return table.fault("there are more than 64 fields");
  for (const auto& [field, setting] : members) {
    auto claim = setting.text();
    const std::string_view name = field;
    const bool is_twice =
        std::ranges::any_of(into, [&](const HeaderMap& one) { return as_seen(one.field) == as_seen(name); });
    if (!codec::all(name, codec::is_tchar))
      setting.fault("this is no name of a field: use letters, digits and -, as in Remote-User");
    else if (is_reserved(name))
      setting.fault("this field means something else: use another, such as Remote-User or X-Auth-Request-Email");
    else if (is_twice)
      setting.fault("this field stands here in another spelling: leave one out");
    else if (claim)
      into.push_back({.field = std::string(name), .claim = *std::move(claim)});
  }
}

}  // namespace signet::server
