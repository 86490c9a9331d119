// The two keys of the documentation page in tests/vectors/seed: all that each of them says agrees.
#include "jose_support.h"

namespace signet::test {
namespace {

// 2024-10-20 and 2034-10-04, days within and after the validity of both certificates.
constexpr Timestamp kValid{std::chrono::seconds(1'729'382'400)};
constexpr Timestamp kExpired{std::chrono::seconds(2'044'224'000)};

std::vector<Key> both_keys() {
  const JwkSet set = JwkSet::parse(read_vector("seed/jwks.json")).value();
  EXPECT_EQ(set.entries().size(), 1u);
  return {set.entries().front().key.value(), Key::from_jwk(read_vector("seed/member-by-member.json")).value()};
}

TEST(SeedKeys, AllMembersAgree) {
  for (const Key& key : both_keys()) {
    EXPECT_EQ(key.bits(), 2048u);
    EXPECT_FALSE(key.is_private());
    EXPECT_EQ(key.info().alg, "RS256");
    EXPECT_EQ(key.info().use, "sig");
    EXPECT_EQ(key.info().x5c.size(), 1u) << "its key was compared with n and e";
    EXPECT_EQ(key.info().x5t.size(), 27u);
    EXPECT_EQ(key.info().x5t_s256.size(), 43u);
    EXPECT_EQ(key.info().kid, key.spki_thumbprint().value());
    EXPECT_NE(key.info().kid, key.thumbprint());
    EXPECT_EQ(outcome(key.check_fit(row("RS256"))), "ok");
    EXPECT_EQ(outcome(key.check_deep()), "ok");
  }
  EXPECT_EQ(both_keys()[0].info().kid, "hD0tEgg4XkrXY1FeXPK5H3ggxGgShEVT90NRo6QAj_Y");
  EXPECT_EQ(both_keys()[1].info().kid, "HFSdUzsX5GRQ7LrkqZusDAhyItKI3YADzfOjYFZ31QA");
}

TEST(SeedKeys, MembersOfOneDoNotFitTheOther) {
  const std::vector<Key> keys = both_keys();
  const KeyInfo mine = keys[0].info(), other = keys[1].info();
  KeyInfo mixed = mine;
  mixed.x5c = other.x5c;
  EXPECT_EQ(outcome(keys[0].with_info(mixed)), "certificate_mismatch(x5c)");
  mixed = mine;
  mixed.x5t = other.x5t;
  EXPECT_EQ(outcome(keys[0].with_info(mixed)), "certificate_mismatch(x5t)");
  mixed = mine;
  mixed.x5t_s256 = other.x5t_s256;
  EXPECT_EQ(outcome(keys[0].with_info(mixed)), "certificate_mismatch(x5t#S256)");
}

TEST(SeedKeys, ComeBackAsTheyWere) {
  const auto document = parse_vector("seed/member-by-member.json");
  const auto again = json::Document::parse(both_keys()[1].to_public_jwk().value()).value();
  EXPECT_EQ(json::to_canonical(again.root()).value(), json::to_canonical(document.root()).value());
}

TEST(SeedKeys, LintHasNothingToSayWhileTheCertificatesLast) {
  EXPECT_TRUE(lint_key_set(read_vector("seed/jwks.json"), kValid)->empty());
  const std::string other = "{\"keys\":[" + read_vector("seed/member-by-member.json") + "]}";
  EXPECT_TRUE(lint_key_set(other, kValid)->empty());
  EXPECT_TRUE(lint_key_set(other)->empty());
  const auto remarks = lint_key_set(other, kExpired).value();
  ASSERT_EQ(remarks.size(), 1u);
  EXPECT_EQ(to_string(remarks.front().error), "certificate_expired(x5c)");
}

}  // namespace
}  // namespace signet::test
