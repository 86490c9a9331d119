// Keys of an issuer that is known by its name alone.
#include <gmock/gmock.h>

#include "remote_fixture.h"

namespace signet::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr auto* kIssuer = "https://issuer.example/tenant";
constexpr auto* kOpenId = "https://issuer.example/tenant/.well-known/openid-configuration";
constexpr auto* kOAuth = "https://issuer.example/.well-known/oauth-authorization-server/tenant";

HttpResponse status(int code) {
  return {.status = code, .fields = {{"Content-Type", "application/json"}}, .body = {}};
}
HttpResponse metadata(std::string_view jwks_uri, std::string_view issuer = kIssuer) {
  HttpResponse response = status(200);
  response.body = joined({R"({"issuer":")", issuer, R"(","jwks_uri":")", jwks_uri, R"("})"});
  return response;
}

class RemoteDiscovery : public RemoteTest {
 protected:
  /// A server of these documents; the rest is not there.
  void serve(std::map<std::string, Result<HttpResponse>> documents) const {
    world->serve([documents = std::move(documents)](const HttpRequest& request) -> Result<HttpResponse> {
      const auto found = documents.find(request.url);
      return found == documents.end() ? status(404) : found->second;
    });
  }
  std::shared_ptr<RemoteJwkSet> discover(RemoteKeyOptions options = {}) const {
    return RemoteJwkSet::of_issuer(kIssuer, seams(), told(std::move(options))).value();
  }
  std::vector<std::string> asked_since(std::size_t first) const {
    std::vector<std::string> urls = world->urls();
    urls.erase(urls.begin(), urls.begin() + static_cast<std::ptrdiff_t>(first));
    return urls;
  }
};

TEST_F(RemoteDiscovery, OpenIdConnect) {
  serve({{kOpenId, metadata("https://keys.example/1")}, {"https://keys.example/1", served_set(set_of({"a"}))}});
  const auto set = discover();
  EXPECT_EQ(world->sent(), 0U);
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_THAT(world->urls(), ElementsAre(kOpenId, "https://keys.example/1"));
  EXPECT_EQ(set->report().url, "https://keys.example/1");
}

TEST_F(RemoteDiscovery, OAuthWhereTheFirstIsNotThere) {
  serve({{kOAuth, metadata("https://keys.example/1")}, {"https://keys.example/1", served_set(set_of({"a"}))}});
  EXPECT_EQ(look(*discover(), "a"), "ok");
  EXPECT_THAT(world->urls(), ElementsAre(kOpenId, kOAuth, "https://keys.example/1"));
}

TEST_F(RemoteDiscovery, NotWhereTheFirstFails) {
  for (const int code : {500, 503, 429, 302}) {
    serve({{kOpenId, status(code)},
           {kOAuth, metadata("https://k.example/")},
           {"https://k.example/", served_set(set_of({"a"}))}});
    EXPECT_EQ(outcome(discover()->refresh(seconds(0))), "response_unusable(status)") << code;
  }
  serve({{kOpenId, fail(Errc::fetch_failed, "timeout")}, {kOAuth, metadata("https://k.example/")}});
  EXPECT_EQ(outcome(discover()->refresh(seconds(0))), "fetch_failed(timeout)");
}

TEST_F(RemoteDiscovery, NowhereIsAFailure) {
  serve({});
  EXPECT_EQ(outcome(discover()->refresh(seconds(0))), "response_unusable(status)");
  EXPECT_EQ(world->sent(), 2U);
}

TEST_F(RemoteDiscovery, MetadataOfAnotherAreNotBelieved) {
  serve({{kOpenId, metadata("https://k.example/", "https://issuer.example/other")},
         {"https://k.example/", served_set(set_of({"a"}))}});
  EXPECT_EQ(outcome(discover()->refresh(seconds(0))), "response_unusable(issuer)");
  EXPECT_EQ(world->sent(), 1U) << "and what they name is not asked";
}

