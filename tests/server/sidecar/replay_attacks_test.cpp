// Attacks on single use over HTTP: row 58.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/sidecar/attack_fixture.h"
#include "support.h"

namespace signet::server::test {
namespace {

using signet::test::joined;
using signet::test::row;

class Attack58 : public AttackTest {
 protected:
  /// A proof may be this old, so that no flood outlasts the window of what came before it.
  Attack58() { policy_.dpop->max_age = dpop::kMaxMaxAge; }
};

TEST_F(Attack58, AProofIsTakenOnce) {
  start();
  for (const Proxy& first : proxies()) {
    const std::string fields = good_fields();
    EXPECT_EQ(say(first, fields), "200");
    refuse(fields, "replayed(jti)");
    // In another spelling, and with a query.
    for (const std::string_view target : {"/token?again", "/%74oken"})
      refuse(fields, "replayed(jti)", {.target = std::string(target)});
    for (const Proxy& other : proxies())  // Envoy sends no dots
      EXPECT_EQ(say(other, fields, {.target = "/./token"}), other.name == "envoy" ? "400" : "401 replayed(jti)");
  }
}

TEST_F(Attack58, AProofIsTakenByOnePolicyAlone) {
  config_.policies.push_back(policy_);
  config_.policies.back().name = "other";
  config_.policies.back().audiences = {"orders", "more"};
  start();
  for (const Proxy& proxy : proxies()) {
    const std::string fields = good_fields();
    EXPECT_EQ(say(proxy, fields, {.query = "policy=orders"}), "200");
    EXPECT_EQ(say(proxy, fields, {.query = "policy=other"}), "401 replayed(jti)");
    EXPECT_EQ(say(proxy, good_fields(), {.query = "policy=other"}), "200");
  }
}

TEST_F(Attack58, AReloadForgetsNothing) {
  start();
  const std::string fields = good_fields();
  EXPECT_EQ(say(proxies().front(), fields), "200");
  ASSERT_TRUE(sidecar_->reload(config_));
  refuse(fields, "replayed(jti)");
  policy_.dpop->max_age = std::chrono::minutes(5);
  policy_.name = "renamed";
  ASSERT_TRUE(sidecar_->reload(config_));
  for (const Proxy& proxy : proxies()) {
    const std::string query = proxy.name == "envoy" ? "policy=renamed" : "";
    EXPECT_EQ(say(proxy, fields, {.query = query}), "401 replayed(jti)") << proxy.name;
    EXPECT_EQ(say(proxy, good_fields(), {.query = query}), "200") << proxy.name;
  }
}

// Nobody uses up the jti of somebody else, neither by an own key nor by a request that is refused.
TEST_F(Attack58, AJtiCannotBeBurnt) {
  start();
  const std::string evil = token_for(row("ES384"));
  for (const Proxy& proxy : proxies()) {
    const ProofDraft draft = this->draft();
    const std::string fields = with_proof(draft.proof());
    EXPECT_EQ(say(proxy, fields, {.method = "PUT"}), "401 claim_mismatch(htm)");
    EXPECT_EQ(say(proxy, fields, {.target = "/other"}), "401 claim_mismatch(htu)");
    EXPECT_EQ(say(proxy, presented(evil, draft.proof())), "401 claim_mismatch(ath)");
    ProofDraft same_jti = draft_for(evil, row("ES384"));
    same_jti.jti = draft.jti;
    EXPECT_EQ(say(proxy, presented(evil, same_jti.proof())), "200");
    EXPECT_EQ(say(proxy, fields), "200");
    EXPECT_EQ(say(proxy, fields), "401 replayed(jti)");
  }
}

TEST_F(Attack58, ARaceHasOneWinner) {
  constexpr int kClients = 8;
  config_.threads = 4;
  start();
  for (int round = 0; round < 20; ++round) {
    const Proxy& proxy = proxies()[static_cast<std::size_t>(round) % proxies().size()];
    const std::string request = joined({proxy.ask({}), good_fields(), "\r\n"});
    std::atomic<int> granted = 0;
    std::atomic<int> refused = 0;
    std::latch together(kClients);
    {
      std::vector<std::jthread> threads;
      threads.reserve(kClients);
      for (int i = 0; i < kClients; ++i) {
        threads.emplace_back([&] {
          auto client = net::test::RawClient::to_port(port());
          together.arrive_and_wait();
          client.send(request);
          const std::string verdict = verdict_of(client.read());
          granted += verdict == "200" ? 1 : 0;
          refused += verdict == "401 replayed(jti)" ? 1 : 0;
        });
      }
    }
    EXPECT_EQ(granted, 1);
    EXPECT_EQ(refused, kClients - 1);
  }
}

/// One connection of a proxy, over which many requests go.
class Flood {
 public:
  Flood(std::uint16_t port, const Proxy& proxy) : client_(net::test::RawClient::to_port(port)), proxy_(proxy) {}

