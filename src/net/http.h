// A request and the answer to it, as endpoints see them. Nothing here belongs to one version of HTTP.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "signet/bytes.h"
#include "signet/result.h"
#include "signet/seams/http_client.h"

namespace signet::net {

/// As received, or as sent, in order.
using Fields = std::vector<HttpField>;

/// The value of the first field of this name, or null. It lives as long as `fields` is not changed.
const std::string* find_field(const Fields& fields SIGNET_LIFETIME_BOUND, std::string_view name) noexcept;

/// The values of all fields of this name, in order; they live as long as `fields` is not changed.
std::vector<std::string_view> all_fields(const Fields& fields SIGNET_LIFETIME_BOUND, std::string_view name);

/// Who sent a request: the other end of the connection, which may be a proxy.
struct Peer {
  std::string address = {};  ///< an IP address as text; empty when it came by a Unix socket
  std::uint16_t port = 0;
  bool is_unix = false;
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  ///< as received
  std::string path = "/";    ///< of the target, as received: nothing is decoded, and dot segments stand as they came
  std::string query = {};    ///< what stands behind the first "?", as received
  Fields fields = {};
  std::string body = {};  ///< whole, without the framing of the transfer
  Peer peer = {};
  bool is_tls = false;
  /// DER of the certificate that the client proved to hold the key of; null without one. Whether it is trusted was
  /// judged by the listener's TLS context, or is left to the caller (`ClientTrust`).
  std::shared_ptr<const Bytes> client_certificate = {};

  const std::string* find(std::string_view name) const noexcept SIGNET_LIFETIME_BOUND {
    return find_field(fields, name);
  }
  std::vector<std::string_view> all(std::string_view name) const SIGNET_LIFETIME_BOUND {
    return all_fields(fields, name);
  }
};

/// An answer. Length, date and what concerns the connection are written by the server; a field of such a name, a field
/// that is none by the grammar, or a status outside 200 to 599 makes it an answer 500.
struct Response {
  int status = 200;
  Fields fields = {};
  std::string body = {};
};

}  // namespace signet::net
