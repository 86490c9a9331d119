// Who acts for whom, and who has made which claims.
#include "signet/actors.h"

#include <chrono>

#include "signet/claim_sources.h"
#include "support.h"

namespace signet::test {
namespace {

struct Set {
  explicit Set(std::string_view text)
      : document(json::Document::parse(text).value()), claims(jwt::Claims::of(document.root()).value()) {}
  json::Document document;
  jwt::Claims claims;
};

TEST(Actors, OutermostFirst) {
  const Set set(R"({"sub":"user","act":{"sub":"b","iss":"https://b.example","act":{"sub":"a","act":{"sub":"z"}}}})");
  const auto current = jwt::current_actor(set.claims);
  ASSERT_TRUE(current);
  EXPECT_EQ(current->subject(), "b");
  EXPECT_EQ(current->issuer(), "https://b.example");
  EXPECT_EQ(current->previous()->subject(), "a");
  EXPECT_EQ(current->previous()->previous()->subject(), "z");
  EXPECT_FALSE(current->previous()->previous()->previous());
  EXPECT_EQ(jwt::count_actors(set.claims), 3U);
  EXPECT_FALSE(jwt::eligible_actor(set.claims));
}

TEST(Actors, NobodyActs) {
  const Set set(R"({"sub":"user","may_act":{"sub":"admin","x":1}})");
  EXPECT_FALSE(jwt::current_actor(set.claims));
  EXPECT_EQ(jwt::count_actors(set.claims), 0U);
  EXPECT_EQ(jwt::eligible_actor(set.claims)->subject(), "admin");
  EXPECT_EQ(jwt::eligible_actor(set.claims)->claims().size(), 2U);
  EXPECT_FALSE(jwt::current_actor(Set(R"({"act":"admin"})").claims));
}

// The example of OpenID Connect Core 1.0 section 5.6.2.2, with an array of sources as in Identity Assurance.
TEST(ClaimSources, WhatEachSourceIsNamedFor) {
  const Set set(
      R"({"sub":"j","_claim_names":{"payment_info":"src1","credit_score":"src2","verified_claims":["src1","src2"],
    "address":{"src2":{}},"nickname":["src1","src1"],"title":["src9",7],"email":"src9"},"_claim_sources":{"src1":{"JWT":"e30.e30.AA"},"src2":{"endpoint":"https://a.example/c",
    "access_token":"ksj3n283dke"},"src3":{"JWT":"e30.e30.AA"}}})");
  const auto sources = jwt::claim_sources(set.claims);
  ASSERT_EQ(sources.size(), 2U);  // nothing is named for src3
  EXPECT_EQ(sources[0].name, "src1");
  EXPECT_EQ(sources[0].jwt, "e30.e30.AA");
  EXPECT_FALSE(sources[0].endpoint);
  EXPECT_EQ(sources[0].claims, (std::vector<std::string_view>{"payment_info", "verified_claims", "nickname"}));
  EXPECT_EQ(sources[1].endpoint, "https://a.example/c");
  EXPECT_EQ(sources[1].access_token, "ksj3n283dke");
  EXPECT_EQ(sources[1].claims, (std::vector<std::string_view>{"credit_score", "verified_claims", "address"}));
}

// Each of many sources is named for one claim: the cost must not grow with the square of their number.
TEST(ClaimSources, ManySources) {
  constexpr int kMany = 30'000;
  std::string names = "{";
  std::string described = "{";
  for (int i = 0; i < kMany; ++i) {
    const std::string comma = i == 0 ? "" : ",";
    names += joined({comma, "\"c", std::to_string(i), "\":\"s", std::to_string(kMany - 1 - i), "\""});
    described += joined({comma, "\"s", std::to_string(i), "\":{\"JWT\":\"e30.e30.AA\"}"});
  }
  const Set set(joined({R"({"_claim_names":)", names, R"(},"_claim_sources":)", described, "}}"}));
  const auto begin = std::chrono::steady_clock::now();
  const auto sources = jwt::claim_sources(set.claims);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  ASSERT_EQ(sources.size(), std::size_t{kMany});
  EXPECT_EQ(sources[1].claims, (std::vector<std::string_view>{"c29998"}));
}

TEST(ClaimSources, ATokenOfASourceHasItsClaims) {
  const Set set(R"({"_claim_names":{"age":"s"},"_claim_sources":{"s":{"JWT":"e30.e30.AA"}}})");
  const auto sources = jwt::claim_sources(set.claims);
  EXPECT_EQ(outcome(jwt::check_source(sources[0], Set(R"({"iss":"x","age":5})").claims)), "ok");
  EXPECT_EQ(outcome(jwt::check_source(sources[0], Set(R"({"iss":"x","Age":5})").claims)), "claim_missing(age)");
  EXPECT_TRUE(jwt::claim_sources(Set(R"({"sub":"x"})").claims).empty());
  EXPECT_TRUE(jwt::claim_sources(Set(R"({"_claim_names":[],"_claim_sources":7})").claims).empty());
}

}  // namespace
}  // namespace signet::test