TEST_F(RemoteDiscovery, KeysDoNotComeByAWeakerWay) {
  serve({{kOpenId, metadata("http://k.example/")}, {"http://k.example/", served_set(set_of({"a"}))}});
  EXPECT_EQ(outcome(discover()->refresh(seconds(0))), "response_unusable(jwks_uri)");
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(RemoteDiscovery, MetadataAreReadRarely) {
  serve({{kOpenId, metadata("https://k.example/")}, {"https://k.example/", served_set(set_of({"a"}), "max-age=3600")}});
  const auto set = discover();
  EXPECT_EQ(look(*set, "a"), "ok");
  world->advance(hours(11));
  EXPECT_EQ(std::ranges::count(world->urls(), kOpenId), 1);
  world->advance(hours(2));
  EXPECT_EQ(std::ranges::count(world->urls(), kOpenId), 2);
}

// The keys moved: the old place has none, and the metadata know the new one.
TEST_F(RemoteDiscovery, AFailureAsksTheMetadataAgain) {
  serve({{kOpenId, metadata("https://k.example/1")},
         {"https://k.example/1", served_set(set_of({"a"}), "max-age=100", {{"ETag", "\"1\""}})}});
  const auto set = discover();
  EXPECT_EQ(look(*set, "a"), "ok");
  serve({{kOpenId, metadata("https://k.example/2")}, {"https://k.example/2", served_set(set_of({"b"}))}});
  world->advance(seconds(80));
  EXPECT_EQ(look(*set, "a"), "ok");
  const std::size_t before = world->sent();
  world->advance(seconds(1));
  EXPECT_THAT(asked_since(before), ElementsAre(kOpenId, "https://k.example/2"));
  EXPECT_EQ(sent_field(world->last_request(), "If-None-Match"), "") << "the tag was the other one's";
  EXPECT_EQ(look(*set, "b"), "ok");
}

TEST_F(RemoteDiscovery, KnownKeysAreReadWithoutMetadataForTwoDays) {
  serve({{kOpenId, metadata("https://k.example/")}, {"https://k.example/", served_set(set_of({"a"}), "max-age=3600")}});
  const auto set = discover({.idle_after = hours(1000)});
  EXPECT_EQ(look(*set, "a"), "ok");
  serve({{kOpenId, status(503)}, {"https://k.example/", served_set(set_of({"a"}), "max-age=3600")}});
  for (int hour = 1; hour < 48; ++hour) {
    world->advance(hours(1));
    EXPECT_EQ(look(*set, "a"), "ok") << hour;
  }
  EXPECT_THAT(diary->take(), testing::Contains("failed(response_unusable(status))"));
  world->advance(hours(3));
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(response_unusable)");
}

// Metadata that are there and say something else are believed.
TEST_F(RemoteDiscovery, KnownKeysEndWithMetadataOfAnother) {
  serve({{kOpenId, metadata("https://k.example/")}, {"https://k.example/", served_set(set_of({"a"}), "max-age=3600")}});
  const auto set = discover();
  EXPECT_EQ(look(*set, "a"), "ok");
  serve({{kOpenId, metadata("https://k.example/", "https://evil.example")},
         {"https://k.example/", served_set(set_of({"a"}), "max-age=3600")}});
  world->advance(hours(15));
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(response_unusable)");
}

TEST_F(RemoteDiscovery, MetadataAreBounded) {
  HttpResponse large = metadata("https://k.example/");
  large.body.append(70'000, ' ');
  serve({{kOpenId, large}, {"https://k.example/", served_set(set_of({"a"}))}});
  EXPECT_EQ(outcome(discover()->refresh(seconds(0))), "limit_exceeded(bytes)");
}

TEST_F(RemoteDiscovery, WhatIsNoIssuerOrNoUrlIsRefused) {
  EXPECT_EQ(outcome(RemoteJwkSet::of_issuer("issuer", seams())), "fetch_refused(issuer)");
  EXPECT_EQ(outcome(RemoteJwkSet::of_url("file:///etc/passwd", seams())), "fetch_refused(url)");
  EXPECT_EQ(outcome(RemoteJwkSet::of_url("https:///jwks", seams())), "fetch_refused(url)");
  EXPECT_EQ(outcome(RemoteJwkSet::of_url(kKeysUrl, {.http = world, .timers = nullptr})), "policy_incomplete(seams)");
  EXPECT_EQ(outcome(RemoteJwkSet::of_url(kKeysUrl, {.http = nullptr, .timers = world})), "policy_incomplete(seams)");
  EXPECT_EQ(outcome(RemoteJwkSet::of_issuer(kIssuer, {.http = world, .timers = world, .clock = nullptr})),
            "policy_incomplete(seams)");
  EXPECT_EQ(outcome(RemoteJwkSet::of_url(kKeysUrl, seams(), {.max_body = 0})), "limit_exceeded(max_body)");
}

}  // namespace
}  // namespace signet::test
