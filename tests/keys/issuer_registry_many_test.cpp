// More issuers than sets may be open, and more threads than one.
#include <atomic>
#include <thread>
#include <vector>

#include "registry_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

class ManyIssuers : public RegistryTest {
 protected:
  IssuerRegistry with(int issuers, std::size_t max_open) {
    IssuerRegistry all = registry({.max_open = max_open});
    for (int number = 1; number <= issuers; ++number) {
      found(number, "k");
      EXPECT_TRUE(all.put(issuer_name(number), issuer_policy(), KeysAt{jwks_of(number)}));
    }
    return all;
  }
  static bool is_open(const IssuerRegistry& all, int number) { return all.report(issuer_name(number)).has_value(); }
};

TEST_F(ManyIssuers, TheOneThatProvedNothingForTheLongestTimeIsClosed) {
  const IssuerRegistry all = with(4, 3);
  for (const int number : {1, 2, 3, 1}) {
    EXPECT_EQ(verdict_of(all, token(number)), "ok");
    world->advance(seconds(2));
  }
  EXPECT_EQ(verdict_of(all, token(4)), "ok");
  EXPECT_EQ(all.open(), 3U);
  EXPECT_TRUE(is_open(all, 1));
  EXPECT_FALSE(is_open(all, 2));
  EXPECT_TRUE(is_open(all, 3));
  EXPECT_TRUE(is_open(all, 4));
}

TEST_F(ManyIssuers, ClosedSetsAreOpenedAgainButNotAtOnce) {
  const IssuerRegistry all = with(2, 1);
  EXPECT_EQ(verdict_of(all, token(1)), "ok");
  world->advance(seconds(10));
  EXPECT_EQ(verdict_of(all, token(2)), "ok");
  EXPECT_EQ(verdict_of(all, token(1)), "keys_unavailable(recently)");
  EXPECT_EQ(outcome(all.find(issuer_name(1))), "keys_unavailable(recently)");
  EXPECT_EQ(verdict_of(all, token(2)), "ok");
  world->advance(seconds(20));
  EXPECT_EQ(verdict_of(all, token(1)), "ok");
  EXPECT_EQ(world->sent(), 3U);
}

// Whoever only names issuers displaces nobody whose tokens hold, and cannot make issuers be asked without end.
TEST_F(ManyIssuers, NamingThemDisplacesNobody) {
  const IssuerRegistry all = with(20, 4);
  for (const int number : {1, 2, 3}) EXPECT_EQ(verdict_of(all, token(number)), "ok");
  std::vector<std::string> forged;
  forged.reserve(16);
  for (int number = 5; number <= 20; ++number) forged.push_back(token(number, 1));
  const std::size_t before = world->sent();
  for (int second = 0; second < 90; ++second) {
    for (const std::string& one : forged) EXPECT_NE(verdict_of(all, one), "ok");
    for (const int number : {1, 2, 3}) EXPECT_EQ(verdict_of(all, token(number)), "ok");
    world->advance(seconds(1));
  }
  EXPECT_EQ(all.open(), 4U);
  EXPECT_LE(world->sent() - before, 3U * 16) << "each of them once in a cool-down";
}

// Readers go on while issuers come, change and go.
TEST_F(ManyIssuers, ManyThreads) {
  IssuerRegistry all = with(6, 3);
  std::vector<std::string> tokens;
  tokens.reserve(6);
  for (int number = 1; number <= 6; ++number) tokens.push_back(token(number));
  std::atomic<bool> is_over = false;
  std::atomic<std::uint64_t> good = 0;
  std::atomic<std::uint64_t> odd = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (std::size_t i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        jwt::Scratch scratch;
        for (std::size_t round = i; !is_over; ++round) {
          const std::string what = outcome(all.verify(tokens[round % 6], world->now(), scratch));
          if (what == "ok") ++good;
          const bool is_known = what == "ok" || what == "keys_unavailable(recently)" || what == "claim_mismatch(iss)" ||
                                what == "keys_unavailable(loading)";
          if (!is_known) ++odd;
        }
      });
    }
    for (int round = 0; round < 200; ++round) {
      const int number = round % 6 + 1;
      if (round % 5 == 0) {
        EXPECT_TRUE(all.remove(issuer_name(number)));
      }
      EXPECT_TRUE(all.put(issuer_name(number), issuer_policy(), KeysAt{jwks_of(number)}));
      world->advance(seconds(1));
      EXPECT_LE(all.open(), 3U);
      std::this_thread::yield();
    }
    while (good == 0) world->advance(seconds(1));
    is_over = true;
  }
  EXPECT_EQ(odd, 0U);
  EXPECT_EQ(all.size(), 6U);
}

}  // namespace
}  // namespace signet::test