  std::string say(const std::string& fields) {
    EXPECT_TRUE(client_.send(joined({proxy_.ask({}), fields, "\r\n"})));
    return verdict_of(client_.read());
  }

 private:
  net::test::RawClient client_;
  const Proxy& proxy_;
};

std::string fields_by(const dpop::Prover& prover, const std::string& token) {
  const auto proof =
      prover.prove({.method = "POST", .url = "https://as.example/token", .access_token = token}, wall_now());
  return presented(token, proof.value());
}

std::string token_of(const dpop::Prover& prover) {
  return token_with(joined({R"("scope":"read","cnf":{"jkt":")", prover.jkt(), R"("})"}));
}

TEST_F(Attack58, AFloodByOneKey) {
  constexpr int kProofs = 10'000;
  start();
  const std::string other_token = token_for(row("ES384"));
  const std::string first = good_fields();
  const std::string others = presented(other_token, draft_for(other_token, row("ES384")).proof());
  EXPECT_EQ(say(proxies().front(), first), "200");
  EXPECT_EQ(say(proxies().front(), others), "200");
  const auto prover = dpop::Prover::build(signet::test::key_for(row("ES256"))).value();
  Flood flood(port(), proxies().back());
  int granted = 0;
  for (int i = 0; i < kProofs; ++i) granted += flood.say(fields_by(prover, token_)) == "200" ? 1 : 0;
  EXPECT_EQ(granted, kProofs);
  refuse(first, "replayed(jti)");
  refuse(others, "replayed(jti)");
  const std::string new_token = token_for(row("ES512"));
  EXPECT_EQ(say(proxies().front(), presented(new_token, draft_for(new_token, row("ES512")).proof())), "200");
}

TEST_F(Attack58, AFloodByManyKeys) {
  constexpr int kKeys = 5'000;
  constexpr int kEach = 2;
  start();
  const std::string first = good_fields();
  EXPECT_EQ(say(proxies().front(), first), "200");
  Flood flood(port(), proxies().back());
  int granted = 0;
  std::optional<std::string> of_first_key;
  for (int i = 0; i < kKeys; ++i) {
    const auto prover = dpop::Prover::build(Key::generate({.alg = "ES256"}).value()).value();
    const std::string token = token_of(prover);
    for (int j = 0; j < kEach; ++j) {
      const std::string fields = fields_by(prover, token);
      granted += flood.say(fields) == "200" ? 1 : 0;
      if (!of_first_key) of_first_key = fields;
    }
  }
  EXPECT_EQ(granted, kKeys * kEach);
  refuse(first, "replayed(jti)");
  refuse(*of_first_key, "replayed(jti)");
  const std::string new_token = token_for(row("ES384"));
  EXPECT_EQ(say(proxies().front(), presented(new_token, draft_for(new_token, row("ES384")).proof())), "200");
}

// What has expired is refused, though it was remembered as good.
TEST_F(Attack58, ExpiredTokens) {
  policy_.leeway = Duration::zero();
  start();
  const auto until = std::chrono::floor<std::chrono::seconds>(wall_now()) + std::chrono::seconds(4);
  const std::string seconds = std::to_string(until.time_since_epoch().count());
  const std::string soon = bearer(token_with(joined({R"("scope":"read","exp":)", seconds})));
  for (const Proxy& proxy : proxies()) EXPECT_EQ(say(proxy, soon), "200") << proxy.name;
  for (const std::string_view exp : {"1", "1800000", "1e9", "0.5"})
    refuse(bearer(token_with(joined({R"("scope":"read","exp":)", exp}))), "token_expired(exp)");
  while (wall_now() <= until) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  refuse(soon, "token_expired(exp)");
}

}  // namespace
}  // namespace signet::server::test
