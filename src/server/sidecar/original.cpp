#include "server/sidecar/original.h"

#include <algorithm>

#include "codec/ascii.h"
#include "server/sidecar/certificate_field.h"

namespace signet::server {
namespace {

std::string_view only(const net::Request& request, std::string_view name) {
  const HttpField* found = nullptr;
  for (const HttpField& field : request.fields) {
    if (name.empty() || !codec::equal_ignoring_case(field.name, name)) continue;
    if (found != nullptr) return {};
    found = &field;
  }
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

/// RFC 3986 section 3.2.2 and 3.2.3, a host with or without its port: no user name, nothing that goes on behind it.
bool is_host(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 262;  // a name of 253 octets, a colon and five digits, or brackets
  const auto is_such = [](char c) { return codec::is_alnum(c) || std::string_view("-._:[]").contains(c); };
  return text.size() <= kLongest && codec::all(text, is_such);
}

/// Each proxy adds whom it heard; the one that we trust wrote the last.
std::string_view last_client(const net::Request& request) {
  const std::vector<std::string_view> values = request.all("X-Forwarded-For");
  if (values.empty()) return {};
  const std::string_view all = values.back();
  return codec::trimmed(all.substr(std::min(all.rfind(',') + 1, all.size())));
}

std::optional<Bytes> read_certificate(const net::Request& request, const TellingFields& names) {
  std::string_view value = only(request, names.certificate);
  if (names.certificate_in != nullptr) value = names.certificate_in(value).value_or("");
  return certificate_of(value);
}

}  // namespace

bool is_trusted(const net::Peer& peer, const SidecarConfig& config) noexcept {
  if (peer.is_unix) return config.trusts_unix;
  return std::ranges::any_of(config.trusted_proxies,
                             [&](const net::IpRange& range) { return range.contains(peer.address); });
}

std::string to_origin(std::string_view scheme, std::string_view host) {
  if ((scheme != "https" && scheme != "http") || !is_host(host)) return {};
  std::string origin(scheme);
  return origin.append("://").append(host);
}

Original read_original(const net::Request& request, const TellingFields& names) {
  Original original;
  original.method = only(request, names.method);
  original.target = only(request, names.target);
  if (!original.target.starts_with('/')) original.target = {};
  original.origin = to_origin(only(request, "X-Forwarded-Proto"), only(request, names.host));
  original.certificate = read_certificate(request, names);
  original.client = last_client(request);
  return original;
}

}  // namespace signet::server
