// Rows of what stands outside of issuers and policies.
#include <chrono>

#include "server/listening/rows.h"
#include "server/sidecar/config_rows.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr std::size_t kMaxThreads = 256;  // of a net::Server
constexpr Duration kMaxGrace = std::chrono::minutes(10);

void read_status_listen(const Setting& setting, SidecarConfig& into) {
  read_listen(setting, into.status_listen);
  for (const ListenAt& at : into.status_listen) {
    if (at.is_systemd) setting.fault("sockets that systemd passes on are those of listen: write an address of its own");
    if (!at.is_systemd && is_taken(into.listen, at))
      setting.fault("an address of listen cannot stand here as well: leave status_listen out, or use another port");
  }
}

void read_proxies(const Setting& setting, SidecarConfig& into) {
  into.trusts_unix = false;
  read_ranges(setting, into.trusted_proxies, into.trusts_unix);
}

constexpr std::string_view kDecisions[] = {"all", "refused", "none"};  // in the order of LogWhat

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
std::span<const Row<LogConfig>> log_rows() noexcept {
  return kLog;
}

}  // namespace signet::server
