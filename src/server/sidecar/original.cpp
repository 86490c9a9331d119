#include "server/sidecar/original.h"

#include <algorithm>

#include "codec/ascii.h"
#include "net/request_target.h"
#include "server/sidecar/certificate_field.h"
#include "try.h"

namespace signet::server {
namespace {

/// The value of the only field of this name; empty without one.
Result<std::string_view> only(const net::Request& request, std::string_view name) {
  const HttpField* found = nullptr;
  for (const HttpField& field : request.fields) {
    if (name.empty() || !codec::equal_ignoring_case(field.name, name)) continue;
    if (found != nullptr) return fail(Errc::malformed_request, name);
    found = &field;
  }
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

/// Each proxy adds whom it heard; the one that we trust wrote the last.
std::string_view last_client(const net::Request& request) {
  const std::vector<std::string_view> values = request.all("X-Forwarded-For");
  if (values.empty()) return {};
  const std::string_view all = values.back();
  return codec::trimmed(all.substr(std::min(all.rfind(',') + 1, all.size())));
}

std::optional<Bytes> read_certificate(const net::Request& request, const TellingFields& names) {
  std::string_view value = only(request, names.certificate).value_or("");
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
  if ((scheme != "https" && scheme != "http") || !net::is_host(host)) return {};
  std::string origin(scheme);
  return origin.append("://").append(host);
}

Result<Original> read_original(const net::Request& request, const TellingFields& names, bool wants_certificate) {
  Original original;
  SIGNET_TRY(original.method, only(request, names.method));
  SIGNET_TRY(original.target, only(request, names.target));
  const bool is_target = original.target.empty() || (original.target.starts_with('/') &&
                                                     net::judge_target(original.target, original.method, false));
  if (!is_target) return fail(Errc::malformed_request, names.target);
  SIGNET_TRY(const std::string_view scheme, only(request, "X-Forwarded-Proto"));
  SIGNET_TRY(const std::string_view host, only(request, names.host));
  original.origin = to_origin(scheme, host);
  if (wants_certificate) original.certificate = read_certificate(request, names);
  original.client = last_client(request);
  return original;
}

}  // namespace signet::server
