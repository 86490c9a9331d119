// Traefik's ForwardAuth and Caddy's forward_auth: they pass every answer that is not 2xx on to the client.
#include "server/sidecar/query_dialect.h"

namespace signet::server {
namespace {

constexpr TellingFields kFields{.method = "X-Forwarded-Method",
                                .target = "X-Forwarded-Uri",
                                .host = "X-Forwarded-Host",
                                .certificate = "X-Forwarded-Tls-Client-Cert"};

std::expected<Question, Unasked> read(const net::Request& request, const Generation& now, bool is_trusted) {
  return read_query_dialect(request, now, is_trusted, kFields);
}

}  // namespace

constinit const Dialect dialect_rows::traefik = {.name = "traefik", .path = "/verify/traefik", .read = read};

}  // namespace signet::server
