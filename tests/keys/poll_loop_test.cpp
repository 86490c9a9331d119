// The loop behind the feeds: who ends it, and when.
#include "keys/poll_loop.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "feed_fixture.h"

namespace signet::test {
namespace {

using std::chrono::milliseconds;

/// A client that answers from inside of send(), and timers that go off when they are told.
class AtOnce final : public HttpClient, public Timers {
 public:
  void send(HttpRequest, Done done) override {
    ++sent;
    done(response("text/plain", ""));
  }
  void after(Duration, std::function<void()> task) override { task_ = std::move(task); }
  void fire() { std::exchange(task_, {})(); }
  int sent = 0;

 private:
  std::function<void()> task_;
};

struct CountingTask final : keys::PollTask {
  HttpRequest request() override { return {}; }
  keys::Pace answered(const Result<HttpResponse>&) override {
    ++answers;
    if (on_answer) on_answer();
    return keys::Pace::at_once;
  }
  std::atomic<int> answers = 0;
  std::function<void()> on_answer;
};

constexpr keys::Pacing kPacing{milliseconds(500), milliseconds(500), milliseconds(1000)};

TEST(PollLoop, AClientMayAnswerAtOnce) {
  const auto net = std::make_shared<AtOnce>();
  const auto task = std::make_shared<CountingTask>();
  const auto loop = keys::PollLoop::start({.http = net, .timers = net}, kPacing, task);
  for (int i = 1; i < 100; ++i) net->fire();
  EXPECT_EQ(net->sent, 100);
  EXPECT_EQ(task->answers, 100);
  loop->stop();
}

TEST(PollLoop, ATaskMayStopTheLoop) {
  const auto net = std::make_shared<ScriptedNet>();
  auto task = std::make_shared<CountingTask>();
  const auto loop = keys::PollLoop::start({.http = net, .timers = net}, kPacing, task);
  task->on_answer = [&] { loop->stop(); };
  task.reset();  // the loop's is the last
  net->answer(response("text/plain", ""));
  EXPECT_EQ(net->open_timers(), 0u);
  EXPECT_EQ(net.use_count(), 1);
}

TEST(PollLoop, WhatItHoldsIsGivenBackWhereItIsStopped) {
  const auto net = std::make_shared<ScriptedNet>();
  const auto task = std::make_shared<CountingTask>();
  const auto loop = keys::PollLoop::start({.http = net, .timers = net}, kPacing, task);
  EXPECT_GT(net.use_count(), 1);
  loop->stop();
  EXPECT_EQ(net.use_count(), 1);
  EXPECT_EQ(task.use_count(), 1);
  net->answer(response("text/plain", ""));  // the client does not know yet
  EXPECT_EQ(task->answers, 0);
}

TEST(PollLoop, StoppingWaitsForWhatIsUnderWay) {
  const auto net = std::make_shared<ScriptedNet>();
  const auto task = std::make_shared<CountingTask>();
  const auto loop = keys::PollLoop::start({.http = net, .timers = net}, kPacing, task);
  std::atomic<bool> inside = false;
  std::atomic<bool> go_on = false;
  std::atomic<bool> through = false;
  task->on_answer = [&] {
    inside = true;
    inside.notify_one();
    go_on.wait(false);
    through = true;
  };
  std::thread client([&] { net->answer(response("text/plain", "")); });
  inside.wait(false);
  std::thread releaser([&] {
    go_on = true;
    go_on.notify_one();
  });
  loop->stop();
  EXPECT_TRUE(through);
  client.join();
  releaser.join();
}

class FeedEndTest : public FeedTest {};

TEST_F(FeedEndTest, AnswersAfterTheEndAreDropped) {
  start();
  const std::string page = page_of({.to = 1, .entries = {entry(1, RevokedKind::jti, "t")}});
  feed.reset();
  net->answer(response(feed::kPageMediaType, page));
  EXPECT_TRUE(events.empty());
  EXPECT_EQ(set->size(), 0u);
  EXPECT_EQ(net->open_timers(), 0u);
}

TEST_F(FeedEndTest, TimersAfterTheEndAskNothing) {
  start();
  net->answer(response("text/plain", ""));
  ASSERT_EQ(net->open_timers(), 1u);
  feed.reset();
  net->fire();
  EXPECT_EQ(net->open_requests(), 0u);
}

// Ended at any moment while another thread brings answers: ASan and TSan look on.
TEST_F(FeedEndTest, EndedWhileAnswersCome) {
  const std::string page = page_of({});
  for (int i = 0; i < 50; ++i) {
    start();
    std::atomic<bool> over = false;
    std::thread client([&] {
      while (!over && net->open_requests() == 1) {
        net->answer(response(feed::kPageMediaType, page));
        if (net->open_timers() == 1) net->fire();
      }
    });
    if (i % 2 == 0) std::this_thread::yield();
    feed.reset();
    over = true;
    client.join();
    while (net->open_requests() != 0) net->answer(response("text/plain", ""));
    while (net->open_timers() != 0) net->fire();
  }
  EXPECT_LE(set->size(), 0u);
}

}  // namespace
}  // namespace signet::test
