// The language of requirements.
#include "signet/requirement.h"

#include <string>
#include <string_view>

#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "support.h"

namespace signet::test {
namespace {

constexpr std::string_view kClaims = R"({"iss":"joe","loggedInAs":"admin","level":3,"big":9007199254740993,"half":1.5,
  "roles":["user","admin",7,null,true,["nested"]],"scope":"read write:all","empty":"","nothing":null,"yes":true,
  "address":{"country":"NL","a/b":1,"~":2},"list":[{"id":"x"}],"https://a.example/x":"y","it's":1,"größe":"ä"})";

std::string ask(std::string_view text) {
  const auto requirement = jwt::Requirement::parse(text);
  if (!requirement) return to_string(requirement.error());
  EXPECT_EQ(requirement->text(), text);
  const json::Document document = json::Document::parse(kClaims).value();
  return outcome((*requirement)(jwt::Claims::of(document.root()).value(), Timestamp()));
}

TEST(Requirement, WhatIsMet) {
  for (const std::string_view text : {
           "loggedInAs",
           "loggedInAs exists",
           "  loggedInAs   exists  ",
           "nothing",
           "loggedInAs == 'admin'",
           "loggedInAs=='admin'",
           "loggedInAs != 'guest'",
           "level == 3",
           "level >= 3",
           "level > 2",
           "level <= 3",
           "level < 4",
           "level > -1",
           "big == 9007199254740993",
           "nothing == null",
           "yes == true",
           "yes != false",
           "empty == ''",
           "roles contains 'admin'",
           "roles contains 7",
           "roles contains null",
           "roles contains true",
           "roles contains any ['root', 'admin']",
           "roles contains all ['user','admin']",
           "scope contains 'read'",
           "scope contains 'write:all'",
           "loggedInAs in ['root','admin']",
           "level in [1,2,3]",
           "/address/country == 'NL'",
           "/address/a~1b == 1",
           "/address/~0 == 2",
           "/list/0/id == 'x'",
           "/roles/1 == 'admin'",
           "'https://a.example/x' == 'y'",
           "'it''s' == 1",
           "größe == 'ä'",
       })
    EXPECT_EQ(ask(text), "ok") << text;
}

TEST(Requirement, WhatIsNot) {
  for (const std::string_view text :
       {"loggedInAs == 'Admin'", "loggedInAs == 'admin '", "loggedInAs != 'admin'", "level == '3'", "level != 3",
        "level > 3", "level < 3", "level >= 4", "level <= 2", "level == true", "level contains 3", "level in ['3']",
        "level in [4,5]", "loggedInAs contains 'adm'", "loggedInAs >= 1", "loggedInAs == null"})
    EXPECT_TRUE(ask(text) == "claim_mismatch(level)" || ask(text) == "claim_mismatch(loggedInAs)") << text;
  EXPECT_EQ(ask("half == 1"), "claim_mismatch(half)") << "nothing is rounded";
  EXPECT_EQ(ask("half > 1"), "claim_mismatch(half)");
  EXPECT_EQ(ask("big == 9007199254740992"), "claim_mismatch(big)") << "no double in between";
  for (const std::string_view text : {"level != '3'", "half != 1", "roles != 'root'", "yes != 'true'", "level != true"})
    EXPECT_EQ(ask(text).substr(0, 14), "claim_mismatch") << text << ": another type is not known to differ";
  EXPECT_EQ(ask("level != null"), "ok");
  EXPECT_EQ(ask("nothing == 'null'"), "claim_mismatch(nothing)");
  EXPECT_EQ(ask("empty contains ''"), "claim_mismatch(empty)");
  EXPECT_EQ(ask("scope contains 'rea'"), "claim_mismatch(scope)");
  EXPECT_EQ(ask("scope contains 'read write:all'"), "claim_mismatch(scope)") << "words, not parts of the text";
  EXPECT_EQ(ask("roles contains 'nested'"), "claim_mismatch(roles)");
  EXPECT_EQ(ask("roles contains all ['user','root']"), "claim_mismatch(roles)");
  EXPECT_EQ(ask("roles contains any ['root','7']"), "claim_mismatch(roles)");
  EXPECT_EQ(ask("roles == 'admin'"), "claim_mismatch(roles)");
  EXPECT_EQ(ask("address contains 'NL'"), "claim_mismatch(address)");
  EXPECT_EQ(ask("/address/country == 'DE'"), "claim_mismatch(address)");
}

