// What a request presents, and what it is answered.
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "guard_fixture.h"

namespace signet::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Guard, AGoodTokenPasses) {
  const resource::Guard api = guard(rules());
  EXPECT_EQ(Call().bearer(token_with()).at(api), "200");
  EXPECT_EQ(Call().with("authorization", "bEARER   " + token_with()).at(api), "200");
}

TEST(Guard, NobodyIsToldWhatToPresentAndNoError) {
  resource::Rules with = rules();
  with.demands.scopes = {"read", "write"};
  with.resource_metadata = "https://api.example/.well-known/oauth-protected-resource";
  const resource::Guard api = guard(with);
  const std::string challenge = R"(Bearer realm="orders", scope="read write", )"
                                R"(resource_metadata="https://api.example/.well-known/oauth-protected-resource")";
  Call nobody;
  EXPECT_EQ(nobody.at(api), "401 token_missing(Authorization)");
  EXPECT_THAT(nobody.answered("WWW-Authenticate"), ElementsAre(challenge));
  EXPECT_THAT(nobody.answered("Cache-Control"), ElementsAre("no-store"));
  for (const std::string other : {"Basic am9lOg==", "Negotiate abc", "Bearerx a.b.c", "Digest username=\"x\""}) {
    Call call;
    EXPECT_EQ(call.with("Authorization", other).at(api), "401 token_missing(Authorization)") << other;
    EXPECT_THAT(call.answered("WWW-Authenticate"), ElementsAre(challenge));
  }
}

TEST(Guard, ABadTokenIsToldWhy) {
  const resource::Guard api = guard(rules());
  Call bad;
  EXPECT_EQ(bad.bearer("a.b.c").at(api), "401 malformed_token(header)");
  EXPECT_THAT(
      bad.answered("WWW-Authenticate"),
      ElementsAre(R"x(Bearer realm="orders", error="invalid_token", error_description="malformed_token(header)")x"));
  const std::string good = token_with();
  EXPECT_EQ(Call().bearer(good.substr(0, good.size() - 3) + "AAA").at(api), "401 bad_signature");
  EXPECT_EQ(Call().bearer(token_with(R"("nbf":1800000060)")).at(api), "401 token_not_yet_valid(nbf)");
}

TEST(Guard, OneTokenInOnePlace) {
  const resource::Guard api = guard(rules());
  const std::string token = token_with();
  Call two;
  EXPECT_EQ(two.bearer(token).bearer(token).at(api), "400 malformed_request(Authorization)");
  EXPECT_THAT(two.answered("WWW-Authenticate"), ElementsAre(HasSubstr(R"(error="invalid_request")")));
  for (const std::string value : {"Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Bearer \"a\"", "Bearer a;b", "DPoP",
                                  "Bearer ä", "Bearer\ta", "\tBearer", "DPoP,a", "Bearer =", "Bearer a=b"})
    EXPECT_EQ(Call().with("Authorization", value).at(api), "400 malformed_request(Authorization)") << value;
  for (const std::string& query :
       std::vector<std::string>{"?access_token=" + token, "?x=1&access_token=a", "?access%5Ftoken=a", "?access_token",
                                "?%61ccess_token=a#access", "?&&access_token=a", "?x=1;access_token=a",
                                "?ACCESS_TOKEN=a", "?access_token[]=a", "#?access_token=a"})
    EXPECT_EQ(Call("GET", joined({kApi, query})).bearer(token).at(api), "400 malformed_request(access_token)") << query;
  for (const std::string query : {"?token=a", "?xaccess_token=a", "?access_tokens=a", "?x=access_token=a"})
    EXPECT_EQ(Call("GET", joined({kApi, query})).bearer(token).at(api), "200") << query;
}

