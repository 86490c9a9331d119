// What a token endpoint answers: RFC 6749 section 5.
#include "keys/token_answer.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

std::string read(const HttpResponse& answer, TokenType wanted = TokenType::bearer) {
  return outcome(keys::read_token_answer(answer, wanted));
}

struct Case {
  std::string_view body;
  std::string_view outcome;
};

TEST(TokenAnswer, IsReadStrictly) {
  constexpr Case kCases[] = {
      {R"({"access_token":"t","token_type":"Bearer"})", "ok"},
      {R"({"access_token":"t","token_type":"bEARER","expires_in":1,"scope":"a b","other":[{}]})", "ok"},
      {R"({"access_token":"t","token_type":"Bearer","scope":""})", "ok"},
      {R"({"access_token":"a.b-c_d~e+f/g==","token_type":"Bearer"})", "ok"},
      {R"({"token_type":"Bearer"})", "response_unusable(access_token)"},
      {R"({"access_token":"","token_type":"Bearer"})", "response_unusable(access_token)"},
      {R"({"access_token":7,"token_type":"Bearer"})", "response_unusable(access_token)"},
      {R"({"access_token":"a b","token_type":"Bearer"})", "response_unusable(access_token)"},
      {R"({"access_token":"a\r\nX: y","token_type":"Bearer"})", "response_unusable(access_token)"},
      {R"({"access_token":"ä","token_type":"Bearer"})", "response_unusable(access_token)"},
      {R"({"access_token":"t"})", "response_unusable(token_type)"},
      {R"({"access_token":"t","token_type":"DPoP"})", "response_unusable(token_type)"},
      {R"({"access_token":"t","token_type":"mac"})", "response_unusable(token_type)"},
      {R"({"access_token":"t","token_type":["Bearer"]})", "response_unusable(token_type)"},
      {R"({"access_token":"t","token_type":"Bearer","expires_in":"100"})", "response_unusable(expires_in)"},
      {R"({"access_token":"t","token_type":"Bearer","expires_in":1.5})", "response_unusable(expires_in)"},
      {R"({"access_token":"t","token_type":"Bearer","expires_in":0})", "response_unusable(expires_in)"},
      {R"({"access_token":"t","token_type":"Bearer","expires_in":-1})", "response_unusable(expires_in)"},
      {R"({"access_token":"t","token_type":"Bearer","expires_in":null})", "response_unusable(expires_in)"},
      {R"({"access_token":"t","token_type":"Bearer","expires_in":99999999999999999999})",
       "response_unusable(expires_in)"},
      {R"({"access_token":"t","token_type":"Bearer","scope":["a"]})", "response_unusable(scope)"},
      {R"({"access_token":"t","token_type":"Bearer","scope":"a\u0000"})", "response_unusable(scope)"},
      {R"({"access_token":"t","access_token":"u","token_type":"Bearer"})", "duplicate_name(access_token)"},
      {R"({"access_token":"t","token_type":"Bearer","\u001b[31m":1,"\u001b[31m":2})", "duplicate_name(\\x1b[31m)"},
      {R"(["t"])", "malformed_json(token_response)"},
      {R"("t")", "malformed_json(token_response)"},
      {"access_token=t&token_type=Bearer", "malformed_json(token_response)"},
      {"", "malformed_json(token_response)"},
      {R"({"access_token":"t","token_type":"Bearer"} x)", "malformed_json(token_response)"},
      {R"({"access_token":"t","token_type":"Bearer","x":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]})",
       "limit_exceeded(depth)"},
  };
  for (const Case& each : kCases) EXPECT_EQ(read(token_answer(std::string(each.body))), each.outcome) << each.body;
}

TEST(TokenAnswer, HasTheTypeThatWasAskedFor) {
  EXPECT_EQ(read(token("t", "1", "dpop"), TokenType::dpop), "ok");
  EXPECT_EQ(read(token("t", "1", "Bearer"), TokenType::dpop), "response_unusable(token_type)");
}

TEST(TokenAnswer, HoldsWhatItSays) {
  const std::string body = R"({"access_token":"t","token_type":"Bearer","expires_in":7,"scope":"a b"})";
  const auto answer = keys::read_token_answer(token_answer(body), TokenType::bearer);
  ASSERT_TRUE(answer);
  EXPECT_EQ(as_text(answer->value.expose()), "t");
  EXPECT_EQ(answer->lifetime, seconds(7));
  EXPECT_EQ(answer->scope, "a b");
  EXPECT_EQ(as_text(answer->whole.expose()), body);
}

TEST(TokenAnswer, HasBounds) {
  EXPECT_EQ(read(token(std::string(keys::kMaxAccessToken, 'x'))), "ok");
  EXPECT_EQ(read(token(std::string(keys::kMaxAccessToken + 1, 'x'))), "response_unusable(access_token)");
  const auto scope = [](std::size_t size) {
    return token_answer(
        joined({R"({"access_token":"t","token_type":"Bearer","scope":")", std::string(size, 's'), R"("})"}));
  };
  EXPECT_EQ(read(scope(keys::kMaxGrantedScope)), "ok");
  EXPECT_EQ(read(scope(keys::kMaxGrantedScope + 1)), "response_unusable(scope)");
  const auto long_life = keys::read_token_answer(token("t", "9223372036854775807"), TokenType::bearer);
  ASSERT_TRUE(long_life);
  EXPECT_EQ(long_life->lifetime, std::chrono::hours(24 * 366));
}

TEST(TokenAnswer, IsJsonByItsType) {
  for (const std::string_view type : {"application/json", "Application/JSON;charset=UTF-8"}) {
    HttpResponse answer = token("t");
    answer.fields = {{"content-type", std::string(type)}};
    EXPECT_EQ(read(answer), "ok") << type;
  }
  for (const std::string_view type : {"text/html", "application/jwt", "application/jsonp"}) {
    HttpResponse answer = token("t");
    answer.fields = {{"Content-Type", std::string(type)}};
    EXPECT_EQ(read(answer), "response_unusable(content_type)") << type;
  }
  HttpResponse answer = token("t");
  answer.fields.clear();
  EXPECT_EQ(read(answer), "response_unusable(content_type)");
}

TEST(TokenAnswer, TellsTheErrorByAKnownName) {
  for (const std::string_view name :
       {"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
        "invalid_scope", "invalid_target", "invalid_authorization_details", "invalid_dpop_proof", "use_dpop_nonce",
        "server_error", "temporarily_unavailable"})
    EXPECT_EQ(read(refusal(name)), joined({"token_refused(", name, ")"}));
  for (const std::string_view name : {"", "INVALID_CLIENT", "invalid_client ", "x\\u001b[2J", "rm -rf"})
    EXPECT_EQ(read(refusal(name)), "token_refused(other)") << name;
  EXPECT_EQ(read(refusal("invalid_client", 401)), "token_refused(invalid_client)");
  EXPECT_EQ(read(refusal("server_error", 503)), "token_refused(server_error)");
}

TEST(TokenAnswer, OtherStatusesAreNoAnswer) {
  for (const int status : {201, 204, 301, 302, 303, 307, 308, 100, 0})
    EXPECT_EQ(read(refusal("invalid_client", status)), "response_unusable(status)") << status;
  for (const std::string_view body : {"<html>", "", R"({"error":7})", R"([])", R"({"error":"a","error":"b"})"})
    EXPECT_EQ(read(token_answer(std::string(body), 500)), "response_unusable(status)") << body;
  HttpResponse page = refusal("invalid_client");
  page.fields = {{"Content-Type", "text/html"}};
  EXPECT_EQ(read(page), "response_unusable(status)");
  EXPECT_EQ(read(token_answer(token("t").body, 201)), "response_unusable(status)");
}

struct RetryCase {
  int status;
  std::string_view field;
  std::optional<Duration> expected;
};

TEST(RetryAfter, IsReadInBothForms) {
  const Timestamp now{seconds(784111777)};  // Sun, 06 Nov 1994 08:49:37 GMT
  const RetryCase cases[] = {
      {429, "7", seconds(7)},
      {503, "0", seconds(0)},
      {503, "3600", seconds(3600)},
      {503, "3601", seconds(3600)},
      {503, "99999999999999999999", seconds(3600)},
      {503, "Sun, 06 Nov 1994 08:50:37 GMT", seconds(60)},
      {503, "Sun, 06 Nov 1994 08:49:00 GMT", seconds(0)},
      {503, "-1", std::nullopt},
      {503, "1.5", std::nullopt},
      {503, "", std::nullopt},
      {503, "soon", std::nullopt},
      {500, "7", std::nullopt},
      {400, "7", std::nullopt},
  };
  for (const RetryCase& each : cases) {
    const HttpResponse answer{.status = each.status, .fields = {{"Retry-After", std::string(each.field)}}, .body = {}};
    EXPECT_EQ(keys::read_retry_after(answer, now), each.expected) << each.status << " " << each.field;
  }
  EXPECT_EQ(keys::read_retry_after({.status = 503, .fields = {}, .body = {}}, now), std::nullopt);
}

TEST(RetryAfter, GoesByTheClockOfTheServer) {
  const HttpResponse answer{
      .status = 503,
      .fields = {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"}},
      .body = {}};
  EXPECT_EQ(keys::read_retry_after(answer, Timestamp{seconds(1'800'000'000)}), seconds(10));
}

}  // namespace
}  // namespace signet::test
