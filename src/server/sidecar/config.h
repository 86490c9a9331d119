// What the file of a sidecar says, checked for form: docs/reference/sidecar.md lists every key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "net/ip_range.h"
#include "server/listening/settings.h"
#include "signet/algorithm.h"
#include "signet/claims.h"
#include "signet/profile.h"
#include "signet/requirement.h"
#include "signet/resource.h"
#include "signet/timestamp.h"

namespace signet::server {

enum class LogWhat : std::uint8_t { all, refused, none };

struct LogConfig {
  LogWhat decisions = LogWhat::all;
  std::string file = "-";  ///< "-": standard output
};

struct DiscoveredIssuer {
  bool operator==(const DiscoveredIssuer&) const = default;
};
struct KeySetUrl {
  std::string url;
  bool operator==(const KeySetUrl&) const = default;
};
/// A JWK Set in a file, read at the start and at every reload; with `is_private` it may hold symmetric keys.
struct KeySetFile {
  std::string path;
  bool is_private = false;
  bool operator==(const KeySetFile&) const = default;
};

struct RevocationsConfig {
  std::string url;
  std::string grant_claim = {};
  Duration max_silence = std::chrono::minutes(1);
  Duration fail_open_for = Duration::zero();
  bool operator==(const RevocationsConfig&) const = default;
};

/// [issuers.NAME]
struct IssuerConfig {
  std::string name;
  std::string issuer;  ///< "iss", octet by octet
  std::variant<DiscoveredIssuer, KeySetUrl, KeySetFile> keys = DiscoveredIssuer{};
  std::string tenant = {};  ///< what Signet-Tenant says; the name unless set
  std::optional<RevocationsConfig> revocations = {};
  bool operator==(const IssuerConfig&) const = default;
};

/// [policies.NAME.dpop]
struct DpopConfig {
  std::vector<std::string> algorithms = {};  ///< empty: all asymmetric ones
  std::optional<Duration> max_age = {};
  bool nonces = false;
  std::string nonce_key_file = {};  ///< 32 octets or more that several sidecars share; empty: a random one
};

/// One of [policies.NAME.headers]: a field of the answer that takes what a claim says.
struct HeaderMap {
  std::string field;
  std::string claim;
};

/// [policies.NAME]
struct PolicyConfig {
  std::string name;
  std::vector<std::string> issuers = {};  ///< names of issuers; never empty once read
  std::vector<std::string> audiences = {};
  bool any_audience = false;
  std::vector<std::string> algorithms = {};
  const jwt::Profile* profile = nullptr;
  std::vector<std::string> typs = {};
  bool any_typ = false;
  Duration leeway = std::chrono::seconds(10);
  /// scopes, acr_values, max_age and requirements; its audiences stay empty.
  resource::Demands demands = {};
  std::string realm = {};     ///< the name unless set
  std::string resource = {};  ///< RFC 9728 section 1.2: the resource identifier; empty: no metadata
  std::string origin = {};    ///< "https://api.example", as clients name it; empty: as trusted proxies say
  resource::Binding binding = resource::Binding::allowed;
  bool certificates = false;
  std::optional<DpopConfig> dpop = {};
  std::optional<resource::CookieRules> cookie = {};
  bool claims_header = false;  ///< whether Signet-Claims is sent
  std::vector<HeaderMap> headers = {};
  std::size_t cache_entries = 16'384;  ///< verified tokens that are remembered, of each issuer; 0: none
};

struct SidecarConfig {
  std::vector<ListenAt> listen = {};
  std::vector<ListenAt> status_listen = {};  ///< of /livez, /readyz and /metrics; empty: they are at `listen`
  std::size_t threads = 1;
  std::vector<net::IpRange> trusted_proxies = {};
  bool trusts_unix = true;  ///< whether who comes by a Unix socket is a trusted proxy
  Duration stop_grace = std::chrono::seconds(10);
  std::optional<TlsFiles> tls = {};
  LogConfig log = {};
  FetchConfig fetch = {};
  std::vector<IssuerConfig> issuers = {};
  std::vector<PolicyConfig> policies = {};
};

}  // namespace signet::server