TEST(Guard, WhatCannotBeKnownIsNoFaultOfTheToken) {
  const auto saying = [](Errc code, std::string_view subject) {
    resource::Rules with = rules();
    with.verify = [=](std::string_view, Timestamp) -> Result<std::shared_ptr<const jwt::Verified>> {
      return fail(code, subject);
    };
    return guard(with);
  };
  Call call;
  resource::Rules undecided = rules();
  undecided.verify = [](std::string_view, Timestamp) { return Result<std::shared_ptr<const jwt::Verified>>(nullptr); };
  EXPECT_EQ(call.bearer(token_with()).at(guard(undecided)), "500 internal(verify)");
  call = Call();
  EXPECT_EQ(call.bearer(token_with()).at(saying(Errc::keys_unavailable, "loading")), "503 keys_unavailable(loading)");
  EXPECT_THAT(call.answered("Retry-After"), ElementsAre("2"));
  EXPECT_THAT(call.answered("WWW-Authenticate"), IsEmpty());
  EXPECT_EQ(call.at(saying(Errc::revocations_unknown, "silent")), "503 revocations_unknown(silent)");
  EXPECT_EQ(call.at(saying(Errc::internal, "keys")), "500 internal(keys)");
  EXPECT_EQ(call.at(saying(Errc::revoked, "jti")), "401 revoked(jti)");
  resource::Rules throwing = rules();
  throwing.verify = [](std::string_view, Timestamp) -> Result<std::shared_ptr<const jwt::Verified>> {
    throw std::runtime_error("of the caller");
  };
  EXPECT_EQ(call.at(guard(throwing)), "500 internal(verify)");
}

TEST(GuardDemands, Scope) {
  resource::Rules with = rules();
  with.demands.scopes = {"read", "write"};
  const resource::Guard api = guard(with);
  EXPECT_EQ(Call().bearer(token_with(R"("scope":"write x read")")).at(api), "200");
  for (const std::string claims :
       {R"("scope":"read")", R"("scope":"read writes")", R"("scope":"READ write")", R"("x":1)"})
    EXPECT_EQ(Call().bearer(token_with(claims)).at(api), "403 scope_insufficient(scope)") << claims;
  Call call;
  EXPECT_EQ(call.bearer(token_with()).at(api), "403 scope_insufficient(scope)");
  EXPECT_THAT(call.answered("WWW-Authenticate"),
              ElementsAre(R"(Bearer realm="orders", scope="read write", error="insufficient_scope", )"
                          R"x(error_description="scope_insufficient(scope)")x"));
}

TEST(GuardDemands, OfOneRequest) {
  resource::Rules with = rules();
  with.demands.scopes = {"read"};
  const resource::Guard api = guard(with);
  const resource::Demands more{.audiences = {"other"}, .scopes = {"read", "pay"}};
  Call call;
  EXPECT_EQ(call.bearer(token_with()).at(api, &more), "401 claim_mismatch(aud)");
  const resource::Demands pay{.audiences = {"other", "api"}, .scopes = {"read", "pay"}};
  EXPECT_EQ(call.at(api, &pay), "403 scope_insufficient(scope)");
  EXPECT_THAT(call.answered("WWW-Authenticate"), ElementsAre(HasSubstr(R"(scope="read pay")")));
  EXPECT_EQ(Call().bearer(token_with(R"("scope":"read pay")")).at(api, &pay), "200");
}

TEST(GuardDemands, OfOneRequestWithoutTheirForm) {
  const resource::Guard api = guard(rules());
  const resource::Demands bad[] = {{.scopes = {"a b"}}, {.acr_values = {""}}, {.max_age = std::chrono::seconds(-1)}};
  for (const resource::Demands& more : bad) EXPECT_EQ(Call().bearer(token_with()).at(api, &more).substr(0, 3), "500");
}

TEST(GuardDemands, NobodyLogsInForNothing) {
  resource::Rules with = rules();
  with.demands.max_age = std::chrono::minutes(5);
  const resource::Demands pay{.scopes = {"pay"}};
  EXPECT_EQ(Call().bearer(token_with(R"("auth_time":1799990000)")).at(guard(with), &pay),
            "403 scope_insufficient(scope)");
}

TEST(GuardDemands, Requirements) {
  resource::Rules with = rules();
  with.demands.requirements = {*jwt::Requirement::parse("roles contains 'admin'"),
                               *jwt::Requirement::parse("loggedInAs == 'admin'")};
  const resource::Guard api = guard(with);
  EXPECT_EQ(Call().bearer(token_with(R"("roles":["admin"],"loggedInAs":"admin")")).at(api), "200");
  Call call;
  EXPECT_EQ(call.bearer(token_with(R"("roles":["admin"],"loggedInAs":"joe")")).at(api),
            "403 claim_mismatch(loggedInAs)");
  EXPECT_THAT(call.answered("WWW-Authenticate"), ElementsAre(HasSubstr(R"(error="insufficient_scope")")));
  EXPECT_EQ(Call().bearer(token_with(R"("loggedInAs":"admin")")).at(api), "403 claim_missing(roles)");
}

