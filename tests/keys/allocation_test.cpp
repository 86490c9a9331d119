// That a token which was verified before is answered for without allocating.
#include "counted_new.h"
#include "token_cache_fixture.h"

namespace signet::test {
namespace {

TEST(Allocation, NoneOnAHit) {
  const Remembering plain;
  const std::string token = numbered_token(1, 700);
  ASSERT_EQ(plain.say(token), "ok");
  const std::size_t before = work_so_far().allocations;
  bool good = true;
  for (int i = 0; i < 20; ++i) {
    const auto answer = plain.cache.verify(token, kNow);
    good = good && answer && (*answer)->claims().token_id() == "1";
  }
  EXPECT_EQ(work_so_far().allocations - before, 0u);
  EXPECT_TRUE(good);
  EXPECT_EQ(plain.cache.report().hits, 20u);
}

// What is counted of an entry is not less than what it took.
TEST(Allocation, AnEntryIsCountedInFull) {
  const Remembering remembering;
  ASSERT_EQ(remembering.say(numbered_token(0)), "ok");
  const std::string token = numbered_token(1, 3000);
  const std::size_t counted_before = remembering.cache.report().bytes;
  const std::size_t before = work_so_far().octets;
  ASSERT_TRUE(remembering.cache.verify(token, kNow));
  const std::size_t taken = work_so_far().octets - before;
  const std::size_t counted = remembering.cache.report().bytes - counted_before;
  EXPECT_GT(counted, taken / 3) << "working memory of the verification is given back";
  EXPECT_LT(counted, taken + 300);
}

TEST(Allocation, TheCounterCounts) {
  const std::size_t before = work_so_far().allocations;
  const Remembering remembering;
  EXPECT_GT(work_so_far().allocations, before);
}

}  // namespace
}  // namespace signet::test
