// One table of revocations, and the hash by which it is asked.
#include "keys/revocation_shard.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "keys/revocation_hash.h"
#include "keys/revocation_readers.h"

namespace signet::keys {
namespace {

/// The bits that choose group and tag are few, so that entries meet in groups and share tags.
RevocationDigest crowded(std::uint64_t number) {
  constexpr std::uint64_t kGroups = 13;
  return {.first = number << 32U | number % 3, .second = (number % kGroups) << 60U | number};
}

std::pair<Seconds32, Seconds32> found(const RevocationShard& shard, RevocationReaders& readers,
                                      const RevocationDigest& digest) {
  const auto inside = readers.enter();
  shard.prefetch(digest);
  const auto entry = shard.find(digest);
  return entry ? std::pair(entry->issued_before, entry->expires) : std::pair<Seconds32, Seconds32>(0, 0);
}

TEST(RevocationShard, IsWhatAMapWouldBe) {
  std::mt19937 random(11);  // NOLINT(cert-msc51-cpp): the same history each time
  RevocationShard shard;
  RevocationReaders readers;
  std::map<std::uint64_t, std::pair<Seconds32, Seconds32>> model;
  Seconds32 now = 1'000;
  for (int step = 0; step < 60'000; ++step) {
    // A wave of entries comes, and goes with time.
    const std::uint64_t number = random() % (step % 20'000 < 10'000 ? 4'000 : 50);
    now += step % 4 == 0 ? 1U : 0U;
    const auto known = model.find(number);
    const bool is_live = known != model.end() && known->second.second > now;
    const RevocationEntry entry{.digest = crowded(number),
                                .issued_before = static_cast<Seconds32>(random() % 100),
                                .expires = now + 1 + static_cast<Seconds32>(random() % 1'000)};
    if (is_live) {
      ASSERT_EQ(found(shard, readers, entry.digest), known->second);
    } else {
      ASSERT_LE(found(shard, readers, entry.digest).second, now);
    }
    const std::pair<Seconds32, Seconds32> next = is_live ? std::pair(std::max(entry.issued_before, known->second.first),
                                                                     std::max(entry.expires, known->second.second))
                                                         : std::pair(entry.issued_before, entry.expires);
    const auto added = shard.add(entry, now, readers);
    ASSERT_TRUE(added);
    const bool says_nothing = is_live && next == known->second;
    ASSERT_EQ(*added == RevocationShard::Added::known, says_nothing);
    model[number] = next;
    if (step % 9'999 == 0) shard.sweep(now, readers);
  }
  const auto live = std::ranges::count_if(model, [&](const auto& one) { return one.second.second > now; });
  shard.sweep(now, readers);
  EXPECT_EQ(shard.size(), static_cast<std::size_t>(live));
  EXPECT_GT(live, 10);
}

// A table that is replaced under them does not disturb readers, and an entry is seen as a whole.
TEST(RevocationShard, ReadersSeeWholeEntriesWhileTablesAreReplaced) {
  RevocationShard shard;
  RevocationReaders readers;
  constexpr std::uint64_t kAlways = 1'000'000;
  ASSERT_TRUE(shard.add({.digest = crowded(kAlways), .issued_before = 1, .expires = 1'000'001}, 1, readers));
  std::atomic<bool> is_over = false;
  std::atomic<int> odd = 0;
  std::atomic<int> looked = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int reader = 0; reader < 4; ++reader) {
      threads.emplace_back([&] {
        for (std::uint64_t number = 0; !is_over; number = (number + 1) % 2'000, ++looked) {
          const auto always = found(shard, readers, crowded(kAlways));
          const auto other = found(shard, readers, crowded(number));
          // Both halves of an entry say the same number, however often it was changed.
          if (always.second != always.first + 1'000'000) ++odd;
          if (other.second != 0 && other.second != other.first + 1'000'000) ++odd;
        }
      });
    }
    for (Seconds32 round = 2; round < 3'000 || looked < 100; ++round) {
      const std::uint64_t number = round % 2'000;
      const Seconds32 now = round * 500;
      ASSERT_TRUE(
          shard.add({.digest = crowded(kAlways), .issued_before = now, .expires = now + 1'000'000}, 1, readers));
      ASSERT_TRUE(shard.add({.digest = crowded(number), .issued_before = now, .expires = now + 1'000'000}, 1, readers));
      if (round % 50 == 0) shard.sweep(now, readers);
    }
    is_over = true;
  }
  EXPECT_EQ(odd, 0);
}

TEST(RevocationHash, EachOctetAndTheLengthCount) {
  const RevocationHash hash = RevocationHash::random().value();
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  std::size_t texts = 0;
  const auto take = [&](const std::string& text) {
    const RevocationDigest issuer = hash.of_issuer(text);
    const RevocationDigest value = hash.of(issuer, text);
    EXPECT_EQ(value, hash.of(hash.of_issuer(text), text));
    seen.emplace(issuer.first, issuer.second);
    seen.emplace(value.first, value.second);
    texts += 2;
  };
  for (std::size_t length = 0; length <= 70; ++length) {
    std::string text(length, '\0');
    take(text);
    for (char& octet : text) {
      octet = 1;
      take(text);
      octet = 0;
    }
  }
  EXPECT_EQ(seen.size(), texts);
}

}  // namespace
}  // namespace signet::keys
