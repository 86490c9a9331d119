// Tokens that are bound to a key: RFC 9449.
#include <chrono>
#include <memory>
#include <string>

#include "signet/dpop.h"
#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

class TokenDpopTest : public TokenTest {
 protected:
  TokenDpopTest() { options_.dpop = std::make_shared<const dpop::Prover>(dpop::Prover::build(key_).value()); }

  /// The proof of the last request, as a server judges it.
  Result<dpop::Proof> proof(dpop::AcceptNonce nonce = {}) const {
    const auto verifier = dpop::Verifier::build(dpop::Policy().any_replay()).value();
    const std::string field = sent_field(world->last_request(), "DPoP");
    return verifier.verify(field, {.method = "POST", .url = kTokenEndpoint, .nonce = std::move(nonce)}, world->now());
  }
  static HttpResponse wants_nonce(std::string nonce) {
    return refusal("use_dpop_nonce", 400, {{"DPoP-Nonce", std::move(nonce)}});
  }

  const Key key_ = Key::generate({.alg = "ES256"}).value();
  TokenSourceOptions options_ = options();
};

TEST_F(TokenDpopTest, SendsAProofAndTakesABoundToken) {
  serve(token("one", "100", "DPoP"));
  const auto got = open(options_)->get(world->now());
  ASSERT_TRUE(got) << outcome(got);
  EXPECT_EQ((*got)->authorization(), "DPoP one");
  const auto verified = proof();
  ASSERT_TRUE(verified) << outcome(verified);
  EXPECT_EQ(verified->jkt(), key_.thumbprint());
  EXPECT_FALSE(verified->is_for_access_token());
  EXPECT_FALSE(verified->nonce());
}

TEST_F(TokenDpopTest, RefusesATokenThatIsNotBound) {
  serve(token("one", "100", "Bearer"));
  EXPECT_EQ(get(*open(options_)), "response_unusable(token_type)");
}

TEST_F(TokenDpopTest, SendsTheNonceThatIsAskedForOnce) {
  const auto source = open(options_);
  std::string told;
  source->get(world->now(), [&](Result<TokenSource::Token> got) { told = shown(got); });
  const std::string first = sent_field(world->last_request(), "DPoP");
  ASSERT_TRUE(world->answer(wants_nonce("n-1")));
  EXPECT_TRUE(proof(dpop::one_of({"n-1"}))) << outcome(proof(dpop::one_of({"n-1"})));
  EXPECT_NE(sent_field(world->last_request(), "DPoP"), first);
  ASSERT_TRUE(world->answer(token("one", "100", "DPoP")));
  EXPECT_EQ(told, "one");
  EXPECT_EQ(world->sent(), 2U);
}

TEST_F(TokenDpopTest, DoesNotGoRoundInCircles) {
  serve(wants_nonce("n-1"));
  EXPECT_EQ(get(*open(options_)), "token_refused(use_dpop_nonce)");
  EXPECT_EQ(world->sent(), 2U);
}

TEST_F(TokenDpopTest, AsksOnceWithoutANonceThatIsOne) {
  serve(refusal("use_dpop_nonce"));
  EXPECT_EQ(get(*open(options_)), "token_refused(use_dpop_nonce)");
  EXPECT_EQ(world->sent(), 1U);
  serve(wants_nonce("n\"1"));
  EXPECT_EQ(get(*open(options_)), "token_refused(use_dpop_nonce)");
  EXPECT_EQ(world->sent(), 2U);
}

TEST_F(TokenDpopTest, RemembersTheNonceForTheNextTime) {
  const auto source = open(options_);
  HttpResponse answer = token("one", "100", "DPoP");
  answer.fields.push_back({"DPoP-Nonce", "n-2"});
  serve(answer);
  EXPECT_EQ(get(*source), "one");
  world->advance(seconds(80));
  EXPECT_EQ(world->sent(), 2U);
  EXPECT_TRUE(proof(dpop::one_of({"n-2"}))) << outcome(proof(dpop::one_of({"n-2"})));
}

TEST_F(TokenDpopTest, WithoutAKeyANonceIsOfNoUse) {
  serve(wants_nonce("n-1"));
  EXPECT_EQ(get(*open()), "token_refused(use_dpop_nonce)");
  EXPECT_EQ(world->sent(), 1U);
}

}  // namespace
}  // namespace signet::test
