// The table by itself: hashes that tests choose, bounds, who is evicted.
#include "keys/token_cache_table.h"

#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "token_cache_fixture.h"

namespace signet::test {
namespace {

static_assert(std::is_same_v<decltype(jwt::Kept::text), WipedBytes>, "tokens are credentials");

/// What is remembered of a token that a verifier found good.
jwt::Held held_of(const std::string& token) {
  static const jwt::Verifier checked = verifier(open_policy());
  return jwt::Remembered::verify(checked, {}, token, kNow, nullptr).value();
}

TEST(TokenTable, TokensOfOneHashAreToldApart) {
  jwt::TokenTable table({});
  std::vector<std::string> tokens;
  std::vector<jwt::Held> held;
  for (std::size_t i = 0; i < 8; ++i) {
    tokens.push_back(numbered_token(i));
    held.push_back(held_of(tokens.back()));
    table.keep(42, tokens.back(), held.back());
  }
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(table.find(42, tokens[i]), held[i]);
  EXPECT_EQ(table.find(42, numbered_token(8)), nullptr);
  EXPECT_EQ(table.find(42, tokens[0].substr(1)), nullptr);
  EXPECT_EQ(table.find(43, tokens[0]), nullptr);
  EXPECT_EQ(table.count().entries, 8u);

  // Those that were found stay; the ninth takes the place of one that was not.
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(table.find(42, tokens[i]) != nullptr, true);
  table.keep(42, numbered_token(8), held_of(numbered_token(8)));
  table.keep(42, numbered_token(9), held_of(numbered_token(9)));
  EXPECT_EQ(table.count().entries, 8u);
  EXPECT_EQ(table.count().evictions, 2u);
  EXPECT_NE(table.find(42, numbered_token(9)), nullptr);
}

TEST(TokenTable, TheSameTextIsKeptOnce) {
  jwt::TokenTable table({});
  const std::string token = numbered_token(1);
  const jwt::Held first = held_of(token);
  const jwt::Held second = held_of(token);
  table.keep(7, token, first);
  const std::size_t octets = table.count().octets;
  table.keep(7, token, second);
  EXPECT_EQ(table.find(7, token), second);
  EXPECT_EQ(table.count().entries, 1u);
  EXPECT_EQ(table.count().octets, octets);
  EXPECT_EQ(table.count().evictions, 0u);

  table.drop(7, first);
  EXPECT_EQ(table.find(7, token), second) << "another one took its place meanwhile";
  table.drop(7, second);
  EXPECT_EQ(table.find(7, token), nullptr);
  EXPECT_EQ(table.count().entries, 0u);
}

TEST(TokenTable, BoundsHoldWhateverComes) {
  std::mt19937_64 random(20261101);  // NOLINT: the same each time
  const jwt::TokenCacheOptions bounds[] = {{.max_bytes = 64u << 10, .max_entries = 5},
                                           {.max_bytes = 64u << 10, .max_entries = 1000},
                                           {.max_bytes = 3u << 20, .max_entries = 700},
                                           {.max_bytes = 64u << 10, .max_entries = 1}};
  for (const jwt::TokenCacheOptions& bound : bounds) {
    jwt::TokenTable table(bound);
    std::size_t most = 0;
    for (std::size_t i = 0; i < 1500; ++i) {
      const std::string token = numbered_token(random() % 400, random() % 3000);
      const std::uint64_t hash = std::hash<std::string>{}(token);
      if (random() % 3 == 0 && table.find(hash, token)) continue;
      table.keep(hash, token, held_of(token));
      const jwt::TokenTable::Count count = table.count();
      ASSERT_LE(count.octets, bound.max_bytes);
      ASSERT_LE(count.entries, bound.max_entries);
      most = std::max(most, count.octets);
    }
    EXPECT_GT(table.count().evictions, 0u);
    EXPECT_GT(table.count().entries, 0u);
    EXPECT_GE(most, bound.max_entries == 1000 ? bound.max_bytes / 2 : 0) << "room is used";
  }
}

// What is counted is what was asked for: a hundred times the token, its claims, and little else.
TEST(TokenTable, AllThatATokenOccupiesIsCounted) {
  jwt::TokenTable table({});
  const std::size_t before = table.count().octets;
  EXPECT_GT(before, std::size_t{16'384} * 64) << "the table itself";
  const std::string token = numbered_token(1, 3000);
  const jwt::Held held = held_of(token);
  table.keep(1, token, held);
  EXPECT_GE(table.count().octets - before, token.size() + 3000 + sizeof(jwt::Remembered));
  EXPECT_LE(table.count().octets - before, 4 * token.size());
}

TEST(TokenTable, WhatIsLargerThanTheWholeIsNotKept) {
  jwt::TokenTable table({.max_bytes = 64u << 10, .max_entries = 10});
  table.keep(1, numbered_token(1), held_of(numbered_token(1)));
  const std::string huge = numbered_token(2, 30'000);
  table.keep(2, huge, held_of(huge));
  EXPECT_EQ(table.find(2, huge), nullptr);
  EXPECT_NE(table.find(1, numbered_token(1)), nullptr) << "and nothing made room for it";
}

// A token that is asked for all the time survives a flood of others.
TEST(TokenTable, WhatIsUsedStays) {
  jwt::TokenTable table({.max_bytes = 1u << 20, .max_entries = 50});
  const std::string hot = numbered_token(0);
  table.keep(0, hot, held_of(hot));
  std::size_t found = 0;
  for (std::size_t i = 1; i <= 1000; ++i) {
    found += table.find(0, hot) ? 1U : 0U;
    const std::string token = numbered_token(i);
    table.keep(std::hash<std::string>{}(token), token, held_of(token));
  }
  EXPECT_EQ(found, 1000u);
  EXPECT_GE(table.count().evictions, 950u);
}

TEST(TokenTable, ClearEmptiesIt) {
  jwt::TokenTable table({});
  const std::size_t empty = table.count().octets;
  for (std::size_t i = 0; i < 20; ++i) table.keep(i << 32, numbered_token(i), held_of(numbered_token(i)));
  EXPECT_EQ(table.count().entries, 20u);
  table.clear();
  EXPECT_EQ(table.count().entries, 0u);
  EXPECT_EQ(table.count().octets, empty);
  EXPECT_EQ(table.find(0, numbered_token(0)), nullptr);
}

TEST(TokenTable, AGateIsNotClosedOnAReader) {
  jwt::Gate gate;
  EXPECT_FALSE(gate.enter()) << "it begins closed";
  EXPECT_FALSE(gate.close());
  gate.open();
  ASSERT_TRUE(gate.enter());
  ASSERT_TRUE(gate.enter());
  EXPECT_FALSE(gate.close());
  gate.leave();
  EXPECT_FALSE(gate.close());
  gate.leave_having_found();
  EXPECT_EQ(gate.found(), 1u);
  EXPECT_TRUE(gate.close());
  EXPECT_TRUE(gate.is_closed());
  EXPECT_FALSE(gate.enter());
  EXPECT_EQ(gate.found(), 1u);
  gate.open();
  EXPECT_TRUE(gate.enter());
}

}  // namespace
}  // namespace signet::test