TEST(GuardDemands, StepUp) {
  resource::Rules with = rules();
  with.demands.acr_values = {"urn:mfa", "urn:key"};
  with.demands.max_age = std::chrono::minutes(5);
  const resource::Guard api = guard(with);
  EXPECT_EQ(Call().bearer(token_with(R"("acr":"urn:key","auth_time":1799999700)")).at(api), "200");
  EXPECT_EQ(Call().bearer(token_with(R"("acr":"urn:key","auth_time":1799999699)")).at(api),
            "401 authentication_insufficient(auth_time)");
  EXPECT_EQ(Call().bearer(token_with(R"("acr":"urn:key")")).at(api), "401 authentication_insufficient(auth_time)");
  Call call;
  EXPECT_EQ(call.bearer(token_with(R"("acr":"pwd","auth_time":1800000000)")).at(api),
            "401 authentication_insufficient(acr)");
  EXPECT_THAT(call.answered("WWW-Authenticate"),
              ElementsAre(R"(Bearer realm="orders", error="insufficient_user_authentication", )"
                          R"x(error_description="authentication_insufficient(acr)", acr_values="urn:mfa urn:key", )x"
                          R"(max_age="300")"));
  const resource::Demands sooner{.max_age = std::chrono::minutes(1)};
  EXPECT_EQ(Call().bearer(token_with(R"("auth_time":1799999900)")).at(api), "401 authentication_insufficient(acr)");
  EXPECT_EQ(Call().bearer(careless_token(R"("acr":"urn:key","auth_time":1800000000000)")).at(api),
            "401 authentication_insufficient(auth_time)")
      << "milliseconds are a time far to come";
  EXPECT_EQ(call.at(api, &sooner), "401 authentication_insufficient(acr)");
  EXPECT_THAT(call.answered("WWW-Authenticate"), ElementsAre(HasSubstr(R"(max_age="60")")));
}

TEST(GuardRules, WhatIsNoRule) {
  const auto built = [](const auto& change) {
    resource::Rules with = rules();
    change(with);
    return outcome(resource::Guard::build(with));
  };
  using resource::Rules;
  EXPECT_EQ(built([](Rules& with) { with.verify = nullptr; }), "policy_incomplete(verify)");
  EXPECT_EQ(built([](Rules& with) { with.binding = resource::Binding::required; }), "policy_incomplete(binding)");
  EXPECT_EQ(built([](Rules& with) { with.nonces = resource::Nonces::make().value(); }), "policy_incomplete(nonces)");
  EXPECT_EQ(built([](Rules& with) { with.realm = ""; }), "policy_incomplete(realm)") << "a challenge says something";
  EXPECT_EQ(built([](Rules& with) { with.realm = "a\"b"; }), "policy_incomplete(realm)");
  EXPECT_EQ(built([](Rules& with) { with.realm = "a\r\nX: y"; }), "policy_incomplete(realm)");
  EXPECT_EQ(built([](Rules& with) { with.resource_metadata = "ftp://x"; }), "policy_incomplete(resource_metadata)");
  EXPECT_EQ(built([](Rules& with) { with.demands.scopes = {"a b"}; }), "policy_incomplete(scope)");
  EXPECT_EQ(built([](Rules& with) { with.demands.acr_values = {""}; }), "policy_incomplete(acr)");
  EXPECT_EQ(built([](Rules& with) { with.demands.audiences = {""}; }), "policy_incomplete(aud)");
  EXPECT_EQ(built([](Rules& with) { with.demands.max_age = std::chrono::seconds(-1); }), "limit_exceeded(max_age)");
  for (const std::string name : {"token", "__Host-", "__Secure-token", "__Host-a b", "__Host-a=b", "__host-token"})
    EXPECT_EQ(built([&](Rules& with) { with.cookie = resource::CookieRules{.name = name}; }),
              "policy_incomplete(cookie)")
        << name;
  for (const std::string origin : {"app.example", "https://", "https://app.example/", "https://App.example", "null",
                                   "*", "https://joe@app.example"})
    EXPECT_EQ(built([&](Rules& with) { with.cookie = resource::CookieRules{.name = "__Host-t", .origins = {origin}}; }),
              "policy_incomplete(origins)")
        << origin;
}

}  // namespace
}  // namespace signet::test
