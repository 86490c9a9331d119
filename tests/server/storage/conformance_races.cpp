// Many at once: one winner, numbers without gaps, answers that hold.
#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <numeric>

#include <gmock/gmock.h>

#include "server/storage/conformance.h"

namespace signet::server::storage::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr std::size_t kFew = 8;
constexpr std::size_t kMany = 50;

TEST_P(StoreConformance, OfManyWhoConsumeOneIsFirst) {
  for (const std::size_t threads : {kFew, kMany, kFew, kMany}) {
    const Name code = name("code " + std::to_string(put(record("counter"))));
    put({.name = code, .body = "grant", .expires = in(1min)});
    std::atomic<std::size_t> firsts = 0;
    std::atomic<std::size_t> others = 0;
    race(threads, [&](std::size_t) {
      const auto consumed = consume(code);
      if (consumed && consumed->record.body == "grant") ++(consumed->first ? firsts : others);
    });
    EXPECT_EQ(firsts, 1U);
    EXPECT_EQ(others, threads - 1);
  }
}

TEST_P(StoreConformance, OfManyWhoInsertOneDoes) {
  for (const std::size_t threads : {kFew, kMany, kFew, kMany}) {
    const std::string id = "jti " + std::to_string(put(record("counter")));
    std::mutex mutex;
    std::vector<std::string> winners;
    race(threads, [&](std::size_t i) {
      if (!insert(record(id, std::to_string(i)))) return;
      const std::lock_guard lock(mutex);
      winners.push_back(std::to_string(i));
    });
    EXPECT_THAT(winners, ElementsAre(get(name(id))->body));
  }
}

TEST_P(StoreConformance, OfManyWhoReplaceOneDoes) {
  for (const std::size_t threads : {kFew, kMany, kFew, kMany}) {
    const std::uint64_t seen = put(record("a"));
    std::mutex mutex;
    std::vector<std::string> winners;
    race(threads, [&](std::size_t i) {
      Record made = record("a", std::to_string(i));
      made.version = seen;
      if (!replace(made)) return;
      const std::lock_guard lock(mutex);
      winners.push_back(made.body);
    });
    EXPECT_THAT(winners, ElementsAre(get(name("a"))->body));
  }
}

TEST_P(StoreConformance, ConsumeAndReplaceExcludeEachOther) {
  for (int round = 0; round < 10; ++round) {
    const Name code = name("code " + std::to_string(round));
    Record made{.name = code, .body = "before"};
    made.version = put(made);
    made.body = "after";
    std::atomic<bool> is_replaced = false;
    std::atomic<bool> is_first = false;
    std::string consumed_body;
    race(2, [&](std::size_t i) {
      if (i == 0) {
        is_replaced = replace(made);
      } else {
        const auto consumed = consume(code);
        is_first = consumed->first;
        consumed_body = consumed->record.body;
      }
    });
    EXPECT_TRUE(is_first);
    EXPECT_EQ(consumed_body, is_replaced ? "after" : "before");
    EXPECT_TRUE(get(code)->used);
  }
}

TEST_P(StoreConformance, CountersLoseNothing) {
  constexpr int kEach = 5;
  put(record("counter", "0"));
  race(kFew, [&](std::size_t) {
    for (int i = 0; i < kEach; ++i) {
      for (bool is_done = false; !is_done;) {
        Record seen = *get(name("counter"));
        seen.body = std::to_string(std::stoi(seen.body) + 1);
        is_done = replace(seen);
      }
    }
  });
  EXPECT_EQ(get(name("counter"))->body, std::to_string(kFew * kEach));
}

TEST_P(StoreConformance, NumbersHaveNoGaps) {
  constexpr std::size_t kEach = 10;
  std::mutex mutex;
  std::map<std::string, std::vector<std::uint64_t>> given;
  race(kMany, [&](std::size_t i) {
    const std::string tenant = i % 2 == 0 ? "even" : "odd";
    for (std::size_t n = 0; n < kEach; ++n) {
      const std::uint64_t number = append(Log::revocations, tenant, std::to_string(i));
      const auto entries = read_since(Log::revocations, tenant, number - 1, 1);
      ASSERT_EQ(entries.size(), 1U) << "what was answered is there";
      EXPECT_EQ(entries.front().body, std::to_string(i));
      // Nobody sees an entry before its predecessors.
      EXPECT_EQ(read_since(Log::revocations, tenant, 0, 1000).size() >= number, true);
      const std::lock_guard lock(mutex);
      given[tenant].push_back(number);
    }
  });
  std::vector<std::uint64_t> all(kMany / 2 * kEach);
  std::iota(all.begin(), all.end(), 1U);
  for (auto& [tenant, numbers] : given) {
    std::ranges::sort(numbers);
    EXPECT_EQ(numbers, all) << tenant;
  }
}

TEST_P(StoreConformance, AnAnswerMayAskAgain) {
  std::promise<Result<std::optional<Record>>> answer;
  store().insert(record("a"), [&](const Result<bool>& inserted) {
    ASSERT_TRUE(inserted && *inserted);
    store().consume(name("a"), [&](const Result<std::optional<Consumed>>& consumed) {
      ASSERT_TRUE(consumed && *consumed && (*consumed)->first);
      store().get(name("a"), [&](Result<std::optional<Record>> found) { answer.set_value(std::move(found)); });
    });
  });
  const auto found = answer.get_future().get();
  ASSERT_TRUE(found && *found);
  EXPECT_TRUE((*found)->used);
}

TEST_P(StoreConformance, EveryOperationIsAnsweredWhenTheStoreCloses) {
  constexpr std::size_t kAsked = 500;
  std::atomic<std::size_t> done = 0;
  std::atomic<std::size_t> answered = 0;
  Store& asked = store();
  for (std::size_t i = 0; i < kAsked; ++i) {
    asked.insert(record(std::to_string(i)), [&](const Result<bool>& inserted) {
      ++done;
      EXPECT_EQ(signet::test::outcome(inserted), "ok");
      // What an answer asks for while the store closes is answered, too; before that it is done.
      asked.put(record("again"), [&](const Result<std::uint64_t>& put) {
        if (!put) {
          EXPECT_EQ(to_string(put.error()), "store_unavailable(closed)");
        }
        ++answered;
      });
    });
  }
  reopen();
  EXPECT_EQ(done, kAsked);
  EXPECT_EQ(answered, kAsked);
  EXPECT_EQ(std::ranges::count_if(ids({.kind = Kind::used, .tenant = "acme", .limit = 1000}),
                                  [](const std::string& id) { return id != "again"; }),
            static_cast<std::ptrdiff_t>(kAsked));
}

}  // namespace
}  // namespace signet::server::storage::test
