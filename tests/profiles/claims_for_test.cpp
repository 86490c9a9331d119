// Claims sets against profiles before there is a token, and headers that profiles ask for.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signet/claim_registry.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "signet/profiles.h"

namespace signet::test {
namespace {

using jwt::Profile;
using jwt::Side;

std::vector<std::string> errors_of(std::initializer_list<const Profile*> profiles, std::string_view claims, Side side) {
  const json::Document document = json::Document::parse(claims).value();
  const std::vector<const Profile*> named(profiles);
  std::vector<std::string> found;
  for (const Error& error : jwt::check_claims_for(named, document.root(), side)) found.push_back(to_string(error));
  return found;
}

using Errors = std::vector<std::string>;
const Profile* at_jwt() {
  return jwt::find_profile("at+jwt");
}
const Profile* id_token() {
  return jwt::find_profile("openid-id-token");
}

TEST(ClaimsForAProfile, WithoutProfilesItIsTheRegistryAlone) {
  EXPECT_EQ(errors_of({}, R"({"email":"jane","vot":"P1"})", Side::issuer),
            (Errors{"claim_rule(email)", "claim_rule(vot)"}));
}

TEST(ClaimsForAProfile, WhatIsRequiredIsMissedByBothSidesAlsoBesideAWrongType) {
  for (const Side side : {Side::issuer, Side::recipient}) {
    EXPECT_EQ(errors_of({at_jwt()}, R"({"iss":7,"exp":2,"aud":"api","client_id":"app","iat":1})", side),
              (Errors{"claim_type(iss)", "claim_missing(sub)", "claim_missing(jti)"}));
  }
  EXPECT_EQ(errors_of({at_jwt()}, "[]", Side::issuer), (Errors{"claim_type(payload)"}));
}

TEST(ClaimsForAProfile, WhatOnlyIssuersKeepIsForThemAlone) {
  constexpr std::string_view kClaims =
      R"({"iss":"http://as.example","sub":"joe","aud":"app","exp":2,"iat":1,"events":{"https://e.example/x":{}}})";
  EXPECT_EQ(errors_of({id_token()}, kClaims, Side::recipient), (Errors{"claim_rule(events)"}));
  EXPECT_EQ(errors_of({id_token()}, kClaims, Side::issuer), (Errors{"claim_rule(events)", "claim_rule(iss)"}));
}

TEST(ClaimsForAProfile, ASetHasNoHeaderToLackAnything) {
  for (const Profile* profile : jwt::profiles()) {
    const json::Document empty = json::Document::parse("{}").value();
    for (const Error& error : jwt::check_claims_for(std::span(&profile, 1), empty.root(), Side::issuer))
      EXPECT_NE(error.code, Errc::header_parameter) << profile->id;
  }
}

TEST(ClaimsForAProfile, EachErrorIsToldOnce) {
  for (const Profile* profile : jwt::profiles()) {
    Errors errors = errors_of({profile}, "{}", Side::issuer);
    std::ranges::sort(errors);
    EXPECT_EQ(std::ranges::adjacent_find(errors), errors.end()) << profile->id;
  }
}

TEST(ClaimsForAProfile, ATokenIsOfOneKind) {
  EXPECT_EQ(errors_of({at_jwt(), id_token()}, "{}", Side::issuer), (Errors{"policy_incomplete(profile)"}));
}

TEST(BuilderHeader, ProfilesLookAtWhatIsAddedToTheHeader) {
  jwt::Builder builder;
  builder.profile(*id_token()).issuer("https://as.example").subject("joe").audience("app");
  builder.issued_at(Timestamp(std::chrono::seconds(1))).expires_at(Timestamp(std::chrono::seconds(2)));
  EXPECT_TRUE(builder.payload());
  EXPECT_TRUE(builder.header_json(R"({"x":1})").payload());
  const auto refused = builder.header_json(R"({"jku":"https://as.example/jwks"})").payload();
  ASSERT_FALSE(refused);
  EXPECT_EQ(to_string(refused.error()), "header_parameter(jku)");
  EXPECT_EQ(to_string(builder.header_json("{").payload().error()), "malformed_json");
}

TEST(BuilderHeader, ItStandsInTheToken) {
  const Key key = Key::generate({.alg = "ES256"}).value();
  const auto signer = key.signer(*find_signature_algorithm("ES256")).value();
  const std::string token = jwt::Builder().subject("joe").header_json(R"({"x":[1]})").sign(*signer).value();
  const auto shown = jwt::Unverified::decode(token);
  ASSERT_TRUE(shown);
  EXPECT_EQ(json::to_compact(*shown->header().find("x")), "[1]");
  EXPECT_EQ(to_string(jwt::Builder().header_json(R"({"alg":"none"})").sign(*signer).error()), "header_parameter(alg)");
}

}  // namespace
}  // namespace signet::test
