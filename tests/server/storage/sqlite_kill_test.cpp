// A process that is killed while it writes: what it was answered is there.
#include "server/storage/sqlite_place.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace signet::server::storage::test {
namespace {

using signet::test::outcome;

constexpr std::size_t kThreads = 4;
constexpr int kRounds = 6;

enum class Did : std::uint8_t { inserted, consumed, appended };
/// Sent when the store has answered. So small a write to a pipe is never torn.
struct Report {
  Did did;
  std::uint32_t number;
};

std::string id_of(int round, std::uint32_t number) {
  return "round " + std::to_string(round) + " number " + std::to_string(number);
}

/// Writes until it is killed, and reports what was answered. Nothing of GoogleTest is used in this process.
void write_for_ever(SqlitePlace& place, int round, int pipe) {
  const auto store = place.open(std::make_shared<StandingClock>());
  if (!store) ::_exit(1);
  const auto report = [pipe](Did did, std::uint32_t number) {
    const Report sent{.did = did, .number = number};
    if (::write(pipe, &sent, sizeof sent) != sizeof sent) ::_exit(1);
  };
  std::atomic<std::uint32_t> next = 0;
  race(kThreads, [&](std::size_t) {
    for (;;) {
      const std::uint32_t number = next++;
      const std::string id = id_of(round, number);
      const auto inserted = wait_for<bool>([&](auto done) { (*store)->insert(record(id, id), std::move(done)); });
      if (!inserted || !*inserted) ::_exit(1);
      report(Did::inserted, number);
      const auto consumed =
          wait_for<std::optional<Consumed>>([&](auto done) { (*store)->consume(name(id), std::move(done)); });
      if (!consumed || !*consumed || !(*consumed)->first) ::_exit(1);
      report(Did::consumed, number);
      const auto appended = wait_for<std::uint64_t>(
          [&](auto done) { (*store)->append(Log::revocations, "acme", id, {}, std::move(done)); });
      if (!appended) ::_exit(1);
      report(Did::appended, static_cast<std::uint32_t>(*appended));
    }
  });
}

/// What a child did that was killed after so many reports.
std::vector<Report> killed_after(SqlitePlace& place, int round, std::size_t reports) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_for_ever(place, round, ends[1]);
    ::_exit(1);
  }
  ::close(ends[1]);
  std::vector<Report> all;
  all.reserve(reports * 2);
  Report report{};
  while (::read(ends[0], &report, sizeof report) == sizeof report) {
    all.push_back(report);
    if (all.size() == reports) {
      EXPECT_EQ(::kill(child, SIGKILL), 0);
    }
  }
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
  EXPECT_GE(all.size(), reports);
  return all;
}

void expect_there(Store& store, int round, const std::vector<Report>& reports) {
  std::uint64_t last = 0;
  for (const Report& report : reports) {
    if (report.did == Did::appended) {
      last = std::max<std::uint64_t>(last, report.number);
      continue;
    }
    const std::string id = id_of(round, report.number);
    const auto found = wait_for<std::optional<Record>>([&](auto done) { store.get(name(id), std::move(done)); });
    ASSERT_TRUE(found && *found) << id;
    EXPECT_EQ((*found)->body, id);
    if (report.did == Did::consumed) {
      EXPECT_TRUE((*found)->used) << id;
    }
  }
  std::uint64_t expected = 0;
  for (;;) {
    const auto entries = wait_for<std::vector<Entry>>(
        [&](auto done) { store.read_since(Log::revocations, "acme", expected, kMaxPage, std::move(done)); });
    ASSERT_EQ(outcome(entries), "ok");
    if (entries->empty()) break;
    for (const Entry& entry : *entries) ASSERT_EQ(entry.sequence, ++expected) << "a gap";
  }
  EXPECT_GE(expected, last);
}

TEST(SqliteKilled, WhatWasAnsweredIsThere) {
  SqlitePlace place;
  std::vector<std::vector<Report>> rounds;
  rounds.reserve(kRounds);
  for (int round = 0; round < kRounds; ++round) {
    rounds.push_back(killed_after(place, round, 40 + static_cast<std::size_t>(round) * 53));
    const auto store = place.open(std::make_shared<StandingClock>());
    ASSERT_EQ(outcome(store), "ok");
    for (int earlier = 0; earlier <= round; ++earlier)
      expect_there(**store, earlier, rounds[static_cast<std::size_t>(earlier)]);
    // What was used once is used for ever.
    for (const Report& report : rounds.back()) {
      if (report.did != Did::consumed) continue;
      const auto again = wait_for<std::optional<Consumed>>(
          [&](auto done) { (*store)->consume(name(id_of(round, report.number)), std::move(done)); });
      ASSERT_TRUE(again && *again);
      EXPECT_FALSE((*again)->first);
    }
  }
}

}  // namespace
}  // namespace signet::server::storage::test
