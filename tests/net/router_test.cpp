// Which endpoint a request is for; dates and answers as they are written.
#include "net/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "net/response_writer.h"

namespace signet::net {
namespace {

AnswerNow say(std::string text) {
  return [text = std::move(text)](const Request&) { return Response{.body = text}; };
}

Endpoint row(std::vector<std::string> methods, std::string path, PathMatch match, std::string text) {
  return {.methods = std::move(methods), .path = std::move(path), .match = match, .answer = say(std::move(text))};
}

Router usual() {
  std::vector<Endpoint> rows;
  rows.push_back(row({}, "/a", PathMatch::below, "below a"));
  rows.push_back(row({"GET"}, "/a/b", PathMatch::below, "below b"));
  rows.push_back(row({"GET"}, "/a/b", PathMatch::exact, "b"));
  rows.push_back(row({"POST"}, "/a/b", PathMatch::exact, "b by POST"));
  rows.push_back(row({"GET"}, "/end/", PathMatch::below, "below end"));
  auto router = Router::make(std::move(rows));
  EXPECT_TRUE(router.has_value());
  return std::move(*router);
}

/// What is answered: a text, or a status with Allow.
std::string answer_of(const Router& router, const std::string& method, const std::string& path) {
  const Request request{.method = method, .path = path};
  const auto found = router.find(request);
  if (const auto* endpoint = std::get_if<const Endpoint*>(&found))
    return std::get<AnswerNow>((*endpoint)->answer)(request).body;
  const auto& response = std::get<Response>(found);
  const std::string* allow = find_field(response.fields, "allow");
  return std::to_string(response.status) + (allow != nullptr ? " " + *allow : "");
}

TEST(Router, TheNearestPathIsFound) {
  const Router router = usual();
  EXPECT_EQ(answer_of(router, "GET", "/a/b"), "b");
  EXPECT_EQ(answer_of(router, "HEAD", "/a/b"), "b");
  EXPECT_EQ(answer_of(router, "POST", "/a/b"), "b by POST");
  EXPECT_EQ(answer_of(router, "GET", "/a/b/c"), "below b");
  EXPECT_EQ(answer_of(router, "PATCH", "/a"), "below a");
  EXPECT_EQ(answer_of(router, "PATCH", "/a/"), "below a");
  EXPECT_EQ(answer_of(router, "PATCH", "/a/bc"), "below a");
  EXPECT_EQ(answer_of(router, "GET", "/end/x"), "below end");
}

TEST(Router, WhatIsNotThereIsToldFromWhatIsNotAllowed) {
  const Router router = usual();
  EXPECT_EQ(answer_of(router, "GET", "/"), "404");
  EXPECT_EQ(answer_of(router, "GET", "/ab"), "404");
  EXPECT_EQ(answer_of(router, "GET", "/end"), "404");
  EXPECT_EQ(answer_of(router, "GET", "/A"), "404");
  EXPECT_EQ(answer_of(router, "GET", "/%61"), "404");
  EXPECT_EQ(answer_of(router, "PUT", "/a/b"), "405 GET, HEAD, POST");
  EXPECT_EQ(answer_of(router, "PUT", "/a/b/c"), "405 GET, HEAD");
  EXPECT_EQ(answer_of(router, "get", "/a/b"), "405 GET, HEAD, POST");
}

Result<Router> make(Endpoint one) {
  std::vector<Endpoint> rows;
  rows.push_back(std::move(one));
  return Router::make(std::move(rows));
}

TEST(Router, RowsThatContradictAreErrors) {
  EXPECT_EQ(make(row({}, "a", PathMatch::exact, "")).error().code, Errc::usage);
  EXPECT_EQ(make({.path = "/a", .answer = AnswerNow()}).error().code, Errc::usage);
  EXPECT_EQ(make({.path = "/a", .kind = Kind::store, .answer = say("")}).error().code, Errc::usage);
  const AnswerLater later = [](const Request&, Pending) {};
  EXPECT_EQ(make({.path = "/a", .answer = later}).error().code, Errc::usage);
  EXPECT_TRUE(make({.path = "/a", .kind = Kind::slow, .answer = later}).has_value());
  EXPECT_TRUE(make({.path = "/a", .kind = Kind::slow, .answer = say("")}).has_value());
  for (const auto& methods : std::vector<std::vector<std::string>>{{}, {"GET"}, {"POST", "HEAD"}}) {
    std::vector<Endpoint> rows;
    rows.push_back(row({"GET"}, "/a", PathMatch::exact, ""));
    rows.push_back(row(methods, "/a", PathMatch::exact, ""));
    EXPECT_EQ(Router::make(std::move(rows)).error().code, Errc::usage);
  }
}

TEST(ResponseWriter, WhatWouldSplitOrFrameAnAnswerIsNotSent) {
  EXPECT_TRUE(is_sendable({.fields = {{"X-A", "b c\t\xc3\xa4"}, {"Set-Cookie", "a=b"}, {"Set-Cookie", "c=d"}}}));
  for (const int status : {0, 100, 101, 199, 600, -1}) EXPECT_FALSE(is_sendable({.status = status})) << status;
  for (const HttpField& field : Fields{{"X", "a\r\nY: b"},
                                       {"X", "a\n"},
                                       {"X", std::string(1, '\0')},
                                       {"X:", "a"},
                                       {"X Y", "a"},
                                       {"", "a"},
                                       {"content-length", "0"},
                                       {"Transfer-Encoding", "chunked"},
                                       {"Connection", "close"},
                                       {"Date", "now"}})
    EXPECT_FALSE(is_sendable({.fields = {field}})) << field.name;
}

TEST(ResponseWriter, LengthAndConnectionFollowTheRequest) {
  const Response response{.status = 299, .fields = {{"X", "y"}}, .body = "abc"};
  EXPECT_EQ(write_head(response, {.minor_version = 1, .keep_alive = true}, true, "now"),
            "HTTP/1.1 299 \r\nDate: now\r\nX: y\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(write_head({.status = 304}, {.minor_version = 0, .keep_alive = true}, false, "now"),
            "HTTP/1.1 304 Not Modified\r\nDate: now\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_FALSE(has_body(response, true));
  EXPECT_FALSE(has_body({.status = 204, .body = "x"}, false));
  EXPECT_TRUE(has_body(response, false));
}

TEST(Refusals, EachHasANameAndAStatusOfItsOwnKind) {
  std::vector<std::string> names;
  names.reserve(kRefusalCount);
  for (std::size_t i = 0; i < kRefusalCount; ++i) {
    const RefusalRow& one = row_of(static_cast<Refusal>(i));
    EXPECT_EQ(static_cast<std::size_t>(one.refusal), i);
    EXPECT_TRUE(one.status >= 400 && one.status <= 505) << one.name;
    EXPECT_THAT(names, testing::Not(testing::Contains(std::string(one.name))));
    names.emplace_back(one.name);
  }
}

}  // namespace
}  // namespace signet::net
