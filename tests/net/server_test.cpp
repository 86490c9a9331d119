// What a server does with requests that hold.
#include "net/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "net/fixture.h"

namespace signet::net::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(ServerTest, AnswersWithLengthAndDateAndKeepsTheConnection) {
  start(options());
  RawClient client = connect();
  client.send(get("/below/a?b=c"));
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "GET /below/a?b=c ");
  EXPECT_THAT(answer.head, HasSubstr("\r\nContent-Length: 17\r\n"));
  EXPECT_THAT(answer.head, testing::ContainsRegex("\r\nDate: [A-Z][a-z]+, [0-9]+ [A-Z][a-z]+ [0-9]+ [0-9:]+ GMT\r\n"));
  EXPECT_THAT(answer.head, Not(HasSubstr("Connection")));
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(client.read().body, "POST /? abc");
  EXPECT_EQ(server_->counters().requests, 2U);
  EXPECT_EQ(server_->counters().accepted, 1U);
}

TEST_F(ServerTest, ManyPipelinedRequestsAreAnsweredInOrder) {
  start(options());
  RawClient client = connect();
  std::string all;
  for (int i = 0; i < 500; ++i) all += get("/below/" + std::to_string(i));
  std::thread sender([&] { client.send(all); });
  for (int i = 0; i < 500; ++i) EXPECT_EQ(client.read().body, "GET /below/" + std::to_string(i) + "? ");
  sender.join();
}

TEST_F(ServerTest, AnAnswerThatWaitsHoldsBackWhatStandsBehindIt) {
  start(options());
  RawClient client = connect();
  client.send(get("/held") + get("/below/second"));
  for (Pending& pending : held_.take(1)) pending.answer({.body = "first"});
  EXPECT_EQ(client.read().body, "first");
  EXPECT_EQ(client.read().body, "GET /below/second? ");
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
  start(options());
  RawClient client = connect();
  client.send("HEAD /large HTTP/1.1\r\nHost: x\r\n\r\n" + kGet);
  const Answer head = client.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_THAT(head.head, HasSubstr("\r\nContent-Length: 1048576\r\n"));
  EXPECT_EQ(client.read().body, "GET /? ");
}

TEST_F(ServerTest, NoContentHasNoLength) {
  start(options());
  RawClient client = connect();
  client.send(get("/none") + kGet);
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, 204);
  EXPECT_THAT(answer.head, Not(HasSubstr("Content-Length")));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerTest, LargeAnswersArriveWhole) {
  start(options());
  RawClient client = connect();
  client.send(get("/large") + get("/large"));
  EXPECT_EQ(client.read().body, std::string(1u << 20, 'a'));
  EXPECT_EQ(client.read().body.size(), 1u << 20);
}

TEST_F(ServerTest, PathsAndMethodsAreFoundOrNot) {
  start(options());
  RawClient client = connect();
  client.send(get("/nowhere"));
  EXPECT_EQ(client.read().status, 404);
  client.send("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n");
  const Answer refused = client.read();
  EXPECT_EQ(refused.status, 405);
  EXPECT_THAT(refused.head, HasSubstr("\r\nAllow: GET, HEAD, POST, OPTIONS\r\n"));
  client.send("PURGE /below/x HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read().status, 200);
  client.send(get("/belowx"));
  EXPECT_EQ(client.read().status, 404);
}

TEST_F(ServerTest, AClientThatWaitsIsInvitedToGoOn) {
  start(options());
  RawClient client = connect();
  client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.read().head, "HTTP/1.1 100 Continue\r\n");
  client.send("abc");
  EXPECT_EQ(client.read().body, "POST /? abc");
}

TEST_F(ServerTest, AClientThatWaitsIsToldThatItsBodyIsTooLong) {
  start(options());
  RawClient client = connect();
  client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(client.read().status, 413);
}

