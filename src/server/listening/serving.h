// An HTTP server at the addresses of a configuration.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/server.h"
#include "server/listening/settings.h"

namespace signet::server {

/// One HTTP server and the names of what it listens at.
struct Serving {
  std::unique_ptr<net::Server> server;
  std::vector<std::string> names;
};

struct ServeOptions {
  std::size_t threads = 1;
  net::ServerLimits limits = {};
  std::function<void(const net::Event&)> on_event = nullptr;
};

/// Serves when it returns; `tls` may be null, and is not for Unix sockets. Errors: those of net::Router and
/// net::Server, listen_failed(systemd) when no socket was passed on.
Result<Serving> serve(const std::vector<ListenAt>& at, const std::shared_ptr<net::TlsContext>& tls,
                      std::vector<net::Endpoint> endpoints, const ServeOptions& how);

}  // namespace signet::server
