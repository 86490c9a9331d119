// What a tenant answers. An endpoint is one file in endpoints/ and one line in its list.inc.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "net/http.h"
#include "net/pending.h"
#include "server/oauth/services.h"

namespace signet::server::oauth {

struct EndpointRow {
  std::string_view path;                      ///< behind the issuer identifier: "/oauth2/token"
  std::span<const std::string_view> methods;  ///< GET brings HEAD
  std::string_view metadata = {};    ///< the member of the server's metadata that names it (RFC 8414 section 2)
  std::string_view well_known = {};  ///< where it stands before the issuer's path (RFC 8414 section 3.1)
  /// Answers at once or later. The request lives until the function returns.
  void (*answer)(Services& services, std::shared_ptr<Tenant> tenant, const net::Request& request, net::Pending pending);
};

std::span<const EndpointRow* const> endpoints() noexcept;

namespace endpoint_rows {
#define SIGNET_ENDPOINT(name) extern const EndpointRow name;
#include "server/oauth/endpoints/list.inc"
#undef SIGNET_ENDPOINT
}  // namespace endpoint_rows

}  // namespace signet::server::oauth
