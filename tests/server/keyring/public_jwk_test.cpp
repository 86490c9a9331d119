#include "server/keyring/public_jwk.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/keyring/keyring_support.h"
#include "server/keyring/make_key.h"
#include "signet/jwk_set.h"

namespace signet::server::keyring::test {
namespace {

std::vector<std::string> asymmetric_algorithms() {
  std::vector<std::string> names;
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    const AlgorithmInfo info = describe(*row);
    if (info.available && info.kty != "oct") names.emplace_back(info.name);
  }
  return names;
}

std::string member_names(const std::string& jwk) {
  const json::Document document = json::Document::parse(jwk).value();
  std::string names;
  for (const auto& [name, value] : document.root().members()) {
    if (!names.empty()) names += ' ';
    names += name;
  }
  return names;
}

TEST(PublicJwk, OfEveryAlgorithmHasPublicMembersAlone) {
  const std::string all = " kty crv n e x y pub kid use alg ";
  for (const std::string& alg : asymmetric_algorithms()) {
    const Key key = make_key({}, alg, Timestamp(seconds(1'800'000'000))).value();
    ASSERT_TRUE(key.is_private());
    const auto jwk = to_published_jwk(key, Certificates::included);
    ASSERT_EQ(outcome(jwk), "ok") << alg;
    EXPECT_EQ(private_members(*jwk), "") << alg;
    const json::Document document = json::Document::parse(*jwk).value();
    for (const auto& [name, value] : document.root().members()) {
      std::string word = " ";
      word += name;
      word += ' ';
      EXPECT_NE(all.find(word), std::string::npos) << name;
    }
    EXPECT_EQ(document.root().find("alg")->string(), alg);
    EXPECT_EQ(document.root().find("use")->string(), "sig");
    EXPECT_EQ(document.root().find("kid")->string(), key.thumbprint());
    EXPECT_EQ(Key::from_jwk(*jwk)->thumbprint(), key.thumbprint());
  }
}

TEST(PublicJwk, LeavesOutWhatElseAKeySays) {
  Key key = Key::generate({.alg = "ES256"}).value();
  signet::KeyInfo info = key.info();
  info.use = "";
  info.key_ops = {"sign"};
  info.x5u = "https://example.com/x";
  key = key.with_info(info).value();
  EXPECT_EQ(member_names(to_published_jwk(key, Certificates::included).value()), "kty crv x y kid use alg");
}

TEST(PublicJwk, HasCertificatesWhereTheyAreAskedFor) {
  const Policy policy{.certificates = true, .subject = "https://as.example"};
  const Key key = make_key(policy, "ES256", Timestamp(seconds(1'800'000'000))).value();
  EXPECT_EQ(member_names(to_published_jwk(key, Certificates::included).value()),
            "kty crv x y kid use alg x5c x5t x5t#S256");
  EXPECT_EQ(member_names(to_published_jwk(key, Certificates::left_out).value()), "kty crv x y kid use alg");
}

TEST(PublicJwk, RefusesWhatCannotBePublished) {
  const Key shared = Key::generate({.alg = "HS256"}).value();
  EXPECT_EQ(outcome(to_published_jwk(shared, Certificates::left_out)), "symmetric_key(kty)");
  const Key good = Key::generate({.alg = "ES256"}).value();
  EXPECT_EQ(outcome(to_published_set(std::vector{good, shared}, Certificates::left_out)), "symmetric_key(kty)");
  signet::KeyInfo info = good.info();
  info.kid = "";
  EXPECT_EQ(outcome(to_published_jwk(good.with_info(info).value(), Certificates::left_out)), "key_incomplete(kid)");
  info = good.info();
  info.alg = "";
  EXPECT_EQ(outcome(to_published_jwk(good.with_info(info).value(), Certificates::left_out)), "key_incomplete(alg)");
}

TEST(PublicSet, IsAWellFormedSetWithoutRemarks) {
  std::vector<Key> keys;
  keys.reserve(3);
  for (const std::string_view alg : {"ES256", "EdDSA", "RS256"}) keys.push_back(Key::generate({.alg = alg}).value());
  const std::string text = to_published_set(keys, Certificates::left_out).value();
  EXPECT_EQ(private_members(text), "");
  const std::vector<KeySetRemark> remarks = lint_key_set(text).value();
  for (const KeySetRemark& remark : remarks) ADD_FAILURE() << remark.text;
  EXPECT_EQ(to_published_set({}, Certificates::left_out).value(), R"({"keys":[]})");
}

TEST(Kids, HaveTheirStyles) {
  const Timestamp when(std::chrono::sys_days(std::chrono::year(2026) / 11 / 28) + hours(23));
  const Key key = Key::generate({.alg = "ES256"}).value();
  EXPECT_EQ(make_kid(KidStyle::thumbprint, key, when).value(), key.thumbprint());
  const std::string random = make_kid(KidStyle::random, key, when).value();
  EXPECT_EQ(random.size(), 22u);
  EXPECT_NE(random, make_kid(KidStyle::random, key, when).value());
  const std::string dated = make_kid(KidStyle::date, key, when).value();
  EXPECT_EQ(dated.size(), 15u);
  EXPECT_TRUE(dated.starts_with("2026-11-28-")) << dated;
  EXPECT_EQ(dated.find_first_not_of("abcdefghijkmnpqrstuvwxyz23456789", 11), std::string::npos) << dated;
}

}  // namespace
}  // namespace signet::server::keyring::test