TEST_F(ServerTest, AnAnswerReachesAClientThatStillSends) {
  start(options());
  RawClient client = connect();
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
  client.send(std::string(200'000, 'a'));
  EXPECT_EQ(client.read().status, 413);
}

TEST_F(ServerTest, AHalfClosedConnectionIsAnsweredAndThenClosed) {
  start(options());
  RawClient client = connect();
  client.send(get("/held"));
  client.finish();
  for (Pending& pending : held_.take(1)) pending.answer({.body = "late"});
  EXPECT_THAT(client.read_to_end(), testing::EndsWith("\r\n\r\nlate"));
  wait_for_active(0);
}

TEST_F(ServerTest, CloseAndHttp10AreHonoured) {
  start(options());
  RawClient closing = connect();
  closing.send(get("/", "Connection: close\r\n"));
  EXPECT_THAT(closing.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));
  RawClient old = connect();
  old.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
  EXPECT_THAT(old.read().head, HasSubstr("\r\nConnection: keep-alive\r\n"));
  old.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));
}

TEST_F(ServerTest, EndpointsThatFailAnswer500AndAreTold) {
  start(options());
  RawClient client = connect();
  for (const char* path : {"/throws", "/slow/throws", "/bad", "/dropped"}) {
    client.send(get(path));
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_THAT(answer.head, Not(HasSubstr("Cookie"))) << path;
  }
  client.send(kGet);
  EXPECT_EQ(client.read().status, 200);
  EXPECT_TRUE(events_.has(EventKind::endpoint_failed, "broken"));
  EXPECT_TRUE(events_.has(EventKind::answer_unusable, ""));
  EXPECT_EQ(server_->counters().endpoint_failed, 2U);
}

TEST_F(ServerTest, SlowEndpointsRunOnAnotherThread) {
  start(options());
  RawClient client = connect();
  client.send(get("/slow"));
  EXPECT_EQ(client.read().body, "GET /slow? ");
}

TEST_F(ServerTest, ListensOnIpv6AndOnAnInheritedSocket) {
  ServerOptions chosen = options();
  chosen.listeners.push_back({.at = TcpListener{.address = "::1"}});
  start(std::move(chosen));
  RawClient client = RawClient::to_port(server_->port(1), "::1");
  client.send(get("/peer"));
  EXPECT_EQ(client.read().body, "::1 plain 0");
}

TEST_F(ServerTest, OptionsThatMakeNoServerAreErrors) {
  const auto error = [](ServerOptions chosen) { return to_string(Server::start(std::move(chosen)).error()); };
  ServerOptions chosen = options();
  chosen.listeners.clear();
  EXPECT_EQ(error(std::move(chosen)), "usage(listeners)");
  EXPECT_EQ(error(options(0)), "usage(threads)");
  EXPECT_EQ(error(options(1000)), "usage(threads)");
  chosen = options();
  chosen.limits.request.target_octets = chosen.limits.request.head_octets + 1;
  EXPECT_EQ(error(std::move(chosen)), "usage(head_octets)");
}

TEST_F(ServerTest, AnAddressInUseIsAnError) {
  start(options());
  ServerOptions second = options();
  const std::string name = "127.0.0.1:" + std::to_string(server_->port(0));
  second.listeners = {{.at = TcpListener{.port = server_->port(0)}}};
  const auto started = Server::start(std::move(second));
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(to_string(started.error()), "address_in_use(" + name + ")");
}

TEST_F(ServerTest, AddressesThatAreNoneAreErrors) {
  for (const char* address : {"localhost", "", "256.1.1.1", "192.0.2.77"}) {
    ServerOptions chosen = options();
    chosen.listeners = {{.at = TcpListener{.address = address, .port = 1}}};
    const auto started = Server::start(std::move(chosen));
    ASSERT_FALSE(started.has_value()) << address;
    EXPECT_EQ(started.error().code, Errc::listen_failed) << address;
  }
}

}  // namespace
}  // namespace signet::net::test
