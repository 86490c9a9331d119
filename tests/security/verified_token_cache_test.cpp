// Attacks on the memory of verified tokens: row 40.
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "signet/revocation.h"
#include "signet/seams/key_source.h"
#include "signet/token_cache.h"
#include "target.h"

namespace signet::test {
namespace {

/// Keys that an operator exchanges while the verifier runs.
class Keys final : public KeySource {
 public:
  explicit Keys(JwkSet set) : set_(std::move(set)) {}
  Result<KeyCandidates> find(const KeyQuery& query) const override { return set_.find(query); }
  std::optional<std::uint64_t> version() const noexcept override { return version_; }
  void change(JwkSet to) {
    set_ = std::move(to);
    ++version_;
  }

 private:
  JwkSet set_;
  std::uint64_t version_ = 0;
};

jwt::Policy policy_for(const SignatureAlgorithm& row) {
  return jwt::Policy().issuer(kIssuer).audience(kAudience).algorithms({describe(row).name}).typ_jwt();
}

/// A service that remembers good tokens of one algorithm.
struct Service {
  explicit Service(const SignatureAlgorithm& row) : Service(row, policy_for(row)) {}
  Service(const SignatureAlgorithm& row, jwt::Policy policy)
      : alg(name_of(row)),
        keys(std::make_shared<Keys>(set_for(row))),
        plain(jwt::Verifier::build(std::move(policy), keys).value()),
        cache(jwt::CachingVerifier::build(plain).value()) {}

  /// The token holds, and the second time it is answered from memory.
  void remember(const std::string& token, Timestamp now = kNow) const {
    ASSERT_EQ(outcome(cache.verify(token, now)), "ok") << alg;
    const auto hits = cache.report().hits;
    ASSERT_EQ(outcome(cache.verify(token, now)), "ok") << alg;
    ASSERT_EQ(cache.report().hits, hits + 1) << alg;
  }
  /// It is refused as by a verifier that remembers nothing.
  void refuse(const std::string& token, std::string_view expected, Timestamp now = kNow,
              const std::source_location& where = std::source_location::current()) const {
    const std::string said = outcome(cache.verify(token, now));
    EXPECT_EQ(said, outcome(plain.verify(token, now))) << alg;
    refuse_result(Form::compact, alg, said, expected, where);
  }

