#include "keys/token_cache_hash.h"

#include <array>
#include <bit>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace signet::test {
namespace {

jwt::TokenHash::Key some_key(std::uint64_t seed) {
  jwt::TokenHash::Key key{};
  for (std::uint64_t& word : key) word = seed = seed * 6364136223846793005u + 1442695040888963407u;
  return key;
}
jwt::TokenHash keyed(std::uint64_t seed) {
  return jwt::TokenHash(some_key(seed));
}

TEST(TokenHash, KeysAreRandom) {
  const auto first = jwt::TokenHash::random().value();
  const auto second = jwt::TokenHash::random().value();
  EXPECT_NE(first("token"), second("token"));
  EXPECT_EQ(first("token"), first(std::string("token")));
}

TEST(TokenHash, EveryWordOfTheKeyCounts) {
  jwt::TokenHash::Key key = some_key(4);
  const std::string token(1000, 'x');
  std::set<std::uint64_t> seen = {jwt::TokenHash(key)(token)};
  for (std::uint64_t& word : key) {
    word ^= 1;
    EXPECT_TRUE(seen.insert(jwt::TokenHash(key)(token)).second);
  }
}

// Every octet of the end and the length change about half of the bits, for tokens of any length.
TEST(TokenHash, EveryOctetOfTheEndSpreads) {
  const jwt::TokenHash hash = keyed(1);
  for (const std::size_t size : {1u, 7u, 63u, 64u, 255u, 256u, 257u, 1000u}) {
    std::string token(size, 'x');
    const std::uint64_t whole = hash(token);
    int changed = 0;
    const std::size_t begin = size > 256 ? size - 256 : 0;
    for (std::size_t i = begin; i < size; ++i) {
      token[i] ^= 1;
      EXPECT_NE(hash(token), whole) << size << " " << i;
      changed += std::popcount(hash(token) ^ whole);
      token[i] ^= 1;
    }
    const double mean = changed / static_cast<double>(size - begin);
    EXPECT_GT(mean, size < 20 ? 16 : 30) << size;
    EXPECT_LT(mean, size < 20 ? 48 : 34) << size;
  }
}

TEST(TokenHash, LengthsAreToldApart) {
  const jwt::TokenHash hash = keyed(2);
  std::set<std::uint64_t> seen;
  std::string token;
  for (std::size_t i = 0; i < 600; ++i, token += '\0') EXPECT_TRUE(seen.insert(hash(token)).second) << i;
}

TEST(TokenHash, BucketsFillEvenly) {
  const jwt::TokenHash hash = keyed(3);
  std::array<int, 64> high{};
  std::array<int, 64> low{};
  for (int i = 0; i < 64'000; ++i) {
    const std::uint64_t value = hash("eyJ.signature-" + std::to_string(i));
    ++high[value >> 58];
    ++low[value & 63];
  }
  for (std::size_t i = 0; i < 64; ++i) {  // 1000, give or take six standard deviations
    EXPECT_NEAR(high[i], 1000, 190);
    EXPECT_NEAR(low[i], 1000, 190);
  }
}

}  // namespace
}  // namespace signet::test
