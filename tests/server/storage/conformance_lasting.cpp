// What stays when a store is opened again, and what goes when it is told to.
#include <gmock/gmock.h>

#include "server/storage/conformance.h"

namespace signet::server::storage::test {
namespace {

using namespace std::chrono_literals;
using signet::test::outcome;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

TEST_P(StoreConformance, WhatWasAnsweredIsThereWhenItIsOpenedAgain) {
  Record kept = record("kept", "body");
  kept.fields[0] = "field";
  kept.version = put(kept);
  put(record("used"));
  const Record used = consume(name("used"))->record;
  put(record("erased"));
  erase(name("erased"));
  append(Log::audit, "acme", "entry");
  reopen();
  EXPECT_THAT(get(kept.name), Optional(kept));
  EXPECT_THAT(get(used.name), Optional(used));
  EXPECT_FALSE(consume(used.name)->first);
  EXPECT_FALSE(get(name("erased")));
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme", .field = 0, .value = "field"}), ElementsAre("kept"));
  EXPECT_EQ(append(Log::audit, "acme", "entry"), 2U);
}

TEST_P(StoreConformance, SweepRemovesWhatHasExpiredAndNothingElse) {
  constexpr std::size_t kExpiring = 700;
  race(8, [&](std::size_t thread) {
    for (std::size_t i = thread; i < kExpiring; i += 8)
      EXPECT_TRUE(insert({.name = name("gone " + std::to_string(i)), .body = {}, .expires = in(10s)}));
  });
  consume(name("gone 1"));
  for (int i = 0; i < 3; ++i) append(Log::audit, "acme", "gone", in(10s));
  append(Log::audit, "acme", "stays");
  put({.name = name("later"), .body = {}, .expires = in(11s)});
  put(record("for ever"));
  EXPECT_EQ(sweep(), 0U);
  clock_->pass(10s);
  EXPECT_EQ(sweep(), kExpiring + 3);
  EXPECT_EQ(sweep(), 0U);
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme"}), ElementsAre("for ever", "later"));
  EXPECT_EQ(read_since(Log::audit, "acme", 0).size(), 1U);
}

TEST_P(StoreConformance, ATenantIsErasedWhole) {
  constexpr std::size_t kOfTenant = 600;
  race(8, [&](std::size_t thread) {
    for (std::size_t i = thread; i < kOfTenant; i += 8) put(record("r" + std::to_string(i)));
  });
  put({.name = name("c", "acme", Kind::client), .body = {}});
  put({.name = name("c", "acme2", Kind::client), .body = {}});
  put({.name = name("acme", "", Kind::tenant), .body = {}});
  append(Log::audit, "acme", "a");
  append(Log::audit, "acme2", "a");
  EXPECT_EQ(erase_tenant("acme"), kOfTenant + 2);
  EXPECT_EQ(erase_tenant("acme"), 0U);
  EXPECT_THAT(ids({.kind = Kind::used, .tenant = "acme"}), IsEmpty());
  EXPECT_THAT(ids({.kind = Kind::client, .tenant = "acme"}), IsEmpty());
  EXPECT_THAT(read_since(Log::audit, "acme", 0), IsEmpty());
  EXPECT_TRUE(get(name("c", "acme2", Kind::client)));
  EXPECT_TRUE(get(name("acme", "", Kind::tenant)));
  EXPECT_EQ(read_since(Log::audit, "acme2", 0).size(), 1U);
}

TEST_P(StoreConformance, TheInstallationIsNoTenant) {
  put({.name = name("acme", "", Kind::tenant), .body = {}});
  const auto erased = wait_for<std::size_t>([&](auto done) { store().erase_tenant("", std::move(done)); });
  EXPECT_EQ(outcome(erased), "usage(tenant)");
  EXPECT_TRUE(get(name("acme", "", Kind::tenant)));
}

}  // namespace
}  // namespace signet::server::storage::test
