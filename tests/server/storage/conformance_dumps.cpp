// Backups: what goes in comes out, and what is damaged does not come in.
#include <algorithm>
#include <span>

#include <gmock/gmock.h>

#include "server/storage/conformance.h"
#include "server/storage/dump.h"

namespace signet::server::storage::test {
namespace {

using namespace std::chrono_literals;
using signet::test::outcome;
using testing::IsEmpty;

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";

/// Every place near both ends, and some between them.
std::size_t next_place(std::size_t at, std::size_t size) {
  constexpr std::size_t kNear = 128;
  constexpr std::size_t kStride = 4999;
  return at < kNear || at + kNear >= size ? at + 1 : std::min(at + kStride, size - kNear);
}

std::string written(Store& store, std::string_view key = kKey) {
  std::string out;
  const ByteSink sink = [&out](ByteView piece) -> Result<> {
    out += as_text(piece);
    return {};
  };
  EXPECT_EQ(outcome(write_dump(store, sink, as_bytes(key))), "ok");
  return out;
}

/// From pieces of that many octets.
Result<> loaded(Store& store, std::string_view from, std::string_view key = kKey, std::size_t piece = 100) {
  const auto source = [from, piece]() mutable -> Result<ByteView> {
    const std::string_view next = from.substr(0, piece);
    from.remove_prefix(next.size());
    return as_bytes(next);
  };
  return load_dump(source, store, as_bytes(key));
}

TEST_P(StoreConformance, AnEmptyStoreHasNothing) {
  EXPECT_THAT(dump(), IsEmpty());
  const std::string empty = written(store());
  EXPECT_EQ(outcome(loaded(store(), empty)), "ok");
  EXPECT_THAT(dump(), IsEmpty());
}

TEST_P(StoreConformance, WhatWasDumpedIsLoadedAsItWas) {
  fill();
  const std::vector<Item> before = dump();
  EXPECT_EQ(before.size(), 3U + 3U + 1U) << "heads, records, entries that have not expired";
  const std::string backup = written(store());
  EXPECT_EQ(written(store()), backup);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{4096}, backup.size()}) {
    store_.reset();
    place_ = GetParam().make();
    reopen();
    EXPECT_EQ(outcome(loaded(store(), backup, kKey, piece)), "ok");
    EXPECT_EQ(dump(), before);
  }
  EXPECT_FALSE(consume(name("used"))->first);
  EXPECT_EQ(append(Log::revocations, "acme", "third"), 3U);
  EXPECT_EQ(append(Log::audit, "other", "second"), 2U);
  const auto head = std::ranges::find_if(
      before, [](const Item& item) { return std::holds_alternative<Head>(item) && !std::get<Head>(item).log; });
  ASSERT_NE(head, before.end());
  EXPECT_GT(put(record("new")), std::get<Head>(*head).last);
}

TEST_P(StoreConformance, AStoreInUseIsNotLoadedInto) {
  fill();
  const std::string backup = written(store());
  const std::vector<Item> before = dump();
  EXPECT_EQ(outcome(loaded(store(), backup)), "file_exists(store)");
  EXPECT_EQ(dump(), before);
}

TEST_P(StoreConformance, ACutOneIsRefused) {
  fill();
  const std::string backup = written(store());
  const auto place = GetParam().make();
  const auto target = open(*place);
  for (std::size_t size = 0; size < backup.size(); size = next_place(size, backup.size())) {
    const auto result = loaded(*target, std::string_view(backup).substr(0, size), kKey, 4096);
    ASSERT_FALSE(result) << size;
    EXPECT_EQ(result.error().code, Errc::malformed_backup) << size;
  }
  EXPECT_EQ(outcome(loaded(*target, backup + "x")), "malformed_backup(end)");
  EXPECT_EQ(outcome(loaded(*target, backup)), "ok") << "nothing was written before";
}

TEST_P(StoreConformance, AnAlteredOneIsRefused) {
  fill();
  const std::string backup = written(store());
  const auto place = GetParam().make();
  const auto target = open(*place);
  for (std::size_t at = 0; at < backup.size(); at = next_place(at, backup.size())) {
    std::string altered = backup;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    const auto result = loaded(*target, altered, kKey, 4096);
    ASSERT_FALSE(result) << at;
  }
  EXPECT_EQ(outcome(loaded(*target, backup)), "ok") << "nothing was written before";
}

TEST_P(StoreConformance, TheKeyDecides) {
  fill();
  const std::string sealed = written(store());
  const std::string plain = written(store(), {});
  const auto place = GetParam().make();
  const auto target = open(*place);
  EXPECT_EQ(outcome(loaded(*target, sealed, "another key")), "malformed_backup(integrity)");
  EXPECT_EQ(outcome(loaded(*target, sealed, {})), "malformed_backup(key)");
  EXPECT_EQ(outcome(loaded(*target, plain, kKey)), "malformed_backup(key)");
  EXPECT_EQ(outcome(loaded(*target, plain, {})), "ok");
}

TEST_P(StoreConformance, ItemsThatCannotBeAreRefused) {
  const Head versions{.log = std::nullopt, .tenant = {}, .last = 5};
  Record made = record("a");
  made.version = 5;
  Record late = record("b");
  late.version = 6;
  const LogEntry entry{.log = Log::audit, .tenant = "acme", .entry = {.sequence = 1, .at = in(0s), .body = "x"}};
  const std::vector<std::vector<Item>> bad = {
      {made},
      {versions, late},
      {versions, made, made},
      {entry},
      {Head{.log = Log::audit, .tenant = "other", .last = 1}, entry},
      {versions, versions},
      {versions, record("no version")},
      {Head{.log = std::nullopt, .tenant = "acme", .last = 1}},
  };
  const auto load = [&](std::span<const Item> items) {
    return store().load([items]() mutable -> Result<std::optional<Item>> {
      if (items.empty()) return std::nullopt;
      Item item = items.front();
      items = items.subspan(1);
      return item;
    });
  };
  for (const std::vector<Item>& items : bad) EXPECT_EQ(outcome(load(items)), "malformed_backup(item)");
  EXPECT_THAT(dump(), IsEmpty());
  const std::vector<Item> good = {versions, Head{.log = Log::audit, .tenant = "acme", .last = 1}, made, entry};
  EXPECT_EQ(outcome(load(good)), "ok");
  EXPECT_EQ(dump().size(), good.size());
}

TEST_P(StoreConformance, ASinkOrSourceThatFailsEndsIt) {
  fill();
  const auto sink = [](const Item&) -> Result<> { return fail(Errc::file_unwritable, "backup"); };
  EXPECT_EQ(outcome(store().dump(sink)), "file_unwritable(backup)");
  const auto place = GetParam().make();
  const auto target = open(*place);
  const auto source = [] -> Result<std::optional<Item>> { return fail(Errc::file_unreadable, "backup"); };
  EXPECT_EQ(outcome(target->load(source)), "file_unreadable(backup)");
  EXPECT_EQ(outcome(loaded(*target, written(store()))), "ok");
}

}  // namespace
}  // namespace signet::server::storage::test
