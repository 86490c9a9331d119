// What the configuration of the token server says: docs/reference/server.md lists every setting.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/config/document.h"
#include "server/listening/settings.h"
#include "server/sidecar/config.h"
#include "server/tenancy/catalog.h"
#include "signet/timestamp.h"

namespace signet::server {

struct ServeConfig {
  std::string data = "data";
  std::vector<ListenAt> listen = {};
  std::optional<BaseUrl> base_url = {};
  std::vector<std::string> hosts = {};
  std::vector<ListenAt> admin_listen = {};
  std::string admin_token_file = {};
  std::vector<ListenAt> status_listen = {};
  std::size_t threads = 1;
  bool behind_proxy = false;
  std::vector<net::IpRange> trusted_proxies = {};
  bool trusts_unix = false;
  std::string master_key_file = {};
  Duration stop_grace = std::chrono::seconds(10);
  TlsFiles tls = {};  ///< empty: no TLS
  LogConfig log = {};
  FetchConfig fetch = {};

  bool has_tls() const noexcept { return !tls.certificate.empty(); }
};

/// What is known of a setting, for flags and the reference.
struct ServeOption {
  std::string_view key;
  std::string_view flag;
  std::string_view form;
  std::string_view help;
  std::string_view standard;
};
std::span<const ServeOption> serve_options() noexcept;
/// "SIGNET_TLS_KEY".
std::string environment_name(const ServeOption& option);

/// Settings from elsewhere than the file, by key; of a list the elements with commas between them. `from` says where
/// they come from, for faults.
struct Override {
  std::string_view key;
  std::string value;
  std::string from;
};

/// All of it: the file's text (empty: none), then what goes before it, in that order. Every fault at once.
std::expected<ServeConfig, std::vector<config::Fault>> read_serve_config(std::string_view text,
                                                                         const std::filesystem::path& folder,
                                                                         std::span<const Override> overrides);

}  // namespace signet::server
