// Rows of what stands outside of issuers and policies.
#include <algorithm>
#include <chrono>

#include "server/sidecar/config_rows.h"
#include "server/sidecar/listen_at.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr std::size_t kMaxThreads = 256;  // of a net::Server
constexpr std::size_t kMaxSocketPath = 107;
constexpr Duration kMaxGrace = std::chrono::minutes(10);

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

void read_status_listen(const Setting& setting, SidecarConfig& into) {
  read_listen(setting, into.status_listen);
  for (const ListenAt& at : into.status_listen) {
    if (at.is_systemd) setting.fault("sockets that systemd passes on are those of listen: write an address of its own");
    if (!at.is_systemd && is_taken(into.listen, at))
      setting.fault("an address of listen cannot stand here as well: leave status_listen out, or use another port");
  }
}

void read_proxies(const Setting& setting, SidecarConfig& into) {
  into.trusted_proxies.clear();
  into.trusts_unix = false;
  for (const Setting& element : setting.elements(true)) {
    const auto text = element.text();
    if (!text) continue;
    if (*text == "unix") {
      into.trusts_unix = true;
    } else if (const auto range = net::IpRange::parse(*text)) {
      into.trusted_proxies.push_back(*range);
    } else {
      element.fault("write an address (\"10.0.0.1\"), a range without further bits (\"10.0.0.0/8\") or \"unix\"");
    }
  }
}

constexpr std::string_view kDecisions[] = {"all", "refused", "none"};  // in the order of LogWhat

constexpr Row<TlsFiles> kTls[] = {
    {{"certificate", "FILE", "PEM: the certificate of the sidecar, then those that lead to its root", kNeeded},
     [](const Setting& setting, TlsFiles& into) { into.certificate = setting.file().value_or(""); }},
    {{"key", "FILE", "PEM: the private key of the certificate, not encrypted", kNeeded},
     [](const Setting& setting, TlsFiles& into) { into.key = setting.file().value_or(""); }},
    {{"client_authorities", "FILE", "PEM: every client needs a certificate of one of these", ""},
     [](const Setting& setting, TlsFiles& into) { into.client_authorities = setting.file().value_or(""); }},
};

constexpr Row<LogConfig> kLog[] = {
    {{"decisions", "TEXT", "which decisions are logged: all, refused or none", "\"all\""},
     [](const Setting& setting, LogConfig& into) {
       if (const auto choice = setting.choice(kDecisions)) into.decisions = static_cast<LogWhat>(*choice);
     }},
    {{"file", "FILE", "where the log goes; - is standard output", "\"-\""},
     [](const Setting& setting, LogConfig& into) {
       if (const auto name = setting.text()) into.file = *name == "-" ? *name : setting.resolved(*name);
     }},
};

constexpr Row<FetchConfig> kFetch[] = {
    {{"ca_file", "FILE", "PEM: the authorities that servers of keys and revocations must have a certificate of",
      "those of the system"},
     [](const Setting& setting, FetchConfig& into) { into.ca_file = setting.file().value_or(""); }},
    {{"allow_loopback", "true|false", "fetch from this machine, too, then also by http: for development", "false"},
     [](const Setting& setting, FetchConfig& into) { into.allow_loopback = setting.flag().value_or(false); }},
};

constexpr Row<SidecarConfig> kMain[] = {
    {{"listen", "[ADDRESS, ...]",
      "where proxies ask: IP:PORT, [IP]:PORT, unix:PATH, or systemd for the sockets that it passes on",
      "[\"127.0.0.1:4180\"]"},
     [](const Setting& setting, SidecarConfig& into) { read_listen(setting, into.listen); }},
    {{"status_listen", "[ADDRESS, ...]", "where /livez, /readyz and /metrics are", "at listen"}, read_status_listen},
    {{"threads", "NUMBER", "threads that answer, from 1 to 256", "1"},
     [](const Setting& setting, SidecarConfig& into) {
       into.threads = setting.number(1, kMaxThreads).value_or(into.threads);
     }},
    {{"trusted_proxies", "[RANGE, ...]",
      "who may say what the request of a client was: addresses, ranges, and unix for who comes by a Unix socket",
      "[\"127.0.0.0/8\", \"::1\", \"unix\"]"},
     read_proxies},
    {{"stop_grace", "DURATION", "how long requests under way may take after SIGTERM, at most 10m", "\"10s\""},
     [](const Setting& setting, SidecarConfig& into) {
       into.stop_grace = setting.duration(Duration::zero(), kMaxGrace).value_or(into.stop_grace);
     }},
    {{"tls", "", "the sidecar speaks TLS", ""},
     [](const Setting& setting, SidecarConfig& into) { config::read_table(setting, tls_rows(), into.tls.emplace()); }},
    {{"log", "", "what is logged, and where", ""},
     [](const Setting& setting, SidecarConfig& into) { config::read_table(setting, log_rows(), into.log); }},
    {{"fetch", "", "how keys, metadata and revocations are fetched", ""},
     [](const Setting& setting, SidecarConfig& into) { config::read_table(setting, fetch_rows(), into.fetch); }},
    // Policies name issuers, so those come first.
    {{"issuers", "", "whose tokens are judged: write [issuers.NAME]", kNeeded}, read_issuers},
    {{"policies", "", "what a token has to be: write [policies.NAME]", kNeeded}, read_policies},
};

}  // namespace

std::span<const Row<SidecarConfig>> main_rows() noexcept {
  return kMain;
}
std::span<const Row<TlsFiles>> tls_rows() noexcept {
  return kTls;
}
std::span<const Row<LogConfig>> log_rows() noexcept {
  return kLog;
}
std::span<const Row<FetchConfig>> fetch_rows() noexcept {
  return kFetch;
}

}  // namespace signet::server
