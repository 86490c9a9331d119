// What a client can cost: time, places, octets.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "net/fixture.h"

namespace signet::net::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr milliseconds kShort{100};

TEST_F(ServerTest, AHeaderThatDoesNotEndIsLate) {
  ServerOptions chosen = options();
  chosen.limits.head_time = kShort;
  start(std::move(chosen));
  RawClient client = connect();
  client.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
  std::atomic<bool> is_over = false;
  // An octet now and then does not make it last.
  std::thread drip([&] {
    while (!is_over && client.send("a")) std::this_thread::sleep_for(milliseconds(5));
  });
  const Answer answer = client.read();
  is_over = true;
  drip.join();
  EXPECT_EQ(answer.status, 408);
  client.finish();
  client.read_to_end();
  wait_for_active(0);
  EXPECT_EQ(server_->counters().refused[static_cast<std::size_t>(Refusal::head_late)], 1U);
  EXPECT_TRUE(events_.has(EventKind::refused, "head_late"));
}

TEST_F(ServerTest, ABodyThatDoesNotEndIsLate) {
  ServerOptions chosen = options();
  chosen.limits.body_time = kShort;
  start(std::move(chosen));
  RawClient client = connect();
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab");
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 408 "));
  RawClient waiting = connect();
  waiting.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_THAT(waiting.read_to_end(), StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 408 "));
}

TEST_F(ServerTest, AnIdleConnectionIsClosedWithoutAWord) {
  ServerOptions chosen = options();
  chosen.limits.idle_time = kShort;
  start(std::move(chosen));
  RawClient fresh = connect();
  EXPECT_EQ(fresh.read_to_end(), "");
  RawClient used = connect();
  used.send(kGet);
  EXPECT_EQ(used.read().status, 200);
  EXPECT_EQ(used.read_to_end(), "");
}

TEST_F(ServerTest, AClientThatDoesNotReadIsDropped) {
  ServerOptions chosen = options();
  chosen.limits.write_time = kShort;
  start(std::move(chosen));
  RawClient client = connect();
  std::string all;
  for (int i = 0; i < 64; ++i) all += get("/large");
  client.send(all);
  wait_for_active(0);
  EXPECT_LT(server_->counters().requests, 64U);
}

TEST_F(ServerTest, AnEndpointThatDoesNotAnswerInTimeIsAnsweredFor) {
  ServerOptions chosen = options();
  chosen.limits.answer_time = kShort;
  start(std::move(chosen));
  RawClient client = connect();
  client.send(get("/held"));
  const std::string all = client.read_to_end();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(all, HasSubstr("\r\nRetry-After: 1\r\n"));
  for (Pending& pending : held_.take(1)) pending.answer({.body = "too late"});
  RawClient next = connect();
  next.send(kGet);
  EXPECT_EQ(next.read().status, 200);
}

TEST_F(ServerTest, AClientThatDoesNotCloseIsClosed) {
  ServerOptions chosen = options();
  chosen.limits.linger_time = kShort;
  start(std::move(chosen));
  RawClient client = connect();
  client.send(get("/", "Connection: close\r\n"));
  wait_for_active(0);
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerTest, OneConnectionTooManyIsClosed) {
  ServerOptions chosen = options();
  chosen.limits.connections = 2;
  start(std::move(chosen));
  {
    RawClient first = connect();
    RawClient second = connect();
    wait_for_active(2);
    RawClient third = connect();
    EXPECT_EQ(third.read_to_end(), "");
    first.send(kGet);
    EXPECT_EQ(first.read().status, 200);
    EXPECT_TRUE(events_.has(EventKind::connection_limit, ""));
  }
  wait_for_active(0);
  RawClient next = connect();
  next.send(kGet);
  EXPECT_EQ(next.read().status, 200);
  EXPECT_EQ(server_->counters().over_limit, 1U);
}

TEST_F(ServerTest, AConnectionHasSoManyRequests) {
  ServerOptions chosen = options();
  chosen.limits.requests_per_connection = 3;
  start(std::move(chosen));
  RawClient client = connect();
  client.send(kGet + kGet + kGet + kGet + kGet);
  const std::string all = client.read_to_end();
  EXPECT_EQ(count(all, "HTTP/1.1 200 OK"), 3);
  EXPECT_EQ(count(all, "Connection: close"), 1);
}

TEST_F(ServerTest, OneRequestTooManyThatWaitsIsTurnedAway) {
  ServerOptions chosen = options();
  chosen.limits.pending = 2;
  start(std::move(chosen));
  RawClient first = connect();
  first.send(get("/held"));
  RawClient second = connect();
  second.send(get("/held"));
  std::vector<Pending> taken = held_.take(2);
  RawClient third = connect();
  third.send(get("/held") + kGet);
  const Answer refused = third.read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.head, HasSubstr("\r\nRetry-After: 1\r\n"));
  EXPECT_EQ(third.read().status, 200);  // the connection goes on
  taken.clear();                        // dropped: 500
  EXPECT_EQ(first.read().status, 500);
  EXPECT_EQ(second.read().status, 500);
  third.send(get("/held"));
  for (Pending& pending : held_.take(1)) pending.answer({.body = "there"});
  EXPECT_EQ(third.read().body, "there");
}