TEST(Requirement, WhatIsNotThereMeetsNothing) {
  for (const std::string_view text : {"role", "role exists", "role == 'admin'", "role != 'guest'", "role == null",
                                      "role contains 'x'", "role in ['x']", "role < 1", "/role/x == 1"})
    EXPECT_EQ(ask(text), "claim_missing(role)") << text;
  EXPECT_EQ(ask("/address/city != 'x'"), "claim_missing(address)");
  EXPECT_EQ(ask("loggedinas == 'admin'"), "claim_missing(loggedinas)") << "names are compared exactly";
}

TEST(Requirement, WhatIsNoRequirement) {
  const std::pair<std::string_view, std::string_view> broken[] = {
      {"", "name"},
      {"   ", "name"},
      {"== 'x'", "name"},
      {"''", "name"},
      {"'x", "name"},
      {"address/country == 'NL'", "name"},
      {"https://a.example/x == 'y'", "name"},
      {"x~y", "name"},
      {"x y", "operator"},
      {"x is 'y'", "operator"},
      {"x = 'y'", "operator"},
      {"x containing 'y'", "operator"},
      {"x CONTAINS 'y'", "operator"},
      {"x ==", "value"},
      {"x == y", "value"},
      {"x == \"y\"", "value"},
      {"x == 'y", "value"},
      {"x == 1.5", "end"},
      {"x == 1e3", "end"},
      {"x == 99999999999999999999", "value"},
      {"x == +1", "value"},
      {"x < 'y'", "value"},
      {"x >= true", "value"},
      {"x in 'y'", "value"},
      {"x in []", "value"},
      {"x in ['y'", "value"},
      {"x in ['y',]", "value"},
      {"x contains any 'y'", "value"},
      {"x contains ['y']", "value"},
      {"x == 'y' or z == 'w'", "end"},
      {"x == 'y' and z == 'w'", "end"},
      {"x == 'y' 'z'", "end"},
      {"x exists 1", "end"},
      {"x == truely", "value"},
  };
  for (const auto& [text, where] : broken) EXPECT_EQ(ask(text), joined({"malformed_requirement(", where, ")"})) << text;
}

TEST(Requirement, Bounds) {
  std::string list = "x in [1";
  for (int i = 0; i < 63; ++i) list += ",1";
  EXPECT_EQ(ask(list + "]"), "claim_missing(x)");
  EXPECT_EQ(ask(list + ",1]"), "limit_exceeded(requirement)");
  EXPECT_EQ(ask(std::string(1024, 'x')).substr(0, 13), "claim_missing");
  EXPECT_EQ(ask(std::string(1025, 'x')), "limit_exceeded(requirement)");
}

TEST(Requirement, IsACheckOfAPolicy) {
  const Key key = Key::generate({.alg = "HS256"}).value();
  const auto verifier =
      jwt::Verifier::build(jwt::Policy().any_issuer().any_audience().algorithms({"HS256"}).any_typ().check(
                               "requirement", *jwt::Requirement::parse("roles contains 'a'")),
                           JwkSet::of(std::span(&key, 1)))
          .value();
  const auto token = [&](std::string_view roles) {
    return jwt::Builder().claim_json("roles", roles).sign(*key.signer().value()).value();
  };
  EXPECT_EQ(outcome(verifier.verify(token(R"(["a"])"), Timestamp())), "ok");
  EXPECT_EQ(outcome(verifier.verify(token(R"(["b"])"), Timestamp())), "claim_mismatch(roles)");
}

}  // namespace
}  // namespace signet::test
