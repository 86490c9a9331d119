// Somebody who can write into the store, and has no master key.
#include <gtest/gtest.h>

#include <string>

#include "server/keyring/keyring_support.h"
#include "server/keyring/rekey.h"

namespace signet::server::keyring::test {
namespace {

using storage::Kind;
using storage::Record;

class KeysAtRest : public ::testing::Test {
 protected:
  World world;
  RingPtr ring = world.engine.open("t", {}).value();
  std::vector<Record> records = world.store.all(Kind::key, "t");
};

TEST_F(KeysAtRest, ShowNothingOfThePrivateHalf) {
  ASSERT_EQ(records.size(), 2u);
  for (const Record& record : records) {
    const StoredKey stored = from_record(master_key(), record).value();
    const Secret jwk = stored.key.to_private_jwk().value();
    const json::Document document = json::Document::parse(as_text(jwk.expose())).value();
    const std::string d(document.root().find("d")->string().value());
    EXPECT_EQ(record.body.find(d), std::string::npos);
    EXPECT_EQ(record.body.find("\"d\""), std::string::npos);
    EXPECT_EQ(record.fields[0], name_of(stored.info.state));
    EXPECT_EQ(record.fields[1], "ES256");
  }
}

TEST_F(KeysAtRest, AreNotReadWithAnotherMasterKey) {
  EXPECT_EQ(outcome(world.node(master_key('B')).open("t", {})), "key_mismatch(master_key)");
  EXPECT_EQ(world.store.all(Kind::key, "t"), records);
}

TEST_F(KeysAtRest, AreRefusedWhenAltered) {
  for (std::size_t i = 0; i < records.front().body.size(); i += 7) {
    Record altered = records.front();
    altered.body[i] = static_cast<char>(altered.body[i] ^ 1);
    world.store.overwrite(altered);
    const std::string said = outcome(world.engine.step("t", {}));
    EXPECT_TRUE(said == "decryption_failed(sealed)" || said == "key_mismatch(master_key)") << said;
  }
  world.store.overwrite(records.front());
  EXPECT_EQ(outcome(world.engine.step("t", {})), "ok");
}

TEST_F(KeysAtRest, DoNotMoveToAnotherTenantOrName) {
  Record moved = records.front();
  moved.name.tenant = "u";
  world.store.overwrite(moved);
  EXPECT_EQ(outcome(world.engine.open("u", {})), "decryption_failed(sealed)");
  Record renamed = records.front();
  renamed.name.id = "other";
  world.store.overwrite(renamed);
  EXPECT_EQ(outcome(world.engine.step("t", {})), "decryption_failed(sealed)");
  // The same octets in the place of another key of the tenant.
  World fresh;
  ASSERT_EQ(outcome(fresh.engine.open("t", {})), "ok");
  std::vector<Record> pair = fresh.store.all(Kind::key, "t");
  std::swap(pair.front().body, pair.back().body);
  fresh.store.overwrite(pair.front());
  EXPECT_EQ(outcome(fresh.engine.step("t", {})), "decryption_failed(sealed)");
}

TEST_F(KeysAtRest, TheFieldsOfARecordDecideNothing) {
  Record altered = records.front();
  altered.fields = {"removed", "HS256", "x"};
  world.store.overwrite(altered);
  const RingPtr again = world.engine.step("t", {}).value();
  EXPECT_EQ(again->jwks(), ring->jwks());
}

TEST_F(KeysAtRest, ARecordThatIsBoundToItsPartsIsBoundToNoOther) {
  EXPECT_NE(binding_of({.kind = Kind::key, .tenant = "a", .id = "bc"}),
            binding_of({.kind = Kind::key, .tenant = "ab", .id = "c"}));
  EXPECT_NE(binding_of({.kind = Kind::key, .tenant = "a", .id = "b"}),
            binding_of({.kind = Kind::client, .tenant = "a", .id = "b"}));
}

TEST_F(KeysAtRest, ContentThatIsNoKeyIsRefused) {
  const MasterKey master = master_key();
  for (const std::string_view content : {R"({"state":"next"})", R"([])", R"({"state":"gone","stays":0})"}) {
    Record broken = records.front();
    broken.body = as_text(master.seal(as_bytes(content), binding_of(broken.name)).value());
    EXPECT_EQ(outcome(from_record(master, broken)), "malformed_key(" + broken.name.id + ")") << content;
  }
}

class Rekey : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* tenant : {"a", "b", "c", "d", "e"}) {
      world.store.overwrite({.name = {.kind = Kind::tenant, .tenant = "", .id = tenant}});
      const RingPtr ring = world.engine.open(tenant, {}).value();
      sets.push_back(ring->jwks());
    }
  }
  World world;
  std::vector<std::string> sets;
};

TEST_F(Rekey, SealsEverythingAnew) {
  const Rekeyed done = rekey(world.store, master_key(), master_key('B')).value();
  EXPECT_EQ(done.sealed_anew, 10u);
  EXPECT_EQ(done.were_already, 0u);
  EXPECT_EQ(outcome(world.engine.open("a", {})), "key_mismatch(master_key)");
  const Engine engine = world.node(master_key('B'));
  for (std::size_t i = 0; i < sets.size(); ++i)
    EXPECT_EQ(engine.open(std::string(1, static_cast<char>('a' + i)), {}).value()->jwks(), sets[i]);
}

TEST_F(Rekey, GoesOnWhereItWasBrokenOff) {
  world.store.break_after(4);
  EXPECT_EQ(outcome(rekey(world.store, master_key(), master_key('B'))), "internal(store)");
  world.store.mend();
  const Rekeyed done = rekey(world.store, master_key(), master_key('B')).value();
  EXPECT_EQ(done.sealed_anew, 6u);
  EXPECT_EQ(done.were_already, 4u);
}

TEST_F(Rekey, WantsTheMasterKeyThatSealed) {
  EXPECT_EQ(outcome(rekey(world.store, master_key('C'), master_key('B'))), "key_mismatch(master_key)");
  EXPECT_EQ(world.engine.open("a", {}).value()->jwks(), sets.front());
}

}  // namespace
}  // namespace signet::server::keyring::test
