// protect_httplib KEYS.jwks ISSUER AUDIENCE ORIGIN PORT: an API on cpp-httplib. GET /orders needs the scope read, POST
// /orders the scope write. It speaks plain HTTP on loopback, as behind a proxy that ends TLS for ORIGIN.
#include <httplib.h>

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "now.h"
#include "orders.h"
#include "signet/resource.h"

namespace {

// [httplib]
using Handler =
    std::function<void(const httplib::Request&, httplib::Response&, const signet::resource::Granted& granted)>;

/// Calls `handler` for requests that have a good token with all of `scopes`, and answers the others itself.
httplib::Server::Handler protect(const Api& api, std::vector<std::string> scopes, Handler handler) {
  return [&api, demands = signet::resource::Demands{.scopes = std::move(scopes)}, handler = std::move(handler)](
             const httplib::Request& request, httplib::Response& response) {
    std::vector<signet::HttpField> fields;
    // All of them, repeated ones too. Version 0.11 has decoded %41 in their values; the guard judges what handlers see.
    for (const auto& [name, value] : request.headers) fields.push_back({name, value});
    const std::string url = api.origin + request.target;
    // On an SSLServer, `certificate` is the DER form (i2d_X509) of what SSL_get1_peer_certificate(request.ssl) returns.
    // Plain HTTP has none.
    const auto decision = api.guard.check({.method = request.method, .url = url, .fields = fields}, now(), &demands);
    for (const auto& [name, value] : decision ? decision->fields : decision.error().fields)
      response.set_header(name, value);
    if (decision) return handler(request, response, *decision);
    response.status = decision.error().status;
  };
}
// [/httplib]

int serve(const Api& api, int port) {
  constexpr std::size_t kMaxBody = 64U << 10;
  const Handler greet = [](const httplib::Request&, httplib::Response& response,
                           const signet::resource::Granted& granted) {
    response.set_content(greeting(granted), "text/plain");
  };
  httplib::Server server;
  // cpp-httplib reads the body before a handler is called.
  server.set_payload_max_length(kMaxBody);
  server.Get("/orders", protect(api, {"read"}, greet));
  server.Post("/orders", protect(api, {"write"}, greet));
  if (port == 0) {
    port = server.bind_to_any_port("127.0.0.1");
  } else if (!server.bind_to_port("127.0.0.1", port)) {
    port = -1;
  }
  if (port < 0) {
    std::cerr << "cannot listen there\n";
    return 1;
  }
  std::cout << "listening at 127.0.0.1:" << port << std::endl;
  return server.listen_after_bind() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: protect_httplib KEYS.jwks ISSUER AUDIENCE ORIGIN PORT\n";
    return 2;
  }
  const auto api = make_api(argv[1], argv[2], argv[3], argv[4]);
  if (!api) {
    std::cerr << "refused: " << signet::to_string(api.error()) << '\n';
    return 1;
  }
  return serve(*api, std::atoi(argv[5]));
}
