#include "server/sidecar/identity.h"

#include <gtest/gtest.h>

#include "codec/form.h"

namespace signet::server {
namespace {

std::string shown(std::string_view json, const IdentityRules& rules = {}, std::string_view tenant = "") {
  const json::Document document = json::Document::parse(json).value();
  const jwt::Claims claims = jwt::Claims::of(document.root()).value();
  std::string out;
  for (const HttpField& field : identity_fields(claims, tenant, rules))
    out.append(field.name).append("=").append(field.value).append("\n");
  return out;
}

TEST(Identity, TellsWhoAsks) {
  EXPECT_EQ(shown(R"({"sub":"joe","client_id":"c","scope":"read write","acr":"gold","jti":"1"})", {}, "acme"),
            "Signet-Subject=joe\nSignet-Client=c\nSignet-Scope=read write\nSignet-Acr=gold\nSignet-Jti=1\n"
            "Signet-Tenant=acme\n");
  EXPECT_EQ(shown(R"({"sub":"","scope":null,"acr":{"a":1}})"), "");
  EXPECT_EQ(shown(R"({"azp":"a"})"), "Signet-Client=a\n");
  EXPECT_EQ(shown(R"({"azp":"a","client_id":"c"})"), "Signet-Client=c\n");
}

TEST(Identity, MapsClaimsToFields) {
  const IdentityRules rules{
      .claims = true, .mapped = {{"Remote-User", "sub"}, {"X-Groups", "groups"}, {"X-Age", "age"}, {"X-No", "no"}}};
  EXPECT_EQ(shown(R"({"sub":"joe","groups":["a,b","c",1,["d"]],"age":1e2})", rules),
            "Signet-Subject=joe\nRemote-User=joe\nX-Groups=a%2Cb,c,1\nX-Age=1e2\n"
            "Signet-Claims={\"sub\":\"joe\",\"groups\":[\"a,b\",\"c\",1,[\"d\"]],\"age\":1e2}\n");
}

TEST(Identity, OneValueWithACommaIsNoList) {
  const IdentityRules rules{.mapped = {{"X-Groups", "groups"}}};
  EXPECT_EQ(shown(R"({"sub":"Doe, Joe","groups":"a,b"})", rules), "Signet-Subject=Doe, Joe\nX-Groups=a%2Cb\n");
}

TEST(Identity, ValuesCannotBreakOutOfTheirField) {
  EXPECT_EQ(to_field_value("a\r\nX: b"), "a%0D%0AX: b");
  EXPECT_EQ(to_field_value(" a b "), "%20a b%20");
  EXPECT_EQ(to_field_value("100%"), "100%25");
  EXPECT_EQ(to_field_value(std::string_view("\0\x7f", 2)), "%00%7F");
  EXPECT_EQ(to_field_value("J\xc3\xb6"), "J%C3%B6");
  EXPECT_EQ(to_field_value(" "), "%20");
}

TEST(Identity, DecodingGivesTheValueBack) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(codec::percent_decoded(to_field_value(all)), all);
}

}  // namespace
}  // namespace signet::server
