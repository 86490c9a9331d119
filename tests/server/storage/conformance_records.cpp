// Records: made, replaced, used, erased, expired.
#include <gmock/gmock.h>

#include "server/storage/conformance.h"

namespace signet::server::storage::test {
namespace {

using namespace std::chrono_literals;
using signet::test::outcome;
using testing::Optional;

TEST_P(StoreConformance, WhatWasPutIsThereAsItWas) {
  Record made = record("a", "octets");
  made.fields = {"one", "", "three"};
  made.expires = in(1h);
  made.version = put(made);
  EXPECT_GT(made.version, 0U);
  EXPECT_THAT(get(made.name), Optional(made));
  EXPECT_FALSE(get(name("b")));
  EXPECT_FALSE(get(name("a", "other")));
  EXPECT_FALSE(get(name("a", "acme", Kind::client)));
}

TEST_P(StoreConformance, PutReplacesAll) {
  Record made = record("a");
  made.fields = {"one", "two", "three"};
  made.expires = in(1h);
  const std::uint64_t first = put(made);
  Record other = record("a", "");
  other.version = put(other);
  EXPECT_GT(other.version, first);
  EXPECT_THAT(get(other.name), Optional(other));
}

TEST_P(StoreConformance, InsertMakesOnlyWhatIsNotThere) {
  EXPECT_TRUE(insert(record("a", "first")));
  EXPECT_FALSE(insert(record("a", "second")));
  EXPECT_EQ(get(name("a"))->body, "first");
  EXPECT_TRUE(erase(name("a")));
  EXPECT_TRUE(insert(record("a", "third")));
}

TEST_P(StoreConformance, ReplaceKeepsToTheVersion) {
  Record made = record("a", "first");
  EXPECT_FALSE(replace(made)) << "nothing is there";
  const std::uint64_t first = put(made);
  made.version = first + 1;
  EXPECT_FALSE(replace(made));
  made.version = first;
  made.body = "second";
  EXPECT_TRUE(replace(made));
  EXPECT_FALSE(replace(made)) << "that version is gone";
  EXPECT_EQ(get(made.name)->body, "second");
  EXPECT_GT(get(made.name)->version, first);
  made.version = std::numeric_limits<std::uint64_t>::max();
  EXPECT_FALSE(replace(made));
}

TEST_P(StoreConformance, AVersionIsNeverGivenTwice) {
  Record made = record("a");
  made.version = put(made);
  EXPECT_TRUE(erase(made.name));
  EXPECT_TRUE(insert(record("a", "another")));
  EXPECT_FALSE(replace(made)) << "who saw the erased one must not overwrite its successor";
  const std::uint64_t last = get(made.name)->version;
  EXPECT_TRUE(erase(made.name));
  reopen();
  EXPECT_GT(put(record("a")), last);
}

TEST_P(StoreConformance, ConsumeHasOneFirst) {
  Record made = record("code", "grant");
  made.expires = in(1min);
  put(made);
  const auto first = consume(made.name);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->first);
  EXPECT_EQ(first->record.body, "grant");
  EXPECT_TRUE(first->record.used);
  EXPECT_THAT(get(made.name), Optional(first->record));
  const auto second = consume(made.name);
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->first);
  EXPECT_EQ(second->record, first->record);
  EXPECT_FALSE(consume(name("unknown")));
}

TEST_P(StoreConformance, WhatIsUsedStaysUsedUntilItExpires) {
  Record made = record("code", "grant");
  made.expires = in(1min);
  const std::uint64_t unused = put(made);
  Record seen = consume(made.name)->record;
  EXPECT_FALSE(insert(made));
  made.version = unused;
  EXPECT_FALSE(replace(made)) << "who saw it unused must not make it so again";
  seen.body = "word for those who come later";
  seen.used = false;
  EXPECT_TRUE(replace(seen));
  const auto later = consume(made.name);
  ASSERT_TRUE(later);
  EXPECT_FALSE(later->first);
  EXPECT_EQ(later->record.body, seen.body);
  put(made);
  EXPECT_FALSE(consume(made.name)->first);
  clock_->pass(1min);
  EXPECT_FALSE(consume(made.name));
  made.expires = in(1min);
  EXPECT_TRUE(insert(made));
  EXPECT_TRUE(consume(made.name)->first);
  EXPECT_TRUE(erase(made.name));
  put(made);
  EXPECT_TRUE(consume(made.name)->first);
}

