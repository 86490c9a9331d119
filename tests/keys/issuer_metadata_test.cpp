// Where an issuer's metadata are, and what is believed of them.
#include "keys/issuer_metadata.h"

#include <gmock/gmock.h>

#include "support.h"

namespace signet::test {
namespace {

using testing::ElementsAre;

std::vector<std::string> places(std::string_view issuer) {
  return keys::metadata_urls(issuer).value_or(std::vector<std::string>{"refused"});
}

TEST(IssuerMetadata, Places) {
  EXPECT_THAT(places("https://issuer.example"),
              ElementsAre("https://issuer.example/.well-known/openid-configuration",
                          "https://issuer.example/.well-known/oauth-authorization-server"));
  //= rfc8414#3.1 any terminating "/" MUST be removed before the well-known string is inserted before the path
  EXPECT_THAT(places("https://issuer.example/"), places("https://issuer.example"));
  EXPECT_THAT(places("https://issuer.example:8443/a/b"),
              ElementsAre("https://issuer.example:8443/a/b/.well-known/openid-configuration",
                          "https://issuer.example:8443/.well-known/oauth-authorization-server/a/b"));
  EXPECT_THAT(places("https://issuer.example/a/"), places("https://issuer.example/a"));
  EXPECT_THAT(places("http://[::1]:80/a"), ElementsAre("http://[::1]:80/a/.well-known/openid-configuration",
                                                       "http://[::1]:80/.well-known/oauth-authorization-server/a"));
  for (const std::string_view issuer :
       {"", "issuer", "ftp://issuer.example", "https:///a", "https:a", "https://issuer.example?a",
        "https://issuer.example#a", "https://user@issuer.example", "https://issuer.example/ a", "urn:issuer"})
    EXPECT_EQ(outcome(keys::metadata_urls(issuer)), "fetch_refused(issuer)") << issuer;
}

TEST(IssuerMetadata, WhatIsNotThere) {
  const auto is_not_there = [](int status) { return keys::is_not_there({.status = status, .fields = {}, .body = {}}); };
  for (const int status : {400, 401, 403, 404, 410, 451, 499}) EXPECT_TRUE(is_not_there(status)) << status;
  for (const int status : {200, 204, 301, 304, 399, 408, 425, 429, 500, 503})
    EXPECT_FALSE(is_not_there(status)) << status;
}

std::string named(std::string_view metadata, std::string_view issuer = "https://issuer.example") {
  const auto url = keys::parse_jwks_uri(metadata, issuer);
  return url ? *url : to_string(url.error());
}
std::string with_uri(std::string_view uri, std::string_view issuer = "https://issuer.example") {
  return named(joined({R"({"issuer":")", issuer, R"(","jwks_uri":")", uri, R"("})"}), issuer);
}

TEST(IssuerMetadata, NameTheKeys) {
  EXPECT_EQ(with_uri("https://keys.example/set?of=1"), "https://keys.example/set?of=1");
  EXPECT_EQ(named(R"({"jwks_uri":"https:\/\/k.example\/","x":{"issuer":"y"},"issuer":"https://issuer.example"})"),
            "https://k.example/");
}

//= rfc8414#3.3 the "issuer" value returned MUST be identical to the issuer identifier that was asked about
TEST(IssuerMetadata, OfAnotherIssuerAreNotBelieved) {
  for (const std::string_view issuer :
       {R"("https://issuer.example/")", R"("https://issuer.Example")", R"("https://other.example")", R"("")", "null",
        R"(["https://issuer.example"])", R"("https://issuer.example\u0000")", R"("https://issuer.example ")"})
    EXPECT_EQ(named(joined({R"({"issuer":)", issuer, R"(,"jwks_uri":"https://k.example"})"})),
              "response_unusable(issuer)")
        << issuer;
  EXPECT_EQ(named(R"({"jwks_uri":"https://k.example"})"), "response_unusable(issuer)");
  EXPECT_EQ(named(R"({"issuer":"https://issuer.example","issuer":"x","jwks_uri":"https://k.example"})"),
            "duplicate_name(issuer)");
}

TEST(IssuerMetadata, TheKeysAreAtAnHttpsUrl) {
  for (const std::string_view uri :
       {"", "jwks", "/jwks", "//k.example/", "file:///etc/passwd", "https:///jwks", "http://k.example/",
        "https://user:pw@k.example/", "https://k.example/#a", "javascript:alert", "https://k.example/ a"})
    EXPECT_EQ(with_uri(uri), "response_unusable(jwks_uri)") << uri;
  EXPECT_EQ(with_uri(joined({"https://k.example/", std::string(2030, 'a')})).size(), 2048U);
  EXPECT_EQ(with_uri(joined({"https://k.example/", std::string(2031, 'a')})), "response_unusable(jwks_uri)");
  EXPECT_EQ(named(R"({"issuer":"https://issuer.example"})"), "response_unusable(jwks_uri)");
  EXPECT_EQ(named(R"({"issuer":"https://issuer.example","jwks_uri":["https://k.example"]})"),
            "response_unusable(jwks_uri)");
  EXPECT_EQ(with_uri("http://localhost/k", "http://localhost"), "http://localhost/k");
  EXPECT_EQ(with_uri("https://k.example", "http://localhost"), "https://k.example");
}

TEST(IssuerMetadata, AreJson) {
  EXPECT_EQ(named(""), "malformed_json(metadata)");
  EXPECT_EQ(named("<html>"), "malformed_json(metadata)");
  EXPECT_EQ(named("[]"), "response_unusable(issuer)");
  EXPECT_EQ(named("\"issuer\""), "response_unusable(issuer)");
}

}  // namespace
}  // namespace signet::test
