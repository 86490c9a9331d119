// A remote set in a world that a test moves, and keys for it.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "fake_world.h"
#include "signet/algorithm.h"
#include "signet/jwk_set.h"
#include "signet/key.h"
#include "signet/remote_jwks.h"
#include "support.h"

namespace signet::test {

inline constexpr auto* kKeysUrl = "https://issuer.example/jwks";

inline Key make_key(std::string_view kid) {
  const Key key = Key::generate({.alg = "ES256"}).value();
  return key.with_info({.kid = std::string(kid), .use = "sig", .alg = "ES256"}).value();
}

/// Always the same key for the same kid: for tests that do not look at what a key is.
inline std::string set_of(std::initializer_list<std::string_view> kids) {
  static const Key key = make_key("");
  std::vector<Key> keys;
  keys.reserve(kids.size());
  for (const std::string_view kid : kids)
    keys.push_back(key.with_info({.kid = std::string(kid), .use = "sig", .alg = "ES256"}).value());
  return JwkSet::of(keys).to_public_json().value();
}

/// An answer with a set, and further fields.
inline HttpResponse served_set(std::string body, std::string_view cache_control = "max-age=100",
                               std::vector<HttpField> more = {}) {
  HttpResponse response{.status = 200, .fields = {{"Content-Type", "application/jwk-set+json"}}, .body = {}};
  response.body = std::move(body);
  if (!cache_control.empty()) response.fields.push_back({"Cache-Control", std::string(cache_control)});
  response.fields.insert(response.fields.end(), more.begin(), more.end());
  return response;
}

/// What was told, as "failed(fetch_failed(timeout))".
class Diary {
 public:
  void note(const RemoteKeyEvent& event) {
    constexpr std::string_view kNames[] = {"refreshed", "changed", "failed", "stale", "expired", "unknown_kid"};
    std::string text(kNames[static_cast<std::size_t>(event.kind)]);
    if (event.error) text.append("(").append(to_string(*event.error)).append(")");
    const std::scoped_lock lock(mutex_);
    lines_.push_back(std::move(text));
  }
  /// What was told since the last time that this was asked.
  std::vector<std::string> take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(lines_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

class RemoteTest : public testing::Test {
 protected:
  RemoteSeams seams() const { return {.http = world, .timers = world, .clock = world}; }
  RemoteKeyOptions told(RemoteKeyOptions options = {}) const {
    options.on_event = [diary = diary](const RemoteKeyEvent& event) { diary->note(event); };
    return options;
  }
  std::shared_ptr<RemoteJwkSet> open(RemoteKeyOptions options = {}) const {
    return RemoteJwkSet::of_url(kKeysUrl, seams(), told(std::move(options))).value();
  }
  /// A set that has been answered for once.
  std::shared_ptr<RemoteJwkSet> opened(const HttpResponse& answer, RemoteKeyOptions options = {}) const {
    auto set = open(std::move(options));
    EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
    EXPECT_TRUE(world->answer(answer));
    diary->take();
    return set;
  }
  static std::string look(const RemoteJwkSet& set, std::string_view kid) {
    return outcome(set.find({.kid = kid, .algorithm = find_signature_algorithm("ES256")}));
  }

  const std::shared_ptr<FakeWorld> world = std::make_shared<FakeWorld>();
  const std::shared_ptr<Diary> diary = std::make_shared<Diary>();
};

}  // namespace signet::test
