// protect_beast KEYS.jwks ISSUER AUDIENCE ORIGIN PORT: an API on Boost.Beast. GET /orders needs the scope read, POST
// /orders the scope write. It speaks plain HTTP on loopback, as behind a proxy that ends TLS for ORIGIN.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "now.h"
#include "orders.h"
#include "signet/resource.h"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Response = http::response<http::string_body>;

struct Route {
  http::verb method;
  std::string_view path;
  signet::resource::Demands demands;
};

const Route* find_route(http::verb method, std::string_view target) {
  static const Route kRoutes[] = {{http::verb::get, "/orders", {.scopes = {"read"}}},
                                  {http::verb::post, "/orders", {.scopes = {"write"}}}};
  for (const Route& route : kRoutes)
    if (route.method == method && route.path == target.substr(0, target.find('?'))) return &route;
  return nullptr;
}

// [beast]
Response judge(const Api& api, const http::request_header<>& request) {
  const std::string_view target = request.target();
  const Route* const route = find_route(request.method(), target);
  if (route == nullptr) return {http::status::not_found, request.version()};
  std::vector<signet::HttpField> fields;
  for (const auto& field : request) fields.push_back({std::string(field.name_string()), std::string(field.value())});
  const std::string url = api.origin + std::string(target);
  // On an ssl_stream that asks for certificates, `certificate` is the DER form (i2d_X509) of what
  // SSL_get1_peer_certificate(stream.native_handle()) returns. Plain HTTP has none.
  const auto decision = api.guard.check(
      {.method = std::string_view(request.method_string()), .url = url, .fields = fields}, now(), &route->demands);
  Response response(decision ? http::status::ok : http::int_to_status(static_cast<unsigned>(decision.error().status)),
                    request.version());
  for (const auto& [name, value] : decision ? decision->fields : decision.error().fields) response.insert(name, value);
  if (decision) response.body() = greeting(*decision);
  return response;
}
// [/beast]

/// One connection: each request is judged by its header, before its body is read.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const Api& api) : stream_(std::move(socket)), api_(api) {}

  void read() {
    constexpr std::uint32_t kMaxHead = 32U << 10;
    constexpr std::uint64_t kMaxBody = 64U << 10;
    parser_.emplace();
    parser_->header_limit(kMaxHead);
    parser_->body_limit(kMaxBody);
    stream_.expires_after(std::chrono::seconds(10));
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) self->answer();
                            });
  }

 private:
  void answer() {
    response_ = judge(api_, parser_->get());
    // Whoever is refused is not listened to any longer: the body that goes unread ends the connection.
    const bool is_read = response_.result() == http::status::ok;
    response_.keep_alive(parser_->keep_alive() && (is_read || parser_->is_done()));
    response_.prepare_payload();
    if (!is_read) return write();
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (!error) self->write();
    });
  }

  void write() {
    http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      // Else nobody holds the session any longer, and its connection ends with it.
      if (!error && self->response_.keep_alive()) self->read();
    });
  }

  beast::tcp_stream stream_;
  const Api& api_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Response response_;
};

void accept(tcp::acceptor& acceptor, const Api& api) {
  acceptor.async_accept([&acceptor, &api](beast::error_code error, tcp::socket socket) {
    if (!error) std::make_shared<Session>(std::move(socket), api)->read();
    accept(acceptor, api);
  });
}

void serve(const Api& api, std::uint16_t port) {
  asio::io_context context;
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&context](beast::error_code, int) { context.stop(); });
  accept(acceptor, api);
  std::cout << "listening at 127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
  context.run();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: protect_beast KEYS.jwks ISSUER AUDIENCE ORIGIN PORT\n";
    return 2;
  }
  const auto api = make_api(argv[1], argv[2], argv[3], argv[4]);
  if (!api) {
    std::cerr << "refused: " << signet::to_string(api.error()) << '\n';
    return 1;
  }
  try {
    serve(*api, static_cast<std::uint16_t>(std::atoi(argv[5])));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
