// Remote sets of a real issuer: the real client and a server whose answers are written down; only time is a test's own.
#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "http_server.h"
#include "remote_fixture.h"
#include "signet/fetcher.h"
#include "signet/jwt.h"
#include "verifying.h"

namespace signet::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RemoteNetwork : public testing::Test {
 protected:
  explicit RemoteNetwork(const std::string& tls = "good") : server_(std::make_unique<HttpServer>(tls)) {
    FetcherOptions options{.allow_loopback = true, .remember_failures = {}};
    options.ca_file = server_->ca_file();
    fetcher_ = Fetcher::start(options).value();
  }

  RemoteSeams seams() const { return {.http = fetcher_, .timers = world_, .clock = world_}; }
  std::shared_ptr<RemoteJwkSet> open(RemoteKeyOptions options = {}) const {
    options.on_event = [told = told_](const RemoteKeyEvent& event) {
      *told += event.kind == RemoteKeyEvent::Kind::refreshed || event.kind == RemoteKeyEvent::Kind::failed ? 1 : 0;
    };
    return RemoteJwkSet::of_url(server_->url("/jwks"), seams(), std::move(options)).value();
  }
  void serve(std::string_view set, std::string_view max_age) {
    server_->answer("/jwks", {HttpServer::ok(set, "application/jwk-set+json",
                                             joined({R"(,["Cache-Control","max-age=)", max_age, R"("])"}))});
  }
  /// A machine that is busy may take its time.
  static void load(const RemoteJwkSet& set) {
    for (int tries = 0; tries < 20; ++tries)
      if (set.refresh(seconds(60))) return;
    ADD_FAILURE() << "no set could be had";
  }
  /// Until no request is under way, and who listens was told of the last: the next one is planned then.
  void settle(const RemoteJwkSet& set) const {
    const auto is_settled = [this](const RemoteKeyReport& report) {
      return !report.refresh_under_way && *told_ == report.refreshes + report.failures;
    };
    while (!is_settled(set.report())) std::this_thread::yield();
  }
  /// Time passes second by second, and never while the issuer is being asked.
  void pass(const RemoteJwkSet& set, int count) const {
    settle(set);
    for (int i = 0; i < count; ++i) {
      world_->advance(seconds(1));
      settle(set);
    }
  }
  static std::string look(const RemoteJwkSet& set, std::string_view kid) {
    return outcome(set.find({.kid = kid, .algorithm = find_signature_algorithm("ES256")}));
  }

  std::unique_ptr<HttpServer> server_;
  std::shared_ptr<Fetcher> fetcher_;
  const std::shared_ptr<FakeWorld> world_ = std::make_shared<FakeWorld>();
  const std::shared_ptr<std::atomic<std::uint64_t>> told_ = std::make_shared<std::atomic<std::uint64_t>>();
};

struct Trouble {
  std::string_view name;
  std::string answer;  // empty: the server is gone
  std::string_view error;
  std::string_view reason;
};

std::vector<Trouble> troubles() {
  const std::string good = set_of({"b"});
  return {
      {"Down", "", "fetch_failed(connect)", "fetch_failed"},
      {"Slow", R"({"delay":2,"body":"{}"})", "fetch_failed(timeout)", "fetch_failed"},
      {"Status500", R"({"status":500,"body":"{}"})", "response_unusable(status)", "response_unusable"},
      {"EmptySet", HttpServer::ok(R"({"keys":[]})"), "response_unusable(keys)", "response_unusable"},
      {"TruncatedJson", HttpServer::ok(good.substr(0, good.size() / 2)), "malformed_json", "malformed_json"},
      {"ContentType", HttpServer::ok(good, "text/html"), "response_unusable(content_type)", "response_unusable"},
      {"Redirect", R"({"status":302,"fields":[["Location","/elsewhere"]]})", "response_unusable(status)",
       "response_unusable"},
      {"Oversize", R"({"fields":[["Content-Type","application/json"]],"body_size":70000})", "limit_exceeded(bytes)",
       "limit_exceeded"},
      {"OversizeInChunks", R"({"fields":[["Content-Type","application/json"]],"body_size":70000,"chunked":true})",
       "limit_exceeded(bytes)", "limit_exceeded"},
      {"CutOff", R"({"fields":[["Content-Type","application/json"]],"body_size":100,"cut":50})",
       "fetch_failed(protocol)", "fetch_failed"},
      {"ClosesAtOnce", R"({"close":true})", "fetch_failed(protocol)", "fetch_failed"},
  };
}

