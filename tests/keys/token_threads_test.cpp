// Many threads that want one token.
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

constexpr int kThreads = 50;

class TokenThreadsTest : public TokenTest {
 protected:
  static TokenSourceOptions patient() {
    TokenSourceOptions with = options();
    with.wait = std::chrono::minutes(5);
    return with;
  }
  /// Runs `each` in many threads, and `meanwhile` beside them.
  template <class Each, class Meanwhile>
  static void run(Each each, Meanwhile meanwhile) {
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(each);
    meanwhile();
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_F(TokenThreadsTest, CauseOneRequest) {
  const auto source = open(patient());
  std::atomic<int> begun{0};
  std::atomic<int> good{0};
  run(
      [&] {
        ++begun;
        good += get(*source) == "one" ? 1 : 0;
      },
      [&] {
        while (begun != kThreads || world->waiting() == 0) std::this_thread::yield();
        EXPECT_EQ(world->sent(), 1U);
        EXPECT_TRUE(world->answer(token("one")));
      });
  EXPECT_EQ(good, kThreads);
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(TokenThreadsTest, GetTheSameError) {
  const auto source = open(patient());
  std::atomic<int> begun{0};
  std::atomic<int> refused{0};
  run(
      [&] {
        ++begun;
        refused += get(*source) == "token_refused(invalid_client)" ? 1 : 0;
      },
      [&] {
        while (begun != kThreads || world->waiting() == 0) std::this_thread::yield();
        EXPECT_TRUE(world->answer(refusal("invalid_client", 401)));
      });
  EXPECT_EQ(refused, kThreads);
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(TokenThreadsTest, GoOnWhileItIsRenewed) {
  const auto source = open(patient());
  std::atomic<int> number{0};
  world->serve([&](const HttpRequest&) { return Result<HttpResponse>(token(std::to_string(++number))); });
  ASSERT_EQ(get(*source), "1");
  std::atomic<bool> over{false};
  std::atomic<int> failures{0};
  run(
      [&] {
        while (!over) failures += source->get(world->now()) ? 0 : 1;
      },
      [&] {
        for (int i = 0; i < 1000; ++i) {
          world->advance(seconds(1));
          failures += source->get(world->now()) ? 0 : 1;
        }
        over = true;
      });
  EXPECT_EQ(failures, 0);
  // One in each 75 to 80 seconds.
  EXPECT_GE(number, 12);
  EXPECT_LE(number, 15);
}

}  // namespace
}  // namespace signet::test
