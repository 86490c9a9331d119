// A proof held against its request: RFC 9449 section 4.3, steps 8 to 12, and section 11.1.
#include <stdexcept>
#include <string>
#include <utility>

#include "dpop_support.h"
#include "signet/memory_replay_store.h"

namespace signet::test {
namespace {

std::string claims_with(std::string_view htm, std::string_view htu, std::string_view more = R"("iat":1800000000)") {
  return joined({R"({"jti":"1","htm":")", htm, R"(","htu":")", htu, "\",", more, "}"});
}

TEST(DpopRequest, Method) {
  const std::string proof = proof_of(kClaims);
  for (const std::string_view method : {"post", "Post", "GET", "POST ", " POST", "", "POS", "POSTS"})
    EXPECT_EQ(verdict(proof, {.method = method, .url = kUrl}), "claim_mismatch(htm) step 8") << method;
  // No method is unknown, and an empty one is equal to itself alone.
  EXPECT_EQ(verdict(proof_of(claims_with("purge", kUrl)), {.method = "purge", .url = kUrl}), "ok");
}

TEST(DpopRequest, SpellingsOfOneUrl) {
  constexpr std::string_view kSame[] = {
      "https://as.example/a/token",       "HTTPS://AS.EXAMPLE/a/token",     "https://as.example:443/a/token",
      "https://as.example:/a/token",      "https://as.example/a/token?x=1", "https://as.example/a/token#x",
      "https://as.example/a/token?x#y?z", "https://as.example/%61/t%6Fken", "https://as.example/b/../a/token",
      "https://as.example/./a/%2e/token", "https://%61s.example/a/token"};
  for (const std::string_view claimed : kSame) {
    const std::string proof = proof_of(claims_with("GET", claimed));
    for (const std::string_view url : kSame)
      EXPECT_EQ(verdict(proof, {.method = "GET", .url = url}), "ok") << claimed << " " << url;
  }
}

TEST(DpopRequest, OtherUrls) {
  const std::string proof = proof_of(claims_with("GET", "https://as.example/a/token"));
  for (const std::string_view url : {"http://as.example/a/token",
                                     "https://as.example/a/Token",
                                     "https://as.example/a/token/",
                                     "https://as.example//a/token",
                                     "https://as.example:8443/a/token",
                                     "https://as.example:80/a/token",
                                     "https://as.example./a/token",
                                     "https://as.example.evil.example/a/token",
                                     "https://evil.example/a/token",
                                     "https://as.example/a%2Ftoken",
                                     "https://as.example/a/token%20",
                                     "https://as.example/a/token;x",
                                     "https://as.example/A/token",
                                     "https://as.example/a/token/..",
                                     "https://as.example",
                                     "/a/token",
                                     "",
                                     "*",
                                     "https://user@as.example/a/token",
                                     "https://as.example/a/token\n",
                                     "https://as.example/a/token%"})
    EXPECT_EQ(verdict(proof, {.method = "GET", .url = url}), "claim_mismatch(htu) step 9") << url;
  EXPECT_EQ(
      verdict(proof_of(claims_with("GET", "https://as.example")), {.method = "GET", .url = "https://as.example/"}),
      "ok");
}

TEST(DpopRequest, ClaimsThatAreNoHttpUrl) {
  for (const std::string_view htu :
       {"", "/token", "as.example/token", "//as.example/token", "https:///token", "urn:example:token",
        "https://user:x@as.example/token", "https://as.example/to ken", "https://as.example/%zz", "*"}) {
    // Not even where the request has the same text.
    EXPECT_EQ(verdict(proof_of(claims_with("GET", htu)), {.method = "GET", .url = htu}), "claim_rule(htu) step 9")
        << htu;
  }
}

TEST(DpopRequest, Nonce) {
  const std::string without = proof_of(kClaims);
  const std::string with = proof_of(claims_with("POST", kUrl, R"("iat":1800000000,"nonce":"n-2")"));
  const auto said = [](std::string_view proof, dpop::AcceptNonce accept) {
    return verdict(proof, {.method = "POST", .url = kUrl, .nonce = std::move(accept)});
  };
  EXPECT_EQ(said(without, {}), "ok");
  EXPECT_EQ(said(with, {}), "ok");  // a nonce that nobody asked for
  EXPECT_EQ(said(without, dpop::one_of({"n-2"})), "nonce_required(nonce) step 10");
  EXPECT_EQ(said(with, dpop::one_of({"n-2"})), "ok");
  EXPECT_EQ(said(with, dpop::one_of({"n-3", "n-2"})), "ok");  // the one before is still good
  for (const char* other : {"n-1", "N-2", "n-2 ", "n-", ""})
    EXPECT_EQ(said(with, dpop::one_of({other})), "claim_mismatch(nonce) step 10") << other;
  EXPECT_EQ(said(with, dpop::one_of({})), "claim_mismatch(nonce) step 10");
  EXPECT_EQ(said(with, [](std::string_view nonce) { return nonce.starts_with("n-"); }), "ok");
  EXPECT_EQ(said(with, [](std::string_view) -> bool { throw std::runtime_error("x"); }), "internal(nonce)");
  // A client whose clock is wrong learns of the nonce first.
  const std::string old = proof_of(claims_with("POST", kUrl, R"("iat":5)"));
  EXPECT_EQ(said(old, dpop::one_of({"n-2"})), "nonce_required(nonce) step 10");
}

TEST(DpopRequest, Window) {
  using std::chrono::seconds;
  const std::string proof = proof_of(kClaims);
  const auto at = [&](const dpop::Policy& policy, Duration since) {
    return outcome_at(verifier_of(policy).verify(proof, request(), kNow + since));
  };
  EXPECT_EQ(at(open_policy(), seconds(70)), "ok");
  EXPECT_EQ(at(open_policy(), seconds(70) + Duration(1)), "token_expired(iat) step 11");
  EXPECT_EQ(at(open_policy(), seconds(-10)), "ok");
  EXPECT_EQ(at(open_policy(), seconds(-10) - Duration(1)), "token_not_yet_valid(iat) step 11");
  const auto strict = open_policy().max_age(seconds(5)).skew(seconds(0));
  EXPECT_EQ(at(strict, seconds(5)), "ok");
  EXPECT_EQ(at(strict, seconds(6)), "token_expired(iat) step 11");
  EXPECT_EQ(at(strict, Duration(-1)), "token_not_yet_valid(iat) step 11");
  const auto widest = open_policy().max_age(dpop::kMaxMaxAge).skew(dpop::kMaxSkew);
  EXPECT_EQ(at(widest, seconds(660)), "ok");
  EXPECT_EQ(at(widest, seconds(661)), "token_expired(iat) step 11");
  // The ends of what a NumericDate can be.
  for (const std::string_view iat : {"0", "1e-9"})
    EXPECT_EQ(verdict(proof_of(claims_with("POST", kUrl, joined({"\"iat\":", iat})))), "token_expired(iat) step 11");
  EXPECT_EQ(verdict(proof_of(claims_with("POST", kUrl, R"("iat":9223372036854)"))), "token_not_yet_valid(iat) step 11");
  EXPECT_EQ(verdict(proof_of(claims_with("POST", kUrl, R"("iat":1e300)"))), "claim_type(iat) step 3");
}

// RFC 7519 sections 4.1.4 and 4.1.5 hold for a proof as for any JWT.
TEST(DpopRequest, OtherTimes) {
  EXPECT_EQ(verdict(proof_of(claims_with("POST", kUrl, R"("iat":1800000000,"exp":1800000001)"))), "ok");
  EXPECT_EQ(verdict(proof_of(claims_with("POST", kUrl, R"("iat":1800000000,"exp":1799999990)"))), "token_expired(exp)");
  EXPECT_EQ(verdict(proof_of(claims_with("POST", kUrl, R"("iat":1800000000,"nbf":1800000011)"))),
            "token_not_yet_valid(nbf)");
}

TEST(DpopRequest, AccessToken) {
  constexpr std::string_view kToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
  constexpr std::string_view kAth = R"("iat":1800000000,"ath":"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")";
  const std::string jkt = client_key().thumbprint();
  const std::string bound = proof_of(claims_with("GET", kUrl, kAth));
  const std::string unbound = proof_of(claims_with("GET", kUrl));
  const auto said = [](std::string_view proof, std::optional<std::string_view> token,
                       std::optional<std::string_view> key) {
    return verdict(proof, {.method = "GET", .url = kUrl, .access_token = token, .jkt = key});
  };
  EXPECT_EQ(said(bound, kToken, jkt), "ok");
  EXPECT_EQ(said(unbound, kToken, jkt), "claim_missing(ath) step 12");
  for (const std::string_view other : {"", "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxu", "Kz"})
    EXPECT_EQ(said(bound, other, jkt), "claim_mismatch(ath) step 12") << other;
  const std::string padded = proof_of(claims_with("GET", kUrl, joined({kAth.substr(0, kAth.size() - 1), "=\""})));
  EXPECT_EQ(said(padded, kToken, jkt), "claim_mismatch(ath) step 12");
  // Who has a token says which key it is bound to, or that this is compared elsewhere.
  EXPECT_EQ(said(bound, kToken, std::nullopt), "policy_incomplete(jkt)");
  EXPECT_EQ(verdict(bound, {.method = "GET", .url = kUrl, .access_token = kToken, .any_key = true}), "ok");
  EXPECT_EQ(said(bound, std::nullopt, std::nullopt), "ok");
}

TEST(DpopRequest, Binding) {
  const std::string proof = proof_of(kClaims);
  const std::string jkt = client_key().thumbprint();
  const auto said = [&](std::string_view key) { return verdict(proof, {.method = "POST", .url = kUrl, .jkt = key}); };
  EXPECT_EQ(said(jkt), "ok");
  for (const std::string& other : {Key::generate({.alg = "ES256"})->thumbprint(), std::string(), jkt + "=", jkt + "A",
                                   jkt.substr(1), client_key().thumbprint_uri()})
    EXPECT_EQ(said(other), "key_mismatch(jkt) step 12") << other;
}

TEST(DpopRequest, IsUsedOnce) {
  const auto store = std::make_shared<MemoryReplayStore>();
  const auto verifier = verifier_of(dpop::Policy().replay_store(store));
  const auto said = [&](std::string_view proof, const dpop::Request& with, Timestamp now) {
    return outcome_at(verifier.verify(proof, with, now));
  };
  const std::string proof = proof_of(kClaims);
  // What is refused is not remembered.
  EXPECT_EQ(said(proof, {.method = "GET", .url = kUrl}, kNow), "claim_mismatch(htm) step 8");
  EXPECT_EQ(said(proof, {.method = "POST", .url = kUrl, .jkt = "x"}, kNow), "key_mismatch(jkt) step 12");
  EXPECT_EQ(store->size(), 0u);
  EXPECT_EQ(said(proof, request(), kNow), "ok");
  EXPECT_EQ(said(proof, request(), kNow + std::chrono::seconds(70)), "replayed(jti)");
  EXPECT_EQ(verifier.verify(proof, request(), kNow).error().rule->section, "RFC 9449 11.1");
  // The same jti in another proof of this key, and in one of another key.
  EXPECT_EQ(said(proof_of(claims_with("GET", kUrl)), {.method = "GET", .url = kUrl}, kNow), "replayed(jti)");
  EXPECT_EQ(said(proof_of(kClaims, Key::generate({.alg = "ES256"}).value()), request(), kNow), "ok");
  EXPECT_EQ(store->size(), 2u);
  EXPECT_EQ(store->owners(), 2u);
  // One key in another form of its JWK, with a member more, is the same key.
  const std::string header = header_of(client_key());
  const std::string with_use = header.substr(0, header.size() - 2) + R"(,"use":"sig"}})";
  EXPECT_EQ(said(sign_proof(with_use, kClaims), request(), kNow), "replayed(jti)");
}

// The store is the caller's code, which may throw; verification does not, and takes no proof then.
TEST(DpopRequest, AStoreMayThrow) {
  class Thrower final : public ReplayStore {
   public:
    Result<> use_once(const ReplayId&, Timestamp, Timestamp) override { throw std::runtime_error("no database"); }
  };
  const auto verifier = verifier_of(dpop::Policy().replay_store(std::make_shared<Thrower>()));
  EXPECT_EQ(outcome_at(verifier.verify(proof_of(kClaims), request(), kNow)), "internal(replay)");
}

// For servers whose store answers later: the proof says what is to be remembered, and how long.
TEST(DpopRequest, CallersCanRememberThemselves) {
  MemoryReplayStore store;
  const std::string text = proof_of(kClaims);
  const auto proof = open_verifier().verify(text, request(), kNow);
  ASSERT_TRUE(proof) << outcome_at(proof);
  EXPECT_EQ(outcome(store.use_once(proof->replay_id(), proof->acceptable_until(), kNow)), "ok");
  EXPECT_EQ(outcome(store.use_once(proof->replay_id(), proof->acceptable_until(), proof->acceptable_until())),
            "replayed(jti)");
}

}  // namespace
}  // namespace signet::test
