#include "keys/fetch_url.h"

#include <algorithm>
#include <charconv>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "try.h"

namespace signet::keys {
namespace {

constexpr unsigned kMaxPort = 65535;

// A host is a name or an address as it is written; what libcurl would decode or convert first (percent-encoding,
// letters beyond ASCII, zones of version 6) is no host here.
bool is_host(std::string_view host) {
  const auto of_name = [](char c) { return codec::is_alnum(c) || c == '-' || c == '.' || c == '_'; };
  const auto of_literal = [](char c) { return codec::is_hex_digit(c) || c == ':' || c == '.'; };
  if (!host.starts_with('[')) return !host.empty() && std::ranges::all_of(host, of_name);
  if (host.size() <= 2) return false;
  host.remove_prefix(1);
  return host.ends_with(']') && std::ranges::all_of(host.substr(0, host.size() - 1), of_literal);
}

/// The port as a number; 0 when it is none.
unsigned port_of(const codec::Uri& uri, unsigned otherwise) {
  if (!uri.port) return otherwise;
  unsigned port = 0;
  const std::string_view text = *uri.port;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && stop == text.data() + text.size() && port <= kMaxPort ? port : 0;
}

}  // namespace

Result<FetchTarget> judge_url(std::string_view url, bool allow_loopback) {
  if (url.size() > kMaxFetchUrl) return fail(Errc::fetch_refused, "url");
  const std::optional<codec::Uri> uri = codec::parse_uri(url);
  if (!uri) return fail(Errc::fetch_refused, "url");
  const bool is_https = codec::has_scheme(*uri, "https");
  const bool is_http = codec::has_scheme(*uri, "http");
  if (!is_https && !(is_http && allow_loopback)) return fail(Errc::fetch_refused, "scheme");
  //= rfc9110#4.2.4 a recipient SHOULD treat the presence of userinfo as an error
  if (uri->userinfo) return fail(Errc::fetch_refused, "userinfo");
  constexpr unsigned kHttps = 443;
  constexpr unsigned kHttp = 80;
  const unsigned port = port_of(*uri, is_https ? kHttps : kHttp);
  if (!uri->authority || !is_host(uri->host) || port == 0) return fail(Errc::fetch_refused, "url");
  FetchTarget target{.origin = is_https ? "https://" : "http://", .only_loopback = is_http};
  for (const char c : uri->host) target.origin += codec::to_lower(c);
  target.origin += ':';
  target.origin += std::to_string(port);
  return target;
}

}  // namespace signet::keys
