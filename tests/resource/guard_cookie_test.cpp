// Tokens in cookies, which browsers send whoever made them ask.
#include <string>

#include "guard_fixture.h"

namespace signet::test {
namespace {

resource::Guard pages(std::vector<std::string> origins = {}) {
  resource::Rules with = rules();
  with.cookie = resource::CookieRules{.name = "__Host-token", .origins = std::move(origins)};
  return guard(with);
}
std::string cookie() {
  return "a=b; __Host-token=" + token_with() + "; c=d";
}

TEST(GuardCookie, CountsWhereItIsNamed) {
  EXPECT_EQ(Call().with("Cookie", cookie()).at(pages()), "200");
  EXPECT_EQ(Call("HEAD").with("cookie", cookie()).at(pages()), "200");
  EXPECT_EQ(Call().with("Cookie", cookie()).at(guard(rules())), "401 token_missing(Authorization)");
  EXPECT_EQ(Call().with("Cookie", "__Host-tokens=x; x__Host-token=y; __host-token=z").at(pages()),
            "401 token_missing(Authorization)");
  EXPECT_EQ(Call().with("Authorization", "Basic am9lOg==").with("Cookie", cookie()).at(pages()),
            "401 token_missing(Authorization)");
  EXPECT_EQ(Call().with("Cookie", "__Host-token=").at(pages()), "401 token_missing(Authorization)") << "logged out";
  EXPECT_EQ(Call().bearer("a.b.c").with("Cookie", cookie()).at(pages()), "401 malformed_token(header)")
      << "what is presented in Authorization is what is meant";
}

TEST(GuardCookie, OneOfThem) {
  EXPECT_EQ(Call().with("Cookie", cookie() + "; __Host-token=x").at(pages()), "400 malformed_request(Cookie)");
  EXPECT_EQ(Call().with("Cookie", cookie()).with("Cookie", cookie()).at(pages()), "400 malformed_request(Cookie)");
  for (const std::string value : {"a b", "\"a.b.c\"", "a,b", "a; \t__Host-token =b"})
    EXPECT_EQ(Call().with("Cookie", "__Host-token=" + value).at(pages()), "400 malformed_request(Cookie)") << value;
}

TEST(GuardCookie, AnotherSiteIsNotBelieved) {
  const auto post = [] { return Call("POST").with("Cookie", cookie()); };
  constexpr std::string_view kRefused = "403 cross_site(Origin)";
  const resource::Guard api = pages({"https://app.example"});
  EXPECT_EQ(post().at(api), kRefused) << "nothing says where it comes from";
  for (const std::string site : {"cross-site", "same-site", "none", "", "Same-Origin"})
    EXPECT_EQ(post().with("Sec-Fetch-Site", site).at(api), kRefused) << site;
  EXPECT_EQ(post().with("Sec-Fetch-Site", "same-origin").with("Sec-Fetch-Site", "cross-site").at(api), kRefused);
  for (const std::string origin : {"null", "https://evil.example", "https://app.example.evil.example",
                                   "http://app.example", "https://app.example:444", "https://app.example/", ""})
    EXPECT_EQ(post().with("Origin", origin).at(api), kRefused) << origin;
  EXPECT_EQ(post().with("Origin", "https://app.example").with("Origin", "https://evil.example").at(api), kRefused);
  EXPECT_EQ(post().with("Sec-Fetch-Site", "cross-site").with("Origin", "https://api.example").at(api), kRefused)
      << "a browser that knows says so";
  for (const std::string method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "TRACE"})
    EXPECT_EQ(Call(method).with("Cookie", cookie()).at(api), kRefused) << method;
  EXPECT_EQ(Call().with("Cookie", cookie()).with("Upgrade", "websocket").at(api), kRefused)
      << "what is upgraded sends what it likes";
  EXPECT_EQ(Call().with("Cookie", cookie()).with("Sec-WebSocket-Key", "x").at(api), kRefused);
  EXPECT_EQ(Call().with("Cookie", cookie()).with("Sec-Fetch-Mode", "websocket").at(api), kRefused);
}

TEST(GuardCookie, OurOwnPagesAre) {
  const auto post = [] { return Call("POST").with("Cookie", cookie()); };
  const resource::Guard api = pages({"https://app.example"});
  EXPECT_EQ(post().with("Sec-Fetch-Site", "same-origin").at(api), "200");
  EXPECT_EQ(post().with("Origin", "https://app.example").at(api), "200");
  EXPECT_EQ(post().with("Sec-Fetch-Site", "same-site").with("Origin", "https://app.example").at(api), "200");
  EXPECT_EQ(post().with("Origin", "https://api.example").at(api), "200") << "its own";
  EXPECT_EQ(
      Call("POST", "https://API.example:443/x").with("Cookie", cookie()).with("Origin", "https://api.example").at(api),
      "200");
}

TEST(GuardCookie, AnotherSiteNeedsNoCookie) {
  EXPECT_EQ(Call("POST").bearer(token_with()).with("Origin", "https://evil.example").at(pages()), "200")
      << "no browser adds Authorization by itself";
}

}  // namespace
}  // namespace signet::test
