// Verifiers that remember, and sources of keys that count and change.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "jwt/token_fixture.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/seams/key_source.h"
#include "signet/token_cache.h"

namespace signet::test {

/// A set that can be exchanged and says when. Each verification asks it once.
class ChangingKeys final : public KeySource {
 public:
  Result<KeyCandidates> find(const KeyQuery& query) const override {
    ++asked;
    if (on_find) on_find();
    return keys.find(query);
  }
  std::optional<std::uint64_t> version() const noexcept override {
    return has_version ? std::optional<std::uint64_t>(number) : std::nullopt;
  }
  void change(JwkSet to) {
    keys = std::move(to);
    ++number;
  }

  JwkSet keys = hmac_set();
  std::atomic<std::uint64_t> number = 7;
  bool has_version = true;
  std::function<void()> on_find = {};
  mutable std::atomic<int> asked = 0;
};

inline JwkSet no_keys() {
  return JwkSet::of({});
}

/// A verifier, the same one with a memory, and their keys.
struct Remembering {
  explicit Remembering(jwt::Policy policy = open_policy(), const jwt::TokenCacheOptions& options = {})
      : plain(jwt::Verifier::build(std::move(policy), keys).value()),
        cache(jwt::CachingVerifier::build(plain, options).value()) {}

  /// "ok", or the error.
  std::string say(std::string_view token, Timestamp now = kNow) const { return outcome(cache.verify(token, now)); }
  /// How many verifications a call of verify() was.
  int work_of(std::string_view token, Timestamp now = kNow) const {
    const int before = keys->asked;
    const auto answer = cache.verify(token, now);
    EXPECT_EQ(outcome(answer), outcome(plain.verify(token, now)));
    return keys->asked - before - 1;
  }

  std::shared_ptr<ChangingKeys> keys = std::make_shared<ChangingKeys>();
  jwt::Verifier plain;
  jwt::CachingVerifier cache;
};

/// A token that no other number has.
inline std::string numbered_token(std::size_t number, std::size_t padding = 0) {
  return token_of(joined({R"({"iss":"a","exp":1800000600,"jti":")", std::to_string(number), R"(","pad":")",
                          std::string(padding, 'x'), "\"}"}));
}

}  // namespace signet::test
