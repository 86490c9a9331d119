// What a remote set does when its issuer does not answer, or with nothing that can be used.
#include <gmock/gmock.h>

#include "remote_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

struct Bad {
  std::string_view name;
  Result<HttpResponse> answer;
  std::string_view error;
  std::string_view reason;
};

HttpResponse typed(std::string_view type, std::string body) {
  return {.status = 200, .fields = {{"content-TYPE", std::string(type)}}, .body = std::move(body)};
}

std::vector<Bad> bad_answers() {
  const std::string good = set_of({"b"});
  HttpResponse moved = typed("application/json", good);
  moved.status = 301;
  HttpResponse broken = typed("application/json", good);
  broken.status = 503;
  HttpResponse partial = typed("application/json", good);
  partial.status = 206;
  constexpr auto* kSecret = R"({"keys":[{"kty":"oct","kid":"b","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]})";
  return {
      {"unreachable", fail(Errc::fetch_failed, "connect"), "fetch_failed(connect)", "fetch_failed"},
      {"refused", fail(Errc::fetch_refused, "address"), "fetch_refused(address)", "fetch_refused"},
      {"moved", moved, "response_unusable(status)", "response_unusable"},
      {"broken", broken, "response_unusable(status)", "response_unusable"},
      {"partial", partial, "response_unusable(status)", "response_unusable"},
      {"page", typed("text/html", good), "response_unusable(content_type)", "response_unusable"},
      {"script", typed("application/jsonp", good), "response_unusable(content_type)", "response_unusable"},
      {"suffix_alone", typed("+json", good), "response_unusable(content_type)", "response_unusable"},
      {"garbage", typed("application/json", "<html>"), "malformed_json", "malformed_json"},
      {"cut", typed("application/json", good.substr(0, good.size() / 2)), "malformed_json", "malformed_json"},
      {"no_set", typed("application/json", "[]"), "malformed_key_set(keys)", "malformed_key_set"},
      {"empty", typed("application/json", R"({"keys":[]})"), "response_unusable(keys)", "response_unusable"},
      {"unusable", typed("application/json", R"({"keys":[{"kty":"new"}]})"), "response_unusable(keys)",
       "response_unusable"},
      {"symmetric", typed("application/json", kSecret), "response_unusable(keys)", "response_unusable"},
      {"large", typed("application/json", good + std::string(70'000, ' ')), "limit_exceeded(bytes)", "limit_exceeded"},
  };
}

class BadAnswer : public RemoteTest, public testing::WithParamInterface<Bad> {};

TEST_P(BadAnswer, KeepsWhatIsKnownForAWhile) {
  const auto set = opened(served_set(set_of({"a"})), {.max_stale = seconds(50)});
  world->serve([](const HttpRequest&) { return GetParam().answer; });
  world->advance(seconds(80));
  const std::vector<std::string> told = diary->take();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().substr(0, 7), "failed(");
  EXPECT_THAT(told.front(), testing::HasSubstr(GetParam().error));
  EXPECT_EQ(look(*set, "a"), "ok");
  world->advance(seconds(69));
  EXPECT_EQ(look(*set, "a"), "ok") << "stale, and nothing newer can be had";
  EXPECT_THAT(diary->take(), testing::Contains("stale").Times(1));
  EXPECT_NE(set->version(), std::nullopt);
  world->advance(seconds(1));
  EXPECT_EQ(set->version(), std::nullopt);
  EXPECT_EQ(look(*set, "a"), joined({"keys_unavailable(", GetParam().reason, ")"}));
  EXPECT_EQ(outcome(set->keys()), joined({"keys_unavailable(", GetParam().reason, ")"}));
  EXPECT_THAT(diary->take(), testing::Contains("expired").Times(1));
  world->serve([](const HttpRequest&) { return served_set(set_of({"b"})); });
  world->advance(seconds(30));
  EXPECT_EQ(look(*set, "b"), "ok") << "it is asked on until it answers";
}

TEST_P(BadAnswer, IsNoFirstSet) {
  world->serve([](const HttpRequest&) { return GetParam().answer; });
  const auto set = open();
  EXPECT_EQ(look(*set, "b"), joined({"keys_unavailable(", GetParam().reason, ")"}));
  EXPECT_THAT(outcome(set->load(seconds(0))), testing::StartsWith(GetParam().error));
  EXPECT_THAT(outcome(set->refresh(seconds(0))), testing::StartsWith(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(Each, BadAnswer, testing::ValuesIn(bad_answers()),
                         [](const auto& each) { return std::string(each.param.name); });

class RemoteFailure : public RemoteTest {};

TEST_F(RemoteFailure, PausesDoubleUpToTheCoolDown) {
  const auto set = open({.cool_down = seconds(30), .first_retry = seconds(1)});
  world->serve([](const HttpRequest&) { return fail(Errc::fetch_failed, "connect"); });
  std::vector<std::int64_t> pauses;
  pauses.reserve(8);
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(fetch_failed)");
  for (int i = 0; i < 8; ++i) {
    const std::size_t before = world->sent();
    std::int64_t passed = 0;
    for (; world->sent() == before; ++passed) {
      EXPECT_EQ(look(*set, "a"), "keys_unavailable(fetch_failed)") << "whoever asks does not hasten it";
      world->advance(seconds(1));
    }
    pauses.push_back(passed);
  }
  EXPECT_THAT(pauses, ElementsAre(1, 2, 4, 8, 16, 30, 30, 30));
  EXPECT_EQ(set->report().failures, 9U);
}

TEST_F(RemoteFailure, ASuccessEndsThePauses) {
  const auto set = open();
  world->serve([](const HttpRequest&) { return fail(Errc::fetch_failed, "connect"); });
  EXPECT_FALSE(set->load(seconds(0)));
  world->advance(seconds(20));
  world->serve([](const HttpRequest&) { return served_set(set_of({"a"})); });
  world->advance(seconds(16));
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(set->report().last_error, std::nullopt);
  world->serve([](const HttpRequest&) { return fail(Errc::fetch_failed, "connect"); });
  EXPECT_FALSE(set->refresh(seconds(0)));
  EXPECT_EQ(set->report().next_refresh, seconds(1));
}

// "application/json" is not the only name.
TEST_F(RemoteFailure, EveryKindOfJsonIsTaken) {
  for (const std::string_view type : {"application/json", "Application/JSON; charset=utf-8", "application/jwk-set+json",
                                      "application/vnd.example+json ; q=1"}) {
    world->serve([type](const HttpRequest&) { return typed(type, set_of({"a"})); });
    EXPECT_EQ(look(*open(), "a"), "ok") << type;
  }
  world->serve([](const HttpRequest&) { return HttpResponse{.status = 200, .fields = {}, .body = set_of({"a"})}; });
  EXPECT_EQ(look(*open(), "a"), "ok");
}

// Of a set with all kinds of members only the public keys are used.
TEST_F(RemoteFailure, SecretAndBrokenMembersAreNeverUsed) {
  const Key key = make_key("private");
  std::string body = set_of({"a"});
  body.insert(body.size() - 2,
              joined({R"(,{"kty":"oct","kid":"oct","alg":"HS256","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"},)",
                      as_text(key.to_private_jwk().value().expose())}));
  world->serve([&body](const HttpRequest&) { return served_set(body); });
  const auto set = open();
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(set->report().keys, 1U);
  EXPECT_NE(look(*set, "private"), "ok");
  EXPECT_NE(outcome(set->find({.kid = "oct", .algorithm = find_signature_algorithm("HS256")})), "ok");
}

}  // namespace
}  // namespace signet::test