  std::string alg;
  std::shared_ptr<Keys> keys;
  jwt::Verifier plain;
  jwt::CachingVerifier cache;
};

/// So long that what is changed at its beginning leaves the end as it was, by which tokens are found.
std::string long_token(const SignatureAlgorithm& row, std::string_view more = {}) {
  return forge(header_for(row),
               joined({R"({"iss":"https://as.example","aud":"api","sub":"user-42","exp":1800000600,)", more,
                       R"("pad":")", std::string(500, 'x'), "\"}"}),
               *signer_for(row));
}

TEST(Attack40, ATokenThatIsAlmostTheRememberedOne) {
  for (const auto* asked : all_rows()) {
    const Service service(*asked);
    const std::string token = long_token(*asked);
    service.remember(token);
    const Parts good = split(token);
    // Another subject, and the whole end of the good token; all of it but one octet; more, or less, of it.
    const std::string other = b64(R"({"iss":"https://as.example","aud":"api","sub":"root","exp":1800000600})");
    service.refuse(Parts{good.header, other, good.signature}.joined(), "bad_signature");
    service.refuse(Parts{good.header, other + good.payload.substr(other.size()), good.signature}.joined(),
                   "bad_signature");
    service.refuse(Parts{b64(header_for(*asked, R"(,"x":1)")), good.payload, good.signature}.joined(), "bad_signature");
    for (std::size_t at = 0; at < token.size(); at += 7) {
      std::string changed = token;
      changed[at] = changed[at] == 'A' ? 'B' : 'A';
      service.refuse(changed,
                     "bad_signature|malformed_token(header)|malformed_token(payload)|malformed_token(signature)|"
                     "malformed_token(segments)|malformed_json(header)|alg_not_allowed(alg)|key_not_found(kid)|"
                     "header_parameter(alg)|duplicate_name(alg)");
    }
    service.refuse(token + "A", "bad_signature|malformed_token(signature)");
    service.refuse(token.substr(0, token.size() - 1), "bad_signature|malformed_token(signature)");
    service.refuse(token.substr(1), "malformed_token(header)|malformed_json(header)");
    service.remember(token);
  }
}

TEST(Attack40, ATokenThatAnotherVerifierRemembers) {
  for (const auto* asked : all_rows()) {
    const std::string token = long_token(*asked);
    Service(*asked).remember(token);
    const auto alg = describe(*asked).name;
    const auto open = [&] { return jwt::Policy().algorithms({alg}).typ_jwt(); };
    Service(*asked, open().issuer("https://other.example").audience(kAudience)).refuse(token, "claim_mismatch(iss)");
    Service(*asked, open().issuer(kIssuer).audience("web")).refuse(token, "claim_mismatch(aud)");
    Service(*asked, open().issuer(kIssuer).audience(kAudience).require("jti")).refuse(token, "claim_missing(jti)");
    const SignatureAlgorithm& other = row(alg == "ES256" ? "EdDSA" : "ES256");
    Service(other).refuse(token, "alg_not_allowed(alg)");
    const Service keyless(*asked);
    keyless.keys->change(JwkSet::of({}));
    keyless.refuse(token, "key_not_found(kid)");
  }
}

TEST(Attack40, ARememberedTokenWhoseTimeIsOver) {
  for (const auto* asked : all_rows()) {
    const Service service(*asked, policy_for(*asked).max_age(std::chrono::minutes(5)));
    const std::string token = long_token(*asked, R"("nbf":1799999990,"iat":1800000000,)");
    service.remember(token);
    service.refuse(token, "token_not_yet_valid(nbf)", kNow - std::chrono::seconds(21));
    service.remember(token);
    service.refuse(token, "token_expired(iat)", kNow + std::chrono::seconds(311));
    service.remember(token);
    service.refuse(token, "token_expired(exp)", kNow + std::chrono::seconds(610));
    service.refuse(token, "token_expired(exp)", Timestamp::max());
    EXPECT_EQ(service.cache.report().entries, 0u);
  }
}

TEST(Attack40, AKeyThatIsRemovedOrExchanged) {
  for (const auto* asked : all_rows()) {
    const Service service(*asked);
    const std::string token = long_token(*asked);
    service.remember(token);
    service.keys->change(JwkSet::of({}));
    service.refuse(token, "key_not_found(kid)");
    EXPECT_EQ(service.cache.report().entries, 0u) << "a removed key evicts";
    service.refuse(token, "key_not_found(kid)");

    service.keys->change(set_for(*asked));
    service.remember(token);
    const Key another = key_for(*asked).is_symmetric() || service.alg == "ES256"
                            ? Key::generate({.alg = service.alg}).value()
                            : key_for(row("ES256"));
    const KeyInfo info{.kid = "k-" + service.alg, .use = "sig"};
    service.keys->change(set_of(another.with_info(info).value()));
    service.refuse(token, "bad_signature|key_mismatch(kty)|key_mismatch(crv)|key_mismatch(alg)");
    EXPECT_EQ(service.cache.report().entries, 0u);
  }
}

TEST(Attack40, ATokenThatIsRevokedMeanwhile) {
  for (const auto* asked : all_rows()) {
    const auto set = RevocationSet::make({.max_silence = std::nullopt}).value();
    const Service service(*asked, policy_for(*asked).revocations(set));
    const std::string token = long_token(*asked, R"("jti":"1","sid":"s",)");
    const std::string kid = "k-" + service.alg;
    const auto revoke = [&](RevokedKind kind, std::string_view value) {
      const auto until = kNow + std::chrono::hours(1);
      ASSERT_TRUE(set->add({.kind = kind, .issuer = kIssuer, .value = value, .expires = until}, kNow));
    };
    service.remember(token);
    revoke(RevokedKind::jti, "2");
    service.remember(token);
    revoke(RevokedKind::sid, "s");
    service.refuse(token, "revoked(sid)");
    EXPECT_EQ(service.cache.report().entries, 0u);
    const std::string other = long_token(*asked, R"("jti":"3",)");
    service.remember(other);
    revoke(RevokedKind::kid, kid);
    service.refuse(other, "revoked(kid)");
  }
}

// Refusals are of one call: neither does a refused text stand in the way of a good one, nor is it taken later.
TEST(Attack40, RefusalsThatAreNotRemembered) {
  for (const auto* asked : all_rows()) {
    const Service service(*asked);
    const std::string token = long_token(*asked);
    const Parts good = split(token);
    const std::string forged = Parts{good.header, b64(kGoodPayload), good.signature}.joined();
    service.refuse(forged, "bad_signature");
    service.refuse(token, "token_expired(exp)", kNow + std::chrono::seconds(700));
    service.remember(token);
    service.refuse(forged, "bad_signature");
    EXPECT_EQ(service.cache.report().entries, 1u);
  }
}

TEST(Attack40, SettingsThatBoundNothing) {
  const jwt::Verifier verifier = Service(row("ES256")).plain;
  const auto refused = [&](const jwt::TokenCacheOptions& options, std::string_view expected) {
    refuse_result(Form::policy, "ES256", outcome(jwt::CachingVerifier::build(verifier, options)), expected);
  };
  refused({.max_bytes = 0}, "limit_exceeded(max_bytes)");
  refused({.max_bytes = SIZE_MAX}, "limit_exceeded(max_bytes)");
  refused({.max_entries = 0}, "limit_exceeded(max_entries)");
  refused({.max_entries = SIZE_MAX}, "limit_exceeded(max_entries)");
}

}  // namespace
}  // namespace signet::test
