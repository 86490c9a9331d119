// Traefik's ForwardAuth and Caddy's forward_auth: they pass every answer that is not 2xx on to the client.
#include "server/sidecar/query_dialect.h"

namespace signet::server {
constinit const Dialect dialect_rows::traefik = {.name = "traefik",
                                                 .path = "/verify/traefik",
                                                 .fields = {.method = "X-Forwarded-Method",
                                                            .target = "X-Forwarded-Uri",
                                                            .host = "X-Forwarded-Host",
                                                            .certificate = "X-Forwarded-Tls-Client-Cert"},
                                                 .read = read_query_dialect};

}  // namespace signet::server
