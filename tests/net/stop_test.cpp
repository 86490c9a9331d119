// The end of a server, and answers that come from other threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "net/fixture.h"

namespace signet::net::test {
namespace {

using testing::EndsWith;
using testing::StartsWith;

constexpr milliseconds kLong{60'000};

TEST_F(ServerTest, AnswersComeFromOtherThreads) {
  start(options(2));
  constexpr std::size_t kClients = 50;
  std::vector<RawClient> clients;
  clients.reserve(kClients);
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.push_back(connect());
    clients.back().send(get(i % 2 == 0 ? "/held" : "/slow/held"));
  }
  std::vector<Pending> taken = held_.take(kClients);
  std::vector<std::thread> threads;
  threads.reserve(kClients);
  for (Pending& pending : taken)
    threads.emplace_back([pending = std::move(pending)]() mutable { pending.answer({.body = "there"}); });
  for (RawClient& client : clients) EXPECT_EQ(client.read().body, "there");
  for (std::thread& thread : threads) thread.join();
}

TEST_F(ServerTest, APendingMayOutliveConnectionAndServer) {
  start(options());
  {
    RawClient gone = connect();
    gone.send(get("/held"));
    std::vector<Pending> taken = held_.take(1);
    held_.add(std::move(taken.front()));
  }
  for (Pending& pending : held_.take(1)) pending.answer({.body = "nobody"});
  RawClient client = connect();
  client.send(get("/held"));
  std::vector<Pending> taken = held_.take(1);
  server_.reset();
  EXPECT_EQ(client.read_to_end(), "");
  taken.front().answer({.body = "nobody"});
}

TEST(Pending, AnswersOnce) {
  std::vector<int> answers;
  const auto sink = [&](const Response& response) { answers.push_back(response.status); };
  {
    Pending pending(sink);
    pending.answer({.status = 201});
    pending.answer({.status = 202});
    Pending dropped(sink);
    Pending moved(std::move(dropped));
    Pending overwritten(sink);
    overwritten = std::move(moved);
  }
  EXPECT_THAT(answers, testing::ElementsAre(201, 500, 500));
}

TEST_F(ServerTest, StoppingClosesIdleConnectionsAndWaitsForAnswers) {
  start(options());
  RawClient idle = connect();
  idle.send(kGet);
  EXPECT_EQ(idle.read().status, 200);
  RawClient partial = connect();
  partial.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(partial.read().status, 100);
  RawClient busy = connect();
  busy.send(get("/held") + kGet);
  std::vector<Pending> taken = held_.take(1);
  std::thread stopper([&] { server_->stop(kLong); });
  EXPECT_EQ(idle.read_to_end(), "");
  EXPECT_FALSE(connect().is_connected());
  partial.send("abc");
  EXPECT_THAT(partial.read_to_end(), testing::AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("POST /? abc")));
  taken.front().answer({.body = "done"});
  const std::string last = busy.read_to_end();
  EXPECT_EQ(count(last, "HTTP/1.1 "), 1);  // what was pipelined behind it was not begun
  EXPECT_THAT(last, testing::AllOf(testing::HasSubstr("\r\nConnection: close\r\n"), EndsWith("done")));
  stopper.join();
  EXPECT_EQ(server_->counters().active, 0U);
}

TEST_F(ServerTest, StoppingEndsWhenTheGraceDoes) {
  start(options());
  RawClient busy = connect();
  busy.send(get("/held"));
  std::vector<Pending> taken = held_.take(1);
  server_->stop(milliseconds(50));
  EXPECT_EQ(busy.read_to_end(), "");
  taken.front().answer({.body = "nobody"});
  server_->stop(kLong);
}

/// Sends one request after the other until the server goes away; false when an answer was cut off.
bool ask_until_gone(std::uint16_t port, std::atomic<int>& answered) {
  for (;;) {
    RawClient client = RawClient::to_port(port);
    if (!client.is_connected()) return true;
    for (bool goes_on = true; goes_on;) {
      if (!client.send(get(answered % 2 == 0 ? "/" : "/slow"))) break;
      const Answer answer = client.read();
      if (answer.status == 0 && !answer.head.empty()) return false;
      goes_on = answer.status == 200;
      answered += goes_on ? 1 : 0;
    }
  }
}

TEST_F(ServerTest, StoppingUnderLoadCutsNoAnswerOff) {
  start(options(2));
  std::atomic<int> answered = 0;
  std::atomic<int> whole = 0;
  std::vector<std::thread> threads;
  threads.reserve(8);
  const std::uint16_t port = server_->port(0);
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { whole += ask_until_gone(port, answered) ? 1 : 0; });
  while (answered < 500) std::this_thread::yield();
  server_->stop(kLong);
  EXPECT_EQ(server_->counters().active, 0U);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(whole, 8);
}

}  // namespace
}  // namespace signet::net::test
