// No room: what fails says so, what was answered stays, and all goes on when there is room again.
#include "server/storage/sqlite_place.h"

#include <sys/resource.h>

#include <csignal>
#include <utility>

namespace signet::server::storage::test {
namespace {

using signet::test::outcome;

constexpr std::uint64_t kRoom = std::uint64_t{512} * 1024;
constexpr std::size_t kBody = 4000;

std::string insert(Store& store, const std::string& id, std::size_t octets = kBody) {
  return outcome(
      wait_for<bool>([&](auto done) { store.insert(record(id, std::string(octets, 'x')), std::move(done)); }));
}
bool erase(Store& store, const std::string& id) {
  const auto erased = wait_for<bool>([&](auto done) { store.erase(name(id), std::move(done)); });
  return erased && *erased;
}
bool is_there(Store& store, const std::string& id) {
  const auto found = wait_for<std::optional<Record>>([&](auto done) { store.get(name(id), std::move(done)); });
  return found && *found;
}

/// Inserts until there is no room; how many there are.
std::size_t fill_up(Store& store) {
  for (std::size_t i = 0; i < kRoom / kBody * 2; ++i)
    if (const std::string said = insert(store, std::to_string(i)); said != "ok") {
      EXPECT_EQ(said, "store_unavailable(full)");
      return i;
    }
  ADD_FAILURE() << "there is no end";
  return 0;
}

TEST(SqliteFull, WhatWasAnsweredStaysAndItGoesOnWhenThereIsRoom) {
  const auto clock = std::make_shared<StandingClock>();
  SqlitePlace place(kRoom);
  auto store = place.open(clock);
  ASSERT_EQ(outcome(store), "ok");
  const std::size_t count = fill_up(**store);
  ASSERT_GT(count, 10U);
  EXPECT_EQ(insert(**store, "no room", 16 * kBody), "store_unavailable(full)");
  for (std::size_t i = 0; i < count; ++i) EXPECT_TRUE(is_there(**store, std::to_string(i))) << i;
  EXPECT_FALSE(is_there(**store, "no room"));
  for (std::size_t i = 0; i < count / 2; ++i) EXPECT_TRUE(erase(**store, std::to_string(i))) << i;
  EXPECT_EQ(insert(**store, "room again"), "ok");
  store->reset();
  store = place.open(clock);
  ASSERT_EQ(outcome(store), "ok");
  EXPECT_TRUE(is_there(**store, "room again"));
  for (std::size_t i = count / 2; i < count; ++i) EXPECT_TRUE(is_there(**store, std::to_string(i))) << i;
}

TEST(SqliteFull, OneThatDoesNotFitIsNotTheFailureOfOthers) {
  SqlitePlace place(kRoom);
  const auto store = place.open(std::make_shared<StandingClock>());
  ASSERT_EQ(outcome(store), "ok");
  constexpr std::size_t kThreads = 16;
  std::vector<std::string> said(kThreads);
  race(kThreads, [&](std::size_t i) { said[i] = insert(**store, std::to_string(i), i % 4 == 0 ? kRoom * 2 : 100); });
  for (std::size_t i = 0; i < kThreads; ++i) {
    EXPECT_EQ(said[i], i % 4 == 0 ? "store_unavailable(full)" : "ok") << i;
    EXPECT_EQ(is_there(**store, std::to_string(i)), i % 4 != 0) << i;
  }
}

TEST(SqliteFull, NumbersHaveNoGapsWhereAppendingFailed) {
  SqlitePlace place(kRoom);
  const auto store = place.open(std::make_shared<StandingClock>());
  ASSERT_EQ(outcome(store), "ok");
  const auto append = [&](std::size_t octets) {
    return wait_for<std::uint64_t>(
        [&](auto done) { (*store)->append(Log::audit, "acme", std::string(octets, 'x'), {}, std::move(done)); });
  };
  ASSERT_EQ(append(1).value_or(0), 1U);
  EXPECT_EQ(outcome(append(kRoom * 2)), "store_unavailable(full)");
  EXPECT_EQ(append(1).value_or(0), 2U);
}

/// Files of this process may not grow beyond so many octets while it lives.
class FileLimit {
 public:
  explicit FileLimit(rlim_t octets) {
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit limit{.rlim_cur = octets, .rlim_max = before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;
  ~FileLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before_{};
};

TEST(SqliteFull, AWriteThatFailsIsSaidAndItGoesOnAfterwards) {
  const auto clock = std::make_shared<StandingClock>();
  SqlitePlace place;
  auto store = place.open(clock);
  ASSERT_EQ(outcome(store), "ok");
  for (int i = 0; i < 40; ++i) ASSERT_EQ(insert(**store, std::to_string(i)), "ok");
  std::string said;
  bool is_read = false;
  {
    const FileLimit limit(std::uint64_t{64} * 1024);  // the log of the database is larger already
    said = insert(**store, "fails");
    is_read = is_there(**store, "39");
  }
  EXPECT_EQ(said, "store_unavailable(io)");
  EXPECT_TRUE(is_read);
  EXPECT_FALSE(is_there(**store, "fails"));
  EXPECT_EQ(insert(**store, "goes on"), "ok");
  store->reset();
  store = place.open(clock);
  ASSERT_EQ(outcome(store), "ok");
  for (int i = 0; i < 40; ++i) EXPECT_TRUE(is_there(**store, std::to_string(i))) << i;
  EXPECT_TRUE(is_there(**store, "goes on"));
  EXPECT_FALSE(is_there(**store, "fails"));
}

}  // namespace
}  // namespace signet::server::storage::test
