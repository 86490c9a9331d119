// Claims: the seven of RFC 7519 section 4.1 typed, the rest as JSON.
#include "signet/claims.h"
#include "support.h"

namespace signet::test {
namespace {

using jwt::Claims;

/// {"NAME":VALUE}
std::string set_of_one(std::string_view name, std::string_view value) {
  return std::string("{\"").append(name).append("\":").append(value).append("}");
}
/// "ok", or why the text is no claims set.
std::string typed(std::string_view json) {
  const json::Document document = json::Document::parse(json).value();
  return outcome(Claims::of(document.root()));
}

TEST(Claims, TheSevenOfRfc7519) {
  const json::Document document = json::Document::parse(R"({
    "iss":"joe","sub":"s","aud":["a","b"],"exp":1300819380,"nbf":1300819300.25,"iat":1300819200,"jti":"id-1",
    "address":{"country":"DE","lines":["x","y"]},"a/b":1,"ISS":"other"})")
                                      .value();
  const Claims claims = Claims::of(document.root()).value();
  EXPECT_EQ(claims.issuer(), "joe");
  EXPECT_EQ(claims.subject(), "s");
  EXPECT_EQ(claims.audience().size(), 2u);
  EXPECT_TRUE(claims.audience().contains("b"));
  EXPECT_FALSE(claims.audience().contains("c"));
  EXPECT_EQ(claims.expires_at(), Timestamp(std::chrono::seconds(1300819380)));
  EXPECT_EQ(claims.not_before(), Timestamp(std::chrono::milliseconds(1300819300250)));
  EXPECT_EQ(claims.issued_at(), Timestamp(std::chrono::seconds(1300819200)));
  EXPECT_EQ(claims.token_id(), "id-1");
  EXPECT_EQ(claims.find("address")->find("country")->string(), "DE");
  EXPECT_EQ(claims.at("/address/lines/1")->string(), "y");
  EXPECT_EQ(claims.at("/a~1b")->integer(), 1);
  EXPECT_FALSE(claims.at("/address/lines/2"));
  EXPECT_EQ(claims.json().size(), 10u);
}

TEST(Claims, NoneOfThemIsThere) {
  const json::Document document = json::Document::parse("{}").value();
  const Claims claims = Claims::of(document.root()).value();
  EXPECT_FALSE(claims.issuer() || claims.subject() || claims.token_id());
  EXPECT_FALSE(claims.expires_at() || claims.not_before() || claims.issued_at());
  EXPECT_EQ(claims.audience().size(), 0u);
  EXPECT_FALSE(claims.audience().contains(""));
  EXPECT_FALSE(claims.audience().json());
}

TEST(Claims, NamesAreExact) {
  const json::Document document = json::Document::parse(R"({"Iss":1,"EXP":"x","iss ":2,"is":3,"isss":4})").value();
  const Claims claims = Claims::of(document.root()).value();
  EXPECT_FALSE(claims.issuer());
  EXPECT_FALSE(claims.expires_at());
}

TEST(Claims, AnEscapedNameIsTheSameName) {
  const json::Document document = json::Document::parse(R"({"\u0069ss":"joe"})").value();
  EXPECT_EQ(Claims::of(document.root())->issuer(), "joe");
  EXPECT_EQ(typed(R"({"\u0069ss":1})"), "claim_type(iss)");
}

TEST(Claims, TextClaimsAreStrings) {
  for (const std::string name : {"iss", "sub", "jti"}) {
    for (const std::string value : {"1", "null", "true", R"(["a"])", "{}"})
      EXPECT_EQ(typed(set_of_one(name, value)), "claim_type(" + name + ")") << value;
    EXPECT_EQ(typed(R"({")" + name + R"(":""})"), "ok");
  }
}

TEST(Claims, TimesAreNumbers) {
  for (const std::string name : {"exp", "nbf", "iat"}) {
    for (const std::string value : {R"("1")", "null", "true", "[1]", "{}", "-1", "1e30"})
      EXPECT_EQ(typed(set_of_one(name, value)), "claim_type(" + name + ")") << value;
    EXPECT_EQ(typed(R"({")" + name + R"(":1.5})"), "ok");
  }
}

TEST(Claims, AudienceIsAStringOrAnArrayOfStrings) {
  for (const auto* good : {R"("a")", R"("")", R"(["a"])", R"(["a","b"])"})
    EXPECT_EQ(typed(set_of_one("aud", good)), "ok") << good;
  for (const auto* bad : {"[]", "[1]", R"(["a",1])", R"([["a"]])", "{}", "null", "1", "true"})
    EXPECT_EQ(typed(set_of_one("aud", bad)), "claim_type(aud)") << bad;
}

TEST(Claims, AStringCountsAsAnArrayOfOne) {
  const json::Document document = json::Document::parse(R"({"aud":"a"})").value();
  const jwt::Audience audience = Claims::of(document.root())->audience();
  EXPECT_EQ(audience.size(), 1u);
  EXPECT_TRUE(audience.contains("a"));
  EXPECT_FALSE(audience.contains("A"));
  EXPECT_TRUE(audience.json()->is_string());
}

TEST(Claims, OnlyObjectsAreClaimsSets) {
  for (const auto* other : {"[]", "1", "null", R"("iss")", R"([{"iss":"joe"}])"})
    EXPECT_EQ(typed(other), "claim_type(payload)") << other;
}

TEST(Claims, TheErrorNamesTheRule) {
  const json::Document document = json::Document::parse(R"({"exp":"1"})").value();
  const Error error = Claims::of(document.root()).error();
  ASSERT_NE(error.rule, nullptr);
  EXPECT_EQ(error.rule->section, "RFC 7519 4.1.4");
}

}  // namespace
}  // namespace signet::test