TEST_F(ServerTest, OneSlowRequestTooManyIsTurnedAway) {
  ServerOptions chosen = options();
  chosen.limits.slow_threads = 0;
  start(std::move(chosen));
  RawClient client = connect();
  client.send(get("/slow") + kGet);
  EXPECT_EQ(client.read().status, 503);
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(server_->counters().refused[static_cast<std::size_t>(Refusal::slow_full)], 1U);
}

constexpr std::size_t kMany = 10'000;
constexpr std::size_t kEach = 100;  // one of so many asks for something

/// Opens many connections to the port that comes out of `port`, tells how many were answered, and keeps them until
/// `port` ends. A process of its own, since a process may not have as many descriptors as both ends take.
[[noreturn]] void be_many_clients(int port, int told) {
  std::uint16_t number = 0;
  std::size_t answered = 0;
  std::vector<RawClient> clients;
  clients.reserve(kMany);
  if (::read(port, &number, sizeof number) == sizeof number) {
    for (std::size_t i = 0; i < kMany; ++i) clients.push_back(RawClient::to_port(number));
    for (std::size_t i = 0; i < kMany; i += kEach) {
      const std::string path = "/below/" + std::to_string(i);
      if (clients[i].send(get(path)) && clients[i].read().body == "GET " + path + "? ") ++answered;
    }
  }
  const bool is_told = ::write(told, &answered, sizeof answered) == sizeof answered;
  char more = 0;
  const bool is_over = ::read(port, &more, 1) == 0;
  ::_exit(is_told && is_over ? 0 : 1);
}

TEST_F(ServerTest, TenThousandIdleConnectionsAreServed) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  ASSERT_GE(limit.rlim_max, kMany + 100) << "this machine does not let a process have as many descriptors";
  limit.rlim_cur = limit.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  std::array<int, 2> port{};
  std::array<int, 2> told{};
  ASSERT_EQ(::pipe2(port.data(), O_CLOEXEC), 0);
  ASSERT_EQ(::pipe2(told.data(), O_CLOEXEC), 0);
  const pid_t child = ::fork();  // before there are threads
  if (child == 0) {
    ::close(port[1]);
    be_many_clients(port[0], told[1]);
  }
  ServerOptions patient = options(2);  // ten thousand may take their time on a machine with other work
  patient.limits.head_time = patient.limits.idle_time = std::chrono::minutes(10);
  start(std::move(patient));
  const std::uint16_t number = server_->port(0);
  EXPECT_EQ(::write(port[1], &number, sizeof number), static_cast<ssize_t>(sizeof number));
  std::size_t answered = 0;
  EXPECT_EQ(::read(told[0], &answered, sizeof answered), static_cast<ssize_t>(sizeof answered));
  EXPECT_EQ(answered, kMany / kEach);
  wait_for_active(kMany);
  // The last is counted by its own thread, a moment after it is there.
  while (server_->counters().accepted < kMany) std::this_thread::sleep_for(milliseconds(1));
  EXPECT_EQ(server_->counters().accepted, kMany);
  for (const int one : {port[1], port[0], told[0], told[1]}) ::close(one);
  wait_for_active(0);
  int status = 1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace signet::net::test