TEST_P(StoreConformance, ARecordMayBeUsedFromTheBeginning) {
  Record made = record("a");
  made.used = true;
  EXPECT_TRUE(insert(made));
  EXPECT_FALSE(consume(made.name)->first);
}

TEST_P(StoreConformance, WhatHasExpiredIsNotThere) {
  Record made = record("a", "first");
  made.fields[0] = "field";
  made.expires = in(10s);
  made.version = put(made);
  clock_->pass(10s - 1us);
  EXPECT_TRUE(get(made.name));
  clock_->pass(1us);
  EXPECT_FALSE(get(made.name));
  EXPECT_FALSE(consume(made.name));
  EXPECT_FALSE(erase(made.name));
  EXPECT_FALSE(replace(made));
  EXPECT_TRUE(list({.kind = Kind::used, .tenant = "acme"}).records.empty());
  EXPECT_TRUE(list({.kind = Kind::used, .tenant = "acme", .field = 0, .value = "field"}).records.empty());
  EXPECT_TRUE(insert(record("a", "second")));
  EXPECT_EQ(get(made.name)->body, "second");
  EXPECT_EQ(get(made.name)->expires, Timestamp{});
}

TEST_P(StoreConformance, PutOverAnExpiredOneForgetsItsUse) {
  Record made = record("a");
  made.expires = in(10s);
  put(made);
  consume(made.name);
  clock_->pass(10s);
  put(record("a"));
  EXPECT_TRUE(consume(made.name)->first);
}

TEST_P(StoreConformance, NamesAndBodiesAreAnyOctets) {
  using namespace std::string_literals;
  const std::vector<std::string> odd = {"\0"s,      "a\0b"s,   "a\0c"s, "a", "'; DROP TABLE record; --", "\"%_\\",
                                        "\xff\xfe", "grüße €", "A",     " ", std::string(kMaxId, '\xff')};
  for (const std::string& id : odd) {
    Record made = record(id, id);
    made.name.tenant = id.substr(0, kMaxTenant);
    made.fields[1] = id;
    made.version = put(made);
    EXPECT_THAT(get(made.name), Optional(made)) << id;
    EXPECT_THAT(ids({.kind = Kind::used, .tenant = made.name.tenant, .field = 1, .value = id}),
                testing::ElementsAre(id));
  }
  for (const std::string& id : odd) EXPECT_TRUE(erase(name(id, id.substr(0, kMaxTenant)))) << id;
}

TEST_P(StoreConformance, LargeBodiesAreKept) {
  std::string body(kMaxBody, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 >> 8);
  Record made = record("large", std::move(body));
  put(made);
  reopen();
  const auto found = get(made.name);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->body == made.body);
}

TEST_P(StoreConformance, WhatIsTooLargeIsRefused) {
  const auto outcome_of = [&](const Record& made) {
    return outcome(wait_for<bool>([&](auto done) { store().insert(made, std::move(done)); }));
  };
  EXPECT_EQ(outcome_of(record("")), "usage(id)");
  EXPECT_EQ(outcome_of(record(std::string(kMaxId + 1, 'x'))), "limit_exceeded(id)");
  EXPECT_EQ(outcome_of(record("a", std::string(kMaxBody + 1, 'x'))), "limit_exceeded(body)");
  Record made = record("a");
  made.name.tenant = std::string(kMaxTenant + 1, 'x');
  EXPECT_EQ(outcome_of(made), "limit_exceeded(tenant)");
  made = record("a");
  made.fields[2] = std::string(kMaxField + 1, 'x');
  EXPECT_EQ(outcome_of(made), "limit_exceeded(field)");
  EXPECT_TRUE(dump().empty());
}

}  // namespace
}  // namespace signet::server::storage::test
