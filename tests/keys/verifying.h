// Those who verify what an issuer signs while its keys change.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "remote_fixture.h"
#include "signet/jwt.h"

namespace signet::test {

inline constexpr std::size_t kVerifyingThreads = 8;

inline std::string token_of(const Key& key) {
  return jwt::Builder().issuer("https://issuer.example").sign(*key.signer().value()).value();
}

inline jwt::Verifier verifier_of(const std::shared_ptr<RemoteJwkSet>& set) {
  return jwt::Verifier::build(
             jwt::Policy().issuer("https://issuer.example").any_audience().algorithms({"ES256"}).any_typ(), set)
      .value();
}

/// Threads that verify until this ends.
class Verifying {
 public:
  Verifying(const jwt::Verifier& checked, const std::function<bool(const jwt::Verifier&, jwt::Scratch&)>& once) {
    threads_.reserve(kVerifyingThreads);
    for (std::atomic<std::uint64_t>& rounds : rounds_) {
      threads_.emplace_back([this, &rounds, checked, once] {
        jwt::Scratch scratch;
        for (; !is_over_; ++rounds) {
          if (!once(checked, scratch)) ++bad_;
          std::this_thread::yield();  // all of them share a few cores
        }
      });
    }
  }
  Verifying(const Verifying&) = delete;
  Verifying& operator=(const Verifying&) = delete;
  ~Verifying() { is_over_ = true; }

  /// Until every thread has ended what it was about.
  void wait_for_all() const {
    std::array<std::uint64_t, kVerifyingThreads> before{};
    for (std::size_t i = 0; i < kVerifyingThreads; ++i) before.at(i) = rounds_.at(i);
    for (std::size_t i = 0; i < kVerifyingThreads; ++i) {
      while (rounds_.at(i) == before.at(i)) std::this_thread::yield();
    }
  }
  /// Time passes, and never so much of it while a thread stands still that a refresh which it carries out comes late.
  void pass(FakeWorld& world, int count) const {
    using std::chrono::seconds;
    constexpr int kStep = 20;
    for (int passed = 0; passed < count; passed += kStep) {
      world.advance(seconds(std::min(kStep, count - passed)));
      wait_for_all();
    }
  }
  std::uint64_t bad() const { return bad_; }

 private:
  std::atomic<bool> is_over_ = false;
  std::atomic<std::uint64_t> bad_ = 0;
  std::array<std::atomic<std::uint64_t>, kVerifyingThreads> rounds_{};
  std::vector<std::jthread> threads_;  // the first to end
};

}  // namespace signet::test
