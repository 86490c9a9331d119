#include "server/listening/rows.h"

#include <algorithm>

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr std::size_t kMaxSocketPath = 107;

constexpr Row<TlsFiles> kTls[] = {
    {{"certificate", "FILE", "PEM: the certificate of the server, then those that lead to its root", kNeeded},
     [](const Setting& setting, TlsFiles& into) { into.certificate = setting.file().value_or(""); }},
    {{"key", "FILE", "PEM: the private key of the certificate, not encrypted", kNeeded},
     [](const Setting& setting, TlsFiles& into) { into.key = setting.file().value_or(""); }},
    {{"client_authorities", "FILE", "PEM: every client needs a certificate of one of these", ""},
     [](const Setting& setting, TlsFiles& into) { into.client_authorities = setting.file().value_or(""); }},
};

constexpr Row<FetchConfig> kFetch[] = {
    {{"ca_file", "FILE", "PEM: the authorities that servers of keys and revocations must have a certificate of",
      "those of the system"},
     [](const Setting& setting, FetchConfig& into) { into.ca_file = setting.file().value_or(""); }},
    {{"allow_loopback", "true|false", "fetch from this machine, too, then also by http: for development", "false"},
     [](const Setting& setting, FetchConfig& into) { into.allow_loopback = setting.flag().value_or(false); }},
};

}  // namespace

std::span<const Row<TlsFiles>> tls_rows() noexcept {
  return kTls;
}
std::span<const Row<FetchConfig>> fetch_rows() noexcept {
  return kFetch;
}

/// Port 0 is another one each time.
bool is_taken(const std::vector<ListenAt>& by, const ListenAt& at) {
  const bool is_free_port = at.port == 0 && !at.address.empty();
  return !is_free_port && std::ranges::find(by, at) != by.end();
}

void read_listen(const Setting& setting, std::vector<ListenAt>& into) {
  into.clear();
  for (const Setting& element : setting.elements()) {
    const auto text = element.text();
    if (!text) continue;
    auto at = parse_listen(*text);
    if (!at) {
      element.fault("write \"127.0.0.1:4180\", \"[::1]:4180\", \"unix:/run/signet.sock\" or \"systemd\"");
      continue;
    }
    if (!at->path.empty()) at->path = element.resolved(at->path);
    if (at->path.size() > kMaxSocketPath)
      element.fault("the path of a socket has at most 107 octets: use a shorter one");
    if (is_taken(into, *at)) element.fault("this address stands in the list twice: leave one out");
    into.push_back(*std::move(at));
  }
}

void read_ranges(const Setting& setting, std::vector<net::IpRange>& into, bool& unix) {
  into.clear();
  for (const Setting& element : setting.elements(true)) {
    const auto text = element.text();
    if (!text) continue;
    if (*text == "unix") {
      unix = true;
    } else if (const auto range = net::IpRange::parse(*text)) {
      into.push_back(*range);
    } else {
      element.fault("write an address (\"10.0.0.1\"), a range without further bits (\"10.0.0.0/8\") or \"unix\"");
    }
  }
}

}  // namespace signet::server
