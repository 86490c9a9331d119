#include "server/listening/serving.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "net/inherited.h"
#include "try.h"

namespace signet::server {
namespace {

std::string name_of(const ListenAt& at, std::uint16_t port) {
  if (at.is_systemd) return "systemd";
  if (!at.path.empty()) return "unix:" + at.path;
  const bool is_v6 = at.address.contains(':');
  return (is_v6 ? "[" + at.address + "]" : at.address) + ":" + std::to_string(port);
}

Result<std::vector<net::Listener>> to_listeners(const ListenAt& at, const std::shared_ptr<net::TlsContext>& tls) {
  std::vector<net::Listener> listeners;
  if (at.is_systemd) {
    for (const int socket : net::inherited_sockets())
      listeners.push_back({.at = net::InheritedListener{.descriptor = socket}, .tls = tls});
    if (listeners.empty()) return fail(Errc::listen_failed, "systemd");
  } else if (!at.path.empty()) {
    listeners.push_back({.at = net::UnixListener{.path = at.path}});
  } else {
    listeners.push_back({.at = net::TcpListener{.address = at.address, .port = at.port}, .tls = tls});
  }
  return listeners;
}

}  // namespace

Result<Serving> serve(const std::vector<ListenAt>& at, const std::shared_ptr<net::TlsContext>& tls,
                      std::vector<net::Endpoint> endpoints, const ServeOptions& how) {
  SIGNET_TRY(net::Router router, net::Router::make(std::move(endpoints)));
  net::ServerOptions options{.listeners = {},
                             .router = std::move(router),
                             .threads = how.threads,
                             .limits = how.limits,
                             .on_event = how.on_event};
  std::vector<const ListenAt*> each;
  for (const ListenAt& one : at) {
    SIGNET_TRY(std::vector<net::Listener> listeners, to_listeners(one, tls));
    each.insert(each.end(), listeners.size(), &one);
    std::ranges::move(listeners, std::back_inserter(options.listeners));
  }
  Serving serving;
  SIGNET_TRY(serving.server, net::Server::start(std::move(options)));
  for (std::size_t i = 0; i < each.size(); ++i) serving.names.push_back(name_of(*each[i], serving.server->port(i)));
  return serving;
}

}  // namespace signet::server