class TroubledIssuer : public RemoteNetwork, public testing::WithParamInterface<Trouble> {
 protected:
  /// Short where it is waited for.
  static Duration timeout() { return GetParam().name == "Slow" ? milliseconds(500) : milliseconds(10'000); }
  void trouble() {
    if (GetParam().answer.empty())
      server_.reset();
    else
      server_->answer("/jwks", {GetParam().answer});
  }
};

TEST_P(TroubledIssuer, IsBorneForAWhile) {
  const auto set = open({.max_stale = seconds(50), .timeout = timeout()});
  serve(set_of({"a"}), "100");
  server_->answer("/elsewhere", {HttpServer::ok(set_of({"b"}))});
  load(*set);
  trouble();
  pass(*set, 149);
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(to_string(set->report().last_error.value()), GetParam().error);
  pass(*set, 1);
  EXPECT_EQ(look(*set, "a"), joined({"keys_unavailable(", GetParam().reason, ")"}));
  if (!server_) return;
  EXPECT_THAT(server_->seen(), testing::Each("GET /jwks")) << "nobody is sent elsewhere";
  serve(set_of({"b"}), "100");
  pass(*set, 30);
  EXPECT_EQ(look(*set, "b"), "ok") << "it is asked on until it answers";
}

TEST_P(TroubledIssuer, IsNotBelievedAtFirst) {
  const auto set = open({.timeout = timeout()});
  trouble();
  if (server_) {
    EXPECT_EQ(outcome(set->refresh(seconds(60))), GetParam().error);
  } else {
    EXPECT_EQ(outcome(RemoteJwkSet::of_url("https://127.0.0.1:1/jwks", seams()).value()->refresh(seconds(60))),
              GetParam().error);
  }
}

INSTANTIATE_TEST_SUITE_P(All, TroubledIssuer, testing::ValuesIn(troubles()),
                         [](const auto& each) { return std::string(each.param.name); });

class WrongCertificate : public RemoteNetwork, public testing::WithParamInterface<std::string> {
 protected:
  WrongCertificate() : RemoteNetwork(GetParam()) {}
};

TEST_P(WrongCertificate, IsNoIssuer) {
  serve(set_of({"a"}), "100");
  const auto set = open();
  EXPECT_EQ(outcome(set->refresh(seconds(60))), "fetch_failed(certificate)");
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(fetch_failed)");
  EXPECT_TRUE(server_->seen().empty());
}

INSTANTIATE_TEST_SUITE_P(All, WrongCertificate, testing::Values("expired", "wrong_name", "unknown_ca"),
                         [](const auto& each) { return each.param; });

TEST_F(RemoteNetwork, KeysAreFoundByTheMetadataOfTheirIssuer) {
  const std::string issuer = server_->url("");
  serve(set_of({"a"}), "100");
  const std::string metadata = joined({R"({"issuer":")", issuer, R"(","jwks_uri":")", server_->url("/jwks"), R"("})"});
  server_->answer("/.well-known/oauth-authorization-server", {HttpServer::ok(metadata)});
  const auto set = RemoteJwkSet::of_issuer(issuer, seams()).value();
  load(*set);
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_THAT(server_->seen(), testing::ElementsAre("GET /.well-known/openid-configuration",
                                                    "GET /.well-known/oauth-authorization-server", "GET /jwks"));
  const auto other = RemoteJwkSet::of_issuer(server_->url("", "localhost"), seams()).value();
  EXPECT_EQ(outcome(other->refresh(seconds(60))), "response_unusable(issuer)");
}

TEST_F(RemoteNetwork, AnAnswerAfterTheVerifierIsGoneMeetsNobody) {
  server_->answer("/jwks", {R"({"hold":true})"});
  {
    const auto set = open();
    const jwt::Verifier verifier = verifier_of(set);
    EXPECT_EQ(outcome(verifier.verify(token_of(make_key("a")), world_->now())), "keys_unavailable(loading)");
    EXPECT_EQ(server_->held(1), 1);
  }
  server_->release();
  server_->answer("/after", {HttpServer::ok("{}")});
  EXPECT_EQ(fetcher_->send_and_wait({.url = server_->url("/after")}).value().status, 200);
  EXPECT_EQ(*told_, 0U);
}

TEST_F(RemoteNetwork, ASetOutlivesItsClient) {
  serve(set_of({"a"}), "100");
  const auto set = open({.max_stale = seconds(50)});
  load(*set);
  fetcher_->stop();
  pass(*set, 149);
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(to_string(set->report().last_error.value()), "fetch_failed(stopped)");
  pass(*set, 1);
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(fetch_failed)");
}

constexpr int kRotations = 100;
constexpr int kMaxAge = 60;

/// An issuer behind its server that changes its keys.
class NetworkRotation : public RemoteNetwork {
 protected:
  NetworkRotation() {
    publish(make_key("0"));
    sign_with(keys_.front());
    set_ = open({.cool_down = seconds(30)});
    load(*set_);
  }

  void publish(const Key& key) {
    keys_.push_back(key);
    serve_keys();
  }
  void withdraw_oldest() {
    keys_.erase(keys_.begin());
    serve_keys();
  }
  void serve_keys() { serve(JwkSet::of(keys_).to_public_json().value(), std::to_string(kMaxAge)); }
  void sign_with(const Key& key) {
    auto token = std::make_shared<const std::string>(token_of(key));
    const std::scoped_lock lock(mutex_);
    token_ = std::move(token);
  }
  std::shared_ptr<const std::string> token() {
    const std::scoped_lock lock(mutex_);
    return token_;
  }

  std::vector<Key> keys_;
  std::mutex mutex_;
  std::shared_ptr<const std::string> token_;
  std::shared_ptr<RemoteJwkSet> set_;
};

TEST_F(NetworkRotation, WithPublishingAheadNothingFails) {
  const Verifying threads(verifier_of(set_), [this](const jwt::Verifier& checked, jwt::Scratch& scratch) {
    return checked.verify(*token(), world_->now(), scratch).has_value();
  });
  for (int rotation = 1; rotation <= kRotations; ++rotation) {
    const Key next = make_key(std::to_string(rotation));
    publish(next);
    settle(*set_);
    for (int passed = 0; passed <= kMaxAge; passed += 10) {
      world_->advance(seconds(10));
      settle(*set_);
    }
    sign_with(next);
    threads.wait_for_all();
    withdraw_oldest();
  }
  EXPECT_EQ(threads.bad(), 0U);
  EXPECT_EQ(set_->report().unknown_kids, 0U);
  EXPECT_EQ(set_->report().failures, 0U);
  EXPECT_GE(server_->seen().size(), 100U);
}

TEST_F(NetworkRotation, WithoutItFailuresEndWithTheCoolDown) {
  const jwt::Verifier checked = verifier_of(set_);
  int longest = 0;
  for (int rotation = 1; rotation <= kRotations; ++rotation) {
    const Key next = make_key(std::to_string(rotation));
    publish(next);
    sign_with(next);
    int failed = 0;
    for (; !checked.verify(*token(), world_->now()); ++failed) {
      settle(*set_);
      pass(*set_, 1);
    }
    longest = std::max(longest, failed);
    withdraw_oldest();
    pass(*set_, rotation % 17);
  }
  EXPECT_LE(longest, 30);
  EXPECT_GE(longest, 10) << "or this test shows nothing";
}

TEST_F(NetworkRotation, InventedKidsCostOneRequestInACoolDown) {
  constexpr int kSeconds = 200;
  constexpr int kKids = 10'000;
  const jwt::Verifier checked = verifier_of(set_);
  server_->seen();
  for (int second = 0; second < kSeconds; ++second) {
    for (int i = 0; i < kKids / kSeconds; ++i) {
      const std::string kid = joined({"invented-", std::to_string(second), "-", std::to_string(i)});
      EXPECT_EQ(look(*set_, kid), "key_not_found(kid)");
      EXPECT_EQ(look(*set_, "0"), "ok");
    }
    settle(*set_);
    pass(*set_, 1);
  }
  EXPECT_LE(server_->seen().size(), std::size_t{kSeconds / 30 + 1});
  EXPECT_EQ(outcome(checked.verify(*token(), world_->now())), "ok");
}

}  // namespace
}  // namespace signet::test
