// Many threads on one memory that is too small for their tokens.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "token_cache_fixture.h"

namespace signet::test {
namespace {

constexpr int kThreads = 8;

template <class Work>
void in_threads(const Work& work) {
  std::vector<std::jthread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, static_cast<std::size_t>(i));
}

std::vector<std::string> some_tokens(std::size_t count) {
  std::vector<std::string> tokens;
  tokens.reserve(count);
  for (std::size_t i = 0; i < count; ++i) tokens.push_back(numbered_token(i, 300));
  return tokens;
}

TEST(TokenCacheThreads, EachGetsTheTokenThatItAskedFor) {
  const Remembering remembering(open_policy(), {.max_bytes = 64u << 10, .max_entries = 12});
  const std::vector<std::string> tokens = some_tokens(24);
  std::atomic<int> wrong = 0;
  in_threads([&](std::size_t thread) {
    std::shared_ptr<const jwt::Verified> kept;
    for (std::size_t i = 0; i < 600; ++i) {
      const std::size_t which = i % 3 == 0 ? 0 : (i * 7 + thread) % tokens.size();
      const auto answer = remembering.cache.verify(tokens[which], kNow);
      if (!answer || (*answer)->claims().token_id() != std::to_string(which)) ++wrong;
      if (kept && kept->claims().issuer() != "a") ++wrong;
      if (i % 5 == 0 && answer) kept = *answer;
    }
  });
  EXPECT_EQ(wrong, 0);
  const jwt::TokenCacheReport report = remembering.cache.report();
  EXPECT_EQ(report.hits + report.misses, 600u * kThreads);
  EXPECT_GT(report.evictions, 0u);
  EXPECT_GT(report.hits, 0u);
  EXPECT_LE(report.entries, 12u);
  EXPECT_LE(report.bytes, 64u << 10);
}

TEST(TokenCacheThreads, KeysThatChangeMeanwhile) {
  const Remembering remembering;
  const std::vector<std::string> tokens = some_tokens(8);
  std::atomic<int> wrong = 0;
  in_threads([&](std::size_t thread) {
    for (std::size_t i = 0; i < 400; ++i) {
      if (thread == 0 && i % 20 == 0) ++remembering.keys->number;
      if (thread == 1 && i % 50 == 0) remembering.cache.clear();
      if (thread == 2 && i % 50 == 0 && remembering.cache.report().entries > 8) ++wrong;
      if (!remembering.cache.verify(tokens[(i + thread) % tokens.size()], kNow)) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(remembering.cache.report().entries, 8u);
}

// Once all have seen that the key is gone, nobody is answered from memory.
TEST(TokenCacheThreads, ARemovedKeyIsGoneForAll) {
  const Remembering remembering;
  const std::vector<std::string> tokens = some_tokens(4);
  for (const std::string& token : tokens) EXPECT_EQ(remembering.say(token), "ok");
  remembering.keys->change(no_keys());
  std::atomic<int> taken = 0;
  in_threads([&](std::size_t thread) {
    for (std::size_t i = 0; i < 100; ++i)
      taken += remembering.cache.verify(tokens[(i + thread) % tokens.size()], kNow) ? 1 : 0;
  });
  EXPECT_EQ(taken, 0);
}

TEST(TokenCacheThreads, ATokenExpiresForAll) {
  const Remembering remembering;
  const std::string token = numbered_token(1);
  std::atomic<int> wrong = 0;
  in_threads([&](std::size_t) {
    for (int i = 0; i < 300; ++i) {
      const Timestamp now = kNow + std::chrono::seconds(i * 4);
      const bool holds = now < at(1'800'000'610);
      if (remembering.cache.verify(token, now).has_value() != holds) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace signet::test
