// When two http URIs are the same: RFC 3986 section 6.2.
#include "codec/uri.h"

#include <string>
#include <string_view>
#include <utility>

#include "support.h"

namespace signet::codec {
namespace {

TEST(NormalTarget, Forms) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"https://as.example/token", "https://as.example/token"},
      {"HTTPS://AS.Example/token", "https://as.example/token"},
      {"https://as.example:443/token", "https://as.example/token"},
      {"https://as.example:/token", "https://as.example/token"},
      {"http://as.example:80", "http://as.example/"},
      {"https://as.example:80/", "https://as.example:80/"},
      {"http://as.example:443/", "http://as.example:443/"},
      {"https://as.example:8443/Token", "https://as.example:8443/Token"},
      {"https://as.example", "https://as.example/"},
      {"https://as.example?x=1", "https://as.example/"},
      {"https://as.example/token?x=1#f", "https://as.example/token"},
      {"https://as.example/token#f?x", "https://as.example/token"},
      {"https://as.example/%74oken", "https://as.example/token"},
      {"https://as.example/%7euser/%2d", "https://as.example/~user/-"},
      {"https://as.example/a%2fb%c3%A9", "https://as.example/a%2Fb%C3%A9"},
      {"https://%41s.example/", "https://as.example/"},
      {"https://a%c3%a9.example/", "https://a%C3%A9.example/"},
      {"https://[2001:DB8::1]:443/x", "https://[2001:db8::1]/x"},
      {"https://as.example//a//b/", "https://as.example//a//b/"},
      {"https://as.example/a;b=c/d,e", "https://as.example/a;b=c/d,e"},
  };
  for (const auto& [text, normal] : cases) EXPECT_EQ(normal_http_target(text), std::string(normal)) << text;
}

// RFC 3986 section 5.2.4 and the examples of 5.4, as paths that are whole.
TEST(NormalTarget, DotSegments) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"/a/b/c/./../../g", "/a/g"},
      {"/./g", "/g"},
      {"/../g", "/g"},
      {"/../../../g", "/g"},
      {"/b/c/..", "/b/"},
      {"/b/c/../", "/b/"},
      {"/b/c/.", "/b/c/"},
      {"/b/c/./", "/b/c/"},
      {"/b/c/g.", "/b/c/g."},
      {"/b/c/..g", "/b/c/..g"},
      {"/b/c/...", "/b/c/..."},
      {"/b/%2E%2e/g", "/g"},
      {"/b/.%2e/g", "/g"},
      {"/b/%2e/g", "/b/g"},
      {"/..", "/"},
      {"/.", "/"},
      {"/a//../b", "/a/b"},
      {"/a/b/../../..", "/"},
      {"//..//x", "//x"},
      {"/a/%2F../b", "/a/%2F../b"},
  };
  for (const auto& [path, normal] : cases)
    EXPECT_EQ(normal_http_target(test::joined({"https://h", path})), test::joined({"https://h", normal})) << path;
}

TEST(NormalTarget, NoHttpUri) {
  for (const std::string_view text : {"",
                                      "token",
                                      "/token",
                                      "//as.example/token",
                                      "https:",
                                      "https:/token",
                                      "https:token",
                                      "https://",
                                      "https:///token",
                                      "https://:443/token",
                                      "ftp://as.example/",
                                      "httpsx://as.example/",
                                      "urn:a:b",
                                      "https://user@as.example/",
                                      "https://user:pass@as.example/",
                                      "https://@as.example/",
                                      "https://as.example/%",
                                      "https://as.example/%2",
                                      "https://as.example/%zz",
                                      "https://as.example/a b",
                                      "https://as.example/\xc3\xa9",
                                      "https://as.example:x/",
                                      "https://as.example/<",
                                      "https://[::1/",
                                      "https://as.example/a\nb",
                                      " https://as.example/"})
    EXPECT_EQ(normal_http_target(text), std::nullopt) << text;
}

TEST(NormalTarget, IsItsOwnNormalForm) {
  for (const std::string_view text :
       {"https://h/%2561", "https://h/%25%37", "http://h:8080/a/../b/%2f", "https://h//"}) {
    const auto once = normal_http_target(text).value();
    EXPECT_EQ(normal_http_target(once), once) << text;
  }
}

}  // namespace
}  // namespace signet::codec
