#include "net/fixture.h"

#include <stdexcept>
#include <string_view>
#include <thread>

namespace signet::net::test {
namespace {

Response tell(const Request& request) {
  std::string body = request.method;
  body.append(" ").append(request.path).append("?").append(request.query).append(" ").append(request.body);
  return {.fields = {{"Content-Type", "text/plain"}}, .body = std::move(body)};
}

Response tell_peer(const Request& request) {
  std::string body = request.peer.is_unix ? "unix" : request.peer.address;
  body.append(request.is_tls ? " tls " : " plain ");
  body.append(std::to_string(request.client_certificate ? request.client_certificate->size() : 0));
  return {.body = std::move(body)};
}

Response throw_something(const Request&) {
  throw std::runtime_error("broken");
}

Response cannot_be_sent(const Request&) {
  return {.fields = {{"X", "a\r\nSet-Cookie: b"}}};
}

}  // namespace

std::vector<Endpoint> ServerTest::endpoints() {
  const AnswerLater hold = [this](const Request&, Pending pending) { held_.add(std::move(pending)); };
  const AnswerLater drop = [](const Request&, Pending) {};
  std::vector<Endpoint> all;
  all.push_back({.methods = {"GET", "POST", "OPTIONS"}, .path = "/", .answer = tell});
  all.push_back({.methods = {"OPTIONS"}, .path = "*", .answer = tell});
  all.push_back({.path = "/below", .match = PathMatch::below, .answer = tell});
  all.push_back({.methods = {"GET"}, .path = "/peer", .answer = tell_peer});
  all.push_back({.methods = {"GET"}, .path = "/held", .kind = Kind::store, .answer = hold});
  all.push_back({.methods = {"GET"}, .path = "/dropped", .kind = Kind::store, .answer = drop});
  all.push_back({.methods = {"GET"}, .path = "/slow", .kind = Kind::slow, .answer = tell});
  all.push_back({.methods = {"GET"}, .path = "/slow/held", .kind = Kind::slow, .answer = hold});
  all.push_back({.methods = {"GET"}, .path = "/slow/throws", .kind = Kind::slow, .answer = throw_something});
  all.push_back({.methods = {"GET"}, .path = "/throws", .answer = throw_something});
  all.push_back({.methods = {"GET"}, .path = "/bad", .answer = cannot_be_sent});
  all.push_back(
      {.methods = {"GET"}, .path = "/none", .answer = [](const Request&) { return Response{.status = 204}; }});
  all.push_back({.methods = {"GET"}, .path = "/large", .answer = [](const Request&) {
                   return Response{.body = std::string(1u << 20, 'a')};
                 }});
  return all;
}

ServerOptions ServerTest::options(std::size_t threads) {
  auto router = Router::make(endpoints());
  EXPECT_TRUE(router.has_value());
  ServerOptions options{.listeners = {}, .router = std::move(*router), .threads = threads};
  options.listeners.push_back({.at = TcpListener{}});
  options.on_event = [this](const Event& event) { events_.add(event); };
  return options;
}

void ServerTest::start(ServerOptions options) {
  auto started = Server::start(std::move(options));
  ASSERT_TRUE(started.has_value()) << to_string(started.error());
  server_ = std::move(*started);
}

void ServerTest::wait_for_active(std::uint64_t active) const {
  while (server_->counters().active != active) std::this_thread::sleep_for(milliseconds(1));
}

}  // namespace signet::net::test
