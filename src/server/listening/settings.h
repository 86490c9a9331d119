// Where a server listens, how it speaks TLS, and how it asks others: what configurations of all servers have.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/ip_range.h"
#include "net/tls.h"
#include "signet/fetcher.h"
#include "signet/result.h"

namespace signet::server {

/// "127.0.0.1:4180", "[::1]:4180", "unix:/run/signet.sock" or "systemd": the sockets that systemd passes on.
struct ListenAt {
  std::string address = {};  ///< an IP address; empty for the others
  std::uint16_t port = 0;
  std::string path = {};  ///< of a Unix socket
  bool is_systemd = false;
  bool operator==(const ListenAt&) const = default;
};

struct TlsFiles {
  std::string certificate;
  std::string key;
  std::string client_authorities = {};  ///< not empty: every client needs a certificate of these
  bool operator==(const TlsFiles&) const = default;
};

/// How keys, metadata and revocations are fetched.
struct FetchConfig {
  std::string ca_file = {};
  bool allow_loopback = false;
  bool operator==(const FetchConfig&) const = default;
};

/// "127.0.0.1:4180", "[::1]:4180", "unix:PATH", "systemd"; nothing for another text.
std::optional<ListenAt> parse_listen(std::string_view text);

net::TlsOptions to_tls_options(const TlsFiles& files);
/// Errors: those of Fetcher::start.
Result<std::shared_ptr<Fetcher>> start_fetcher(const FetchConfig& config);

}  // namespace signet::server
