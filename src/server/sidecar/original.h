// The request of the client, as the proxy in front of it tells it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/http.h"
#include "server/sidecar/config.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::server {

/// What is empty was not told, by somebody who may tell it. Views are into the request that was read.
struct Original {
  std::string_view method = {};
  std::string_view target = {};  ///< path and query
  std::string origin = {};       ///< "https://api.example"
  std::optional<Bytes> certificate = {};
  std::string_view client = {};  ///< its address, for logs
};

/// In which fields a kind of proxy tells it; an empty name: it does not.
struct TellingFields {
  std::string_view method = {};
  std::string_view target = {};
  std::string_view host = {};
  std::string_view certificate = {};
  std::optional<std::string_view> (*certificate_in)(std::string_view value) = nullptr;  ///< null: the value itself
};

/// Whether the other end of the connection may tell what its client asked for.
bool is_trusted(const net::Peer& peer, const SidecarConfig& config) noexcept;

/// What a trusted proxy tells in these fields. Errors: malformed_request(FIELD) for one that came twice, since one of
/// the two may be the client's, and for a target that is none of the origin form (RFC 9112 section 3.2.1), which
/// another reader could take for another one. Of certificates two count as none, and they are looked at where
/// `wants_certificate`.
Result<Original> read_original(const net::Request& request, const TellingFields& names, bool wants_certificate);

/// "https://api.example" of what a proxy says; empty unless the scheme is https or http and the host is one.
std::string to_origin(std::string_view scheme, std::string_view host);

}  // namespace signet::server
