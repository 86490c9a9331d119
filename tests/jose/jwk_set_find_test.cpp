// How a key of a set is found: RFC 7515 section 4.1.4, and the rules of signet/jwk_set.h.
#include "jose_support.h"

namespace signet::test {
namespace {

Key named(std::string_view alg, std::string kid) {
  return with(shown(key_for(alg)), {.kid = std::move(kid)});
}
/// The kids of the candidates, or the error.
std::string found(const JwkSet& set, std::optional<std::string_view> kid, std::string_view alg) {
  const auto candidates = set.find({.kid = kid, .algorithm = &row(alg)});
  if (!candidates) return to_string(candidates.error());
  std::string text;
  for (std::size_t i = 0; i < candidates->count; ++i) {
    EXPECT_EQ(describe(candidates->keys[i]->algorithm()).name, alg);
    text += (i == 0 ? "" : " ") + std::string(candidates->keys[i]->kid());
  }
  return text;
}

TEST(JwkSetFind, ByExactlyThisKid) {
  const JwkSet set = set_of({named("ES256", "a"), named("RS256", "b"), named("ES256", "A"), named("ES256", "")});
  EXPECT_EQ(found(set, "a", "ES256"), "a");
  EXPECT_EQ(found(set, "A", "ES256"), "A");
  EXPECT_EQ(found(set, "b", "RS256"), "b");
  EXPECT_EQ(found(set, "b", "PS512"), "b");
  EXPECT_EQ(found(set, "b", "ES256"), "key_mismatch(kty)") << "and not the key without a kid";
  EXPECT_EQ(found(set, "a", "ES384"), "key_mismatch(crv)");
}

TEST(JwkSetFind, WithoutThatKidOnlyKeysWithoutOne) {
  const JwkSet set = set_of({named("ES256", "a"), named("RS256", "")});
  EXPECT_EQ(found(set, "c", "RS256"), "");
  EXPECT_EQ(found(set, "c", "ES256"), "key_not_found(kid)");
  EXPECT_EQ(found(set_of({named("ES256", "a")}), "c", "ES256"), "key_not_found(kid)");
  EXPECT_EQ(found(set_of({}), "c", "ES256"), "key_not_found(kid)");
}

TEST(JwkSetFind, WithoutAKidAllThatFit) {
  const JwkSet set = set_of({named("ES256", "z"), named("RS256", "y"), named("ES256", "x"), named("ES256", "")});
  EXPECT_EQ(found(set, std::nullopt, "ES256"), "z x ") << "in the order of the set";
  EXPECT_EQ(found(set, std::nullopt, "RS512"), "y");
  EXPECT_EQ(found(set, std::nullopt, "HS256"), "key_mismatch(kty)");
  EXPECT_EQ(found(set_of({}), std::nullopt, "ES256"), "key_not_found(kid)");
}

TEST(JwkSetFind, AtMostFourCandidates) {
  const Key key = named("ES256", "a");
  EXPECT_EQ(found(set_of({key, key, key, key}), "a", "ES256"), "a a a a");
  EXPECT_EQ(found(set_of({key, key, key, key, key}), "a", "ES256"), "key_not_found(kid)");
  EXPECT_EQ(found(set_of({key, key, key, key, key}), std::nullopt, "ES256"), "key_not_found(kid)");
  EXPECT_EQ(found(set_of({key, key, key, key, named("RS256", "a")}), "a", "ES256"), "a a a a");
}

// Row 19: keys of one kid are tried only if they fit.
TEST(Attack19, RepeatedKids) {
  const JwkSet set =
      set_of({named("RS256", "a"), named("ES256", "a"), with(named("ES256", "a"), {.kid = "a", .use = "enc"})});
  EXPECT_EQ(found(set, "a", "ES256"), "a");
  EXPECT_EQ(found(set, "a", "RS256"), "a");
  EXPECT_EQ(found(set, "a", "HS256"), "key_mismatch(kty)");
}

TEST(JwkSetFind, TheReasonIsThatOfTheFirstKey) {
  const Key key = shown(key_for("ES256"));
  EXPECT_EQ(found(set_of({with(key, {.kid = "a", .use = "enc"})}), "a", "ES256"), "key_mismatch(use)");
  EXPECT_EQ(found(set_of({with(key, {.kid = "a", .key_ops = {"sign"}})}), "a", "ES256"), "key_mismatch(key_ops)");
  EXPECT_EQ(found(set_of({with(key, {.kid = "a", .alg = "ECDH-ES"})}), "a", "ES256"), "key_mismatch(alg)");
  const Key weak = with(Key::from_octets(Secret::copy_of(Bytes(31, 0x5a))).value(), {.kid = "a"});
  EXPECT_EQ(found(set_of({weak}), "a", "HS256"), "weak_key(k)");
}

TEST(JwkSetFind, PlaceholdersAreNeverFound) {
  const std::string jwk = text_of(with(key_for("ES256"), {.kid = "a"}).to_private_jwk()->expose());
  const JwkSet shown_set = JwkSet::parse("{\"keys\":[" + jwk + "]}").value();
  EXPECT_EQ(found(shown_set, "a", "ES256"), "key_not_found(kid)");
  EXPECT_EQ(found(shown_set, std::nullopt, "ES256"), "key_not_found(kid)");
  EXPECT_EQ(found(JwkSet::parse_private("{\"keys\":[" + jwk + "]}").value(), "a", "ES256"), "a");
}

TEST(JwkSetFind, ManyKidsAreToldApart) {
  std::vector<Key> keys;
  keys.reserve(200);
  for (int i = 0; i < 200; ++i) keys.push_back(named("ES256", "k" + std::to_string(i * 7919 % 200)));
  const JwkSet set = JwkSet::of(keys);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(found(set, "k" + std::to_string(i), "ES256"), "k" + std::to_string(i));
  EXPECT_EQ(found(set, "k", "ES256"), "key_not_found(kid)");
  EXPECT_EQ(found(set, "k200", "ES256"), "key_not_found(kid)");
}

}  // namespace
}  // namespace signet::test
