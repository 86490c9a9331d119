// When two URIs are the same: RFC 3986 section 6.2, for http and https.
#include <algorithm>

#include "codec/ascii.h"
#include "codec/uri.h"

namespace signet::codec {
namespace {

struct DefaultPort {
  std::string_view scheme;
  std::string_view port;
};
// RFC 9110 sections 4.2.1 and 4.2.2
constexpr DefaultPort kDefaultPorts[] = {{"https", "443"}, {"http", "80"}};

char unchanged(char c) noexcept {
  return c;
}

/// Appends text whose percent signs parse_uri() has seen to stand before two digits.
void append_normal(std::string& out, std::string_view text, char (*letter)(char)) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += letter(text[i]);
      continue;
    }
    const char octet = static_cast<char>(hex_value(text[i + 1]) << 4U | hex_value(text[i + 2]));
    if (is_unreserved(octet)) {
      //= rfc3986#6.2.2.2 percent-encoded octets of unreserved characters are decoded
      out += letter(octet);
    } else {
      //= rfc3986#6.2.2.1 the digits of a percent-encoded octet are the same in either case
      out += {'%', to_upper(text[i + 1]), to_upper(text[i + 2])};
    }
    i += 2;
  }
}

/// RFC 3986 section 5.2.4, for a path that is empty or begins with a slash, in one pass.
void append_without_dots(std::string& out, std::string_view path) {
  const std::size_t start = out.size();
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment != "." && segment != "..") {
      out += '/';
      out += segment;
      continue;
    }
    if (segment == ".." && out.size() > start) out.resize(out.rfind('/'));
    if (path.empty()) out += '/';
  }
  //= rfc3986#6.2.3 an empty path of a URI with an authority is normalised to "/"
  if (out.size() == start) out += '/';
}

}  // namespace

std::optional<std::string> normal_http_target(std::string_view text) {
  const auto uri = parse_uri(text);
  if (!uri || !uri->authority || uri->host.empty() || uri->userinfo) return std::nullopt;
  const auto* const scheme =
      std::ranges::find_if(kDefaultPorts, [&](const DefaultPort& row) { return has_scheme(*uri, row.scheme); });
  if (scheme == std::ranges::end(kDefaultPorts)) return std::nullopt;

  std::string out(scheme->scheme);
  out += "://";
  append_normal(out, uri->host, to_lower);
  //= rfc3986#6.2.3 a port that is empty or the scheme's own is left out
  if (uri->port && !uri->port->empty() && *uri->port != scheme->port) {
    out += ':';
    out += *uri->port;
  }
  std::string path;
  path.reserve(uri->path.size());
  append_normal(path, uri->path, unchanged);
  append_without_dots(out, path);
  return out;
}

}  // namespace signet::codec
