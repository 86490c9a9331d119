// Attacks on single use: row 58.
#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "dpop_target.h"
#include "signet/memory_replay_store.h"
#include "target.h"

namespace signet::test {
namespace {

struct Server {
  std::shared_ptr<MemoryReplayStore> store = std::make_shared<MemoryReplayStore>();
  dpop::Verifier verifier = dpop::Verifier::build(dpop::Policy().replay_store(store)).value();

  std::string say(std::string_view proof, const DpopRequest& request = {}) const {
    return outcome(verifier.verify(proof, request.to_request(), request.now));
  }
};

/// A proof with a jti of its own, so that the program can be asked for each what it says the second time.
std::string fresh_proof(const SignatureAlgorithm& row, std::string_view jti) {
  return proof_for(
      row, joined({R"({"jti":")", jti, R"(","htm":"POST","htu":"https://as.example/token","iat":1800000000})"}));
}

ReplayId id_of(const std::array<std::uint8_t, 32>& owner, std::uint64_t token) {
  ReplayId id{.owner = owner, .token = {}};
  std::memcpy(id.token.data(), &token, sizeof token);
  return id;
}

/// Takes the proof once, and never again: written down for the program, which is asked the same twice.
void refuse_replay(const Server& server, const SignatureAlgorithm& row, const std::string& proof,
                   const DpopRequest& again = {}, const std::source_location& where = std::source_location::current()) {
  const std::string said = server.say(proof, again);
  if (!expect_refusal(said, "replayed(jti)", proof, where)) return;
  record({.form = Form::proof,
          .alg = name_of(row),
          .said = said,
          .command = "dpop replay",
          .input = again.to_members(proof)});
}

TEST(Attack58, AProofIsTakenOnce) {
  const Server server;
  for (const auto* asked : proof_rows()) {
    // The same request, one in another spelling, with more checks, and as late as it can be.
    const DpopRequest agains[] = {{},
                                  {.url = "HTTPS://AS.EXAMPLE:443/./token?again#1"},
                                  {.jkt = key_for(*asked).thumbprint()},
                                  {.now = kNow + std::chrono::seconds(70)},
                                  {.now = kNow - std::chrono::seconds(10)}};
    for (std::size_t i = 0; i < std::size(agains); ++i) {
      const std::string proof = fresh_proof(*asked, joined({"once-", name_of(*asked), "-", std::to_string(i)}));
      EXPECT_EQ(server.say(proof), "ok");
      refuse_replay(server, *asked, proof, agains[i]);
      EXPECT_EQ(server.say(proof), "replayed(jti)");
    }
  }
}

// 10^6 proofs by the same key, and what it has used before stays used: it is refused new ones instead.
TEST(Attack58, AFloodByOneKey) {
  for (const auto* asked : {&row("ES256"), &row("EdDSA")}) {
    const Server server;
    const std::string first = fresh_proof(*asked, "first-" + name_of(*asked));
    const std::string other = fresh_proof(row("PS256"), "other-" + name_of(*asked));
    EXPECT_EQ(server.say(first), "ok");
    EXPECT_EQ(server.say(other), "ok");
    const auto held =
        dpop::Verifier::build(dpop::Policy().any_replay())->verify(first, DpopRequest().to_request(), kNow);
    const auto owner = held->replay_id().owner;
    std::size_t taken = 0;
    for (std::uint64_t token = 0; token < 1'000'000; ++token)
      taken += server.store->use_once(id_of(owner, token), held->acceptable_until(), kNow) ? 1U : 0U;
    EXPECT_EQ(taken, ReplayLimits().per_owner - 1);
    EXPECT_LE(server.store->size(), ReplayLimits().per_owner + 1);
    EXPECT_EQ(server.say(fresh_proof(*asked, "one more")), "limit_exceeded(jti)");
    refuse_replay(server, *asked, first);
    refuse_replay(server, row("PS256"), other);
    EXPECT_EQ(server.say(fresh_proof(row("PS256"), "next")), "ok") << "others go on";
  }
}

// As many keys as are remembered, each with as many tokens as it has for sure: the oldest are still known.
TEST(Attack58, AFloodByManyKeys) {
  const Server server;
  const std::string first = fresh_proof(row("ES256"), "before the keys");
  EXPECT_EQ(server.say(first), "ok");
  std::array<std::uint8_t, 32> owner{};
  std::size_t taken = 0;
  for (std::uint64_t key = 0; key < 200'000; ++key) {
    std::memcpy(owner.data(), &key, sizeof key);
    for (std::uint64_t token = 0; token < 5; ++token)
      taken += server.store->use_once(id_of(owner, token), kNow + std::chrono::seconds(70), kNow) ? 1U : 0U;
  }
  EXPECT_EQ(taken, (ReplayLimits().owners - 1) * 5);
  EXPECT_EQ(server.store->owners(), ReplayLimits().owners);
  refuse_replay(server, row("ES256"), first);
  EXPECT_EQ(server.say(fresh_proof(row("ES256"), "a known key")), "ok");
  EXPECT_EQ(server.say(fresh_proof(row("ES384"), "a new key")), "limit_exceeded(owners)");
}

// There is no moment at which a proof is forgotten and still accepted.
TEST(Attack58, NoGapBetweenForgettingAndExpiry) {
  for (const auto* asked : proof_rows()) {
    const Server server;
    const std::string proof = fresh_proof(*asked, "gap-" + name_of(*asked));
    EXPECT_EQ(server.say(proof), "ok");
    for (int second = -12; second <= 200; second += 4) {
      const DpopRequest later{.now = kNow + std::chrono::seconds(second)};
      EXPECT_EQ(server.say(fresh_proof(row("ES256"), std::to_string(second)), later).starts_with("token"),
                second > 70 || second < -10);
      refuse_result(Form::proof, name_of(*asked), server.say(proof, later),
                    "replayed(jti)|token_expired(iat)|token_not_yet_valid(iat)");
    }
  }
}

TEST(Attack58, ARaceHasOneWinner) {
  const Server server;
  for (const auto* asked : proof_rows()) {
    const std::string proof = fresh_proof(*asked, "race-" + name_of(*asked));
    std::atomic<int> taken = 0;
    {
      std::vector<std::jthread> threads;
      threads.reserve(4);
      for (int i = 0; i < 4; ++i) threads.emplace_back([&] { taken += server.say(proof) == "ok" ? 1 : 0; });
    }
    EXPECT_EQ(taken, 1);
    refuse_replay(server, *asked, proof);
  }
}

// Nobody uses up the jti of somebody else, neither by an own key nor by a request that is refused.
TEST(Attack58, AJtiCannotBeBurnt) {
  for (const auto* asked : proof_rows()) {
    const Server server;
    const std::string proof = fresh_proof(*asked, "burn-" + name_of(*asked));
    const DpopRequest refused[] = {
        {.method = "GET"}, {.url = "https://x.example/"}, {.nonce = "n"}, {.access_token = "t"}, {.jkt = "x"}};
    for (const DpopRequest& request : refused)
      refuse_result(
          Form::proof, name_of(*asked), server.say(proof, request),
          "claim_mismatch(htm)|claim_mismatch(htu)|nonce_required(nonce)|claim_missing(ath)|key_mismatch(jkt)");
    const Key evil = Key::generate({.alg = "ES256"}).value();
    const std::string same_jti = forge(proof_header("ES256", evil.public_key()->to_public_jwk().value()),
                                       joined({R"({"jti":"burn-)", name_of(*asked),
                                               R"(","htm":"POST","htu":"https://as.example/token","iat":1800000000})"}),
                                       *evil.signer().value());
    EXPECT_EQ(server.say(same_jti), "ok");
    EXPECT_EQ(server.say(proof), "ok");
    refuse_replay(server, *asked, proof);
  }
}

}  // namespace
}  // namespace signet::test
