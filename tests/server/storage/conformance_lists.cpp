// Lists by name and by field, and the logs.
#include <algorithm>
#include <limits>

#include <gmock/gmock.h>

#include "server/storage/conformance.h"

namespace signet::server::storage::test {
namespace {

using namespace std::chrono_literals;
using signet::test::outcome;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreConformance, ListsAreInTheOrderOfIds) {
  for (const char* id : {"b", "a", "aa", "\xff", "B"}) put(record(id));
  put({.name = name("c", "other"), .body = {}});
  put({.name = name("d", "acme", Kind::client), .body = {}});
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme"}), ElementsAre("B", "a", "aa", "b", "\xff"));
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme", .limit = 2}), ElementsAre("B", "a", "aa", "b", "\xff"));
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme", .after = "aa"}), ElementsAre("b", "\xff"));
  EXPECT_THAT(ids({.kind = Kind::key, .tenant = "acme"}), IsEmpty());
}

TEST_P(StoreConformance, TheLastPageSaysSo) {
  for (const char* id : {"a", "b", "c", "d"}) put(record(id));
  const Page first = list({.kind = Kind::used, .tenant = "acme", .limit = 2});
  EXPECT_EQ(first.records.size(), 2U);
  EXPECT_EQ(first.next, "b");
  const Page last = list({.kind = Kind::used, .tenant = "acme", .after = first.next, .limit = 2});
  EXPECT_EQ(last.records.size(), 2U);
  EXPECT_EQ(last.next, "");
}

TEST_P(StoreConformance, RecordsAreFoundByTheirFields) {
  for (std::size_t i = 0; i < 30; ++i) {
    Record made = record("r" + std::to_string(100 + i));
    made.fields = {i % 2 == 0 ? "even" : "odd", i % 3 == 0 ? "three" : "", std::to_string(i)};
    put(made);
  }
  Query query{.kind = Kind::used, .tenant = "acme", .field = 1, .value = "three", .limit = 3};
  EXPECT_EQ(ids(query).size(), 10U);
  query.value = "";
  EXPECT_THAT(ids(query), IsEmpty());
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme", .field = 2, .value = "7"}), ElementsAre("r107"));
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme", .field = 0, .value = "7"}), IsEmpty());
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "other", .field = 2, .value = "7"}), IsEmpty());
  Record moved = record("r107");
  moved.fields[2] = "seventy";
  put(moved);
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme", .field = 2, .value = "7"}), IsEmpty());
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme", .field = 2, .value = "seventy"}), ElementsAre("r107"));
}

TEST_P(StoreConformance, PagesAreBoundedInOctets) {
  for (const char* id : {"a", "b", "c"}) put(record(id, std::string(kMaxPageOctets / 2, 'x')));
  EXPECT_EQ(list({.kind = Kind::used, .tenant = "acme"}).records.size(), 2U);
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme"}), ElementsAre("a", "b", "c"));
}

TEST_P(StoreConformance, QueriesAreChecked) {
  const auto outcome_of = [&](const Query& query) {
    return outcome(wait_for<Page>([&](auto done) { store().list(query, std::move(done)); }));
  };
  EXPECT_EQ(outcome_of({.kind = Kind::used, .field = 3, .value = "x"}), "usage(field)");
  EXPECT_EQ(outcome_of({.kind = Kind::used, .limit = 0}), "usage(limit)");
  EXPECT_EQ(outcome_of({.kind = Kind::used, .after = std::string(kMaxId + 1, 'x')}), "limit_exceeded(after)");
}

TEST_P(StoreConformance, LogsCountFromOneForEachTenant) {
  EXPECT_EQ(append(Log::revocations, "acme", "a"), 1U);
  EXPECT_EQ(append(Log::revocations, "acme", "b"), 2U);
  EXPECT_EQ(append(Log::audit, "acme", "c"), 1U);
  EXPECT_EQ(append(Log::revocations, "", "d"), 1U);
  clock_->pass(1s);
  EXPECT_EQ(append(Log::revocations, "acme", "e", in(1h)), 3U);
  const Entry last{.sequence = 3, .at = in(0s), .expires = in(1h), .body = "e"};
  const Entry second{.sequence = 2, .at = in(-1s), .expires = {}, .body = "b"};
  EXPECT_THAT(read_since(Log::revocations, "acme", 1), ElementsAre(second, last));
  EXPECT_THAT(read_since(Log::revocations, "acme", 1, 1), ElementsAre(second));
  EXPECT_THAT(read_since(Log::revocations, "acme", 3), IsEmpty());
  EXPECT_THAT(read_since(Log::revocations, "acme", std::numeric_limits<std::uint64_t>::max()), IsEmpty());
  EXPECT_THAT(read_since(Log::audit, "other", 0), IsEmpty());
  const auto none =
      wait_for<std::vector<Entry>>([&](auto done) { store().read_since(Log::audit, "acme", 0, 0, std::move(done)); });
  EXPECT_EQ(outcome(none), "usage(limit)");
}

TEST_P(StoreConformance, NumbersGoOnWhenEntriesAreGone) {
  append(Log::revocations, "acme", "a", in(10s));
  append(Log::revocations, "acme", "b", in(10s));
  clock_->pass(10s);
  EXPECT_THAT(read_since(Log::revocations, "acme", 0), IsEmpty());
  EXPECT_EQ(sweep(), 2U);
  reopen();
  EXPECT_EQ(append(Log::revocations, "acme", "c"), 3U);
  EXPECT_EQ(erase_tenant("acme"), 1U);
  EXPECT_EQ(append(Log::revocations, "acme", "d"), 4U) << "who followed the feed would miss it otherwise";
}

TEST_P(StoreConformance, PagesOfLogsAreBoundedInOctets) {
  for (int i = 0; i < 3; ++i) append(Log::audit, "acme", std::string(kMaxPageOctets / 2, 'x'));
  EXPECT_EQ(read_since(Log::audit, "acme", 0).size(), 2U);
  EXPECT_EQ(read_since(Log::audit, "acme", 2).size(), 1U);
}

}  // namespace
}  // namespace signet::server::storage::test
