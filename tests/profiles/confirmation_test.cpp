// A token and what its presenter proved, for each method of confirmation.
#include "signet/confirmation.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "dpop_support.h"
#include "signet/encrypted_key.h"
#include "signet/profiles.h"
#include "tokens.h"

namespace signet::test {
namespace {

namespace cnf = confirmation;
using cnf::Engine;
using cnf::Presented;

constexpr std::string_view kInput = "a challenge of 32 random octets..";

/// A certificate, its SHA-256 value and its key: RFC 8705 appendix A.
constexpr std::string_view kCertificate =
    "MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAxODEyMzcwOVoXDTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwE"
    "bXRsczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ_Au08_coZwxS7LfA4vOLS9WuneIXhbGG"
    "WvsDSb0tH6IxLm8wCgYIKoZIzj0EAwIDSQAwRgIhAP0RC1E-vwJD_D1AGHGzuri-hlV_PpQEKTWUVeORWz83AiEA5x2eXZOVbUlJSGQgjwD5vaUa"
    "KlLR50Q2DmFfQj1L-SY";
constexpr std::string_view kCertificateHash = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";

const Key& shared_key() {
  static const Key key =
      Key::from_jwk(R"({"kty":"oct","kid":"s","alg":"HS256","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"})")
          .value();
  return key;
}
const Key& recipient_key() {
  static const Key key = Key::generate({.alg = "ECDH-ES", .crv = "P-256"}).value();
  return key;
}
std::shared_ptr<const EncryptionKey> to_recipient() {
  return recipient_key().prepare_encryption(*find_key_management_algorithm("ECDH-ES")).value();
}
const ContentEncryption& a256gcm() {
  return *find_content_encryption("A256GCM");
}
jwe::Policy decryption() {
  constexpr std::string_view kAgreement[] = {"ECDH-ES"};
  constexpr std::string_view kContent[] = {"A256GCM"};
  return {.algorithms = KeyManagementSet::of(kAgreement).value(),
          .encryptions = ContentEncryptionSet::of(kContent).value()};
}

jwt::Policy policy() {
  return jwt::Policy().any_issuer().any_audience().typ_jwt().algorithms({"ES256"});
}
/// A verified token with this cnf.
jwt::Verified token_with(std::string_view text) {
  const std::string token =
      jwt::Builder().issuer("joe").claim_json("cnf", text).sign_inner(*signing_key().signer().value()).value();
  return jwt::Verifier::build(policy(), signing_keys()).value().verify(token, kNow).value();
}
/// The same, encrypted.
jwt::Verified secret_token_with(std::string_view text) {
  const auto to = to_recipient();
  const std::string token = jwt::Builder()
                                .issuer("joe")
                                .claim_json("cnf", text)
                                .sign_and_encrypt(*signing_key().signer().value(), {.key = to.get()}, a256gcm())
                                .value();
  const JwkSet own = JwkSet::of(std::span(&recipient_key(), 1));
  return jwt::Verifier::build(policy().encrypted(decryption()), signing_keys(), own)
      .value()
      .verify(token, kNow)
      .value();
}

/// A web of key sets.
class FakeFetcher final : public KeySetFetcher {
 public:
  explicit FakeFetcher(std::map<std::string, std::string, std::less<>> pages) : pages_(std::move(pages)) {}
  Result<std::string> fetch(std::string_view url, std::size_t) override {
    ++fetched;
    const auto page = pages_.find(url);
    if (page == pages_.end()) return fail(Errc::file_unreadable, "url");
    return page->second;
  }
  int fetched = 0;

 private:
  std::map<std::string, std::string, std::less<>> pages_;
};

Engine::Options options() {
  constexpr std::string_view kAllowed[] = {"ES256", "HS256"};
  return {.algorithms = AlgorithmSet::of(kAllowed).value()};
}
Engine engine(Engine::Options with = options()) {
  return Engine::build(std::move(with)).value();
}

/// A challenge that this key has signed.
class Signed {
 public:
  Signed(const Key& key, std::string_view alg)
      : row_(find_signature_algorithm(alg)), signature_(key.signer(*row_).value()->sign(as_bytes(kInput)).value()) {}
  Presented presented() const {
    return {.challenge = cnf::Challenge{.input = as_bytes(kInput), .signature = signature_, .algorithm = row_}};
  }

 private:
  const SignatureAlgorithm* row_;
  Bytes signature_;
};

/// "bound by METHOD ...", or the error and what it means.
std::string said(const Result<cnf::Bound>& result) {
  if (!result) {
    const cnf::State state = cnf::state_of(result.error());
    const bool known = state != cnf::State::refused;
    EXPECT_EQ(known, result.error().code == Errc::not_bound || result.error().code == Errc::not_confirmable);
    return joined({to_string(result.error()), state == cnf::State::not_bound ? "!" : ""});
  }
  std::string text = "bound by";
  for (const std::string_view method : result->methods()) text += joined({" ", method});
  return text;
}
std::string said(std::string_view text, const Presented& presented, const Engine& with = engine()) {
  return said(with.confirm(token_with(text), presented));
}

/// A proof for an access token.
dpop::Proof proof_by(const Key& key) {
  // SHA-256 of "token"
  constexpr std::string_view kWithHash = R"({"jti":"1","htm":"POST","htu":"https://as.example/token","iat":1800000000,)"
                                         R"("ath":"PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A"})";
  dpop::Request with = request();
  with.access_token = "token";
  with.any_key = true;
  return open_verifier().verify(proof_of(kWithHash, key), with, kNow).value();
}

TEST(Confirmation, ABearerTokenConfirmsNothing) {
  const auto token = jwt::Builder().issuer("joe").sign(*signing_key().signer().value()).value();
  const auto verified = jwt::Verifier::build(policy(), signing_keys()).value().verify(token, kNow).value();
  EXPECT_EQ(said(engine().confirm(verified, {})), "claim_missing(cnf)");
  EXPECT_EQ(said("{}", {}), "not_confirmable(cnf)");
  EXPECT_EQ(said(R"({"new":[]})", {}), "not_confirmable(cnf)");  // a member that nobody knows
}

TEST(Confirmation, ByThumbprintOfADpopProof) {
  const dpop::Proof proof = proof_by(client_key());
  const dpop::Proof other = proof_by(Key::generate({.alg = "ES256"}).value());
  const std::string text = cnf::by_thumbprint(client_key()).value();
  EXPECT_EQ(cnf::by_thumbprint(proof), text);
  EXPECT_EQ(said(text, {.dpop = &proof}), "bound by jkt");
  EXPECT_EQ(said(text, {.dpop = &other}), "not_bound(jkt)!");
  EXPECT_EQ(said(text, {}), "not_confirmable(jkt)");
  EXPECT_EQ(said(text, Signed(client_key(), "ES256").presented()), "not_confirmable(jkt)");
}

TEST(Confirmation, ByACertificate) {
  const Bytes der = base64url::decode(kCertificate).value();
  const std::string text = cnf::by_certificate(der).value();
  EXPECT_EQ(text, joined({R"({"x5t#S256":")", kCertificateHash, "\"}"}));
  EXPECT_EQ(said(text, {.certificate = der}), "bound by x5t#S256");
  Bytes changed = der;
  changed.back() ^= 1;
  EXPECT_EQ(said(text, {.certificate = changed}), "not_bound(x5t#S256)!");
  EXPECT_EQ(said(text, {.certificate = ByteView{}}), "not_bound(x5t#S256)!");
  EXPECT_EQ(said(text, {}), "not_confirmable(x5t#S256)");
}

TEST(Confirmation, ByAPublicKey) {
  const std::string text = cnf::by_key(client_key()).value();
  EXPECT_FALSE(text.contains("\"d\""));
  const dpop::Proof proof = proof_by(client_key());
  EXPECT_EQ(said(text, Signed(client_key(), "ES256").presented()), "bound by jwk");
  EXPECT_EQ(said(text, Signed(signing_key(), "ES256").presented()), "not_bound(jwk)!");
  EXPECT_EQ(said(text, {.dpop = &proof}), "bound by jwk");
  EXPECT_EQ(said(text, {}), "not_confirmable(jwk)");
  const Signed good(client_key(), "ES256");
  Presented changed = good.presented();
  changed.challenge->input = as_bytes("another challenge");
  EXPECT_EQ(said(text, changed), "not_bound(jwk)!");
}

TEST(Confirmation, AChallengeNeedsAnAlgorithmThatIsAllowed) {
  const std::string text = cnf::by_key(client_key()).value();
  const Signed good(client_key(), "ES256");
  EXPECT_EQ(said(text, good.presented(), engine(Engine::Options{})), "not_confirmable(jwk)");
  EXPECT_EQ(said(text, Signed(shared_key(), "HS256").presented()), "key_mismatch(kty)");  // a MAC with a public key
}

TEST(Confirmation, ASharedKeyOnlyInAnEncryptedToken) {
  const Secret text = cnf::by_secret_key(shared_key()).value();
  const Signed mac(shared_key(), "HS256");
  EXPECT_EQ(said(as_text(text.expose()), mac.presented()), "claim_rule(cnf)");
  EXPECT_EQ(said(engine().confirm(secret_token_with(as_text(text.expose())), mac.presented())), "bound by jwk");
  EXPECT_EQ(
      outcome(
          jwt::Builder().issuer("joe").claim_json("cnf", as_text(text.expose())).sign(*signing_key().signer().value())),
      "claim_rule(cnf)");
  EXPECT_EQ(outcome(cnf::by_key(shared_key())), "symmetric_key(kty)");
  EXPECT_EQ(outcome(cnf::by_thumbprint(shared_key())), "symmetric_key(kty)");
  EXPECT_EQ(outcome(cnf::by_secret_key(client_key())), "key_mismatch(kty)");
}

TEST(Confirmation, ByAnEncryptedKey) {
  const auto to = to_recipient();
  const std::string text = cnf::by_encrypted_key(shared_key(), {.key = to.get()}, a256gcm()).value();
  Engine::Options with = options();
  with.decryption_keys = std::make_shared<JwkSet>(JwkSet::of(std::span(&recipient_key(), 1)));
  with.decryption = decryption();
  const Signed mac(shared_key(), "HS256");
  EXPECT_EQ(said(text, mac.presented(), engine(with)), "bound by jwe");
  EXPECT_EQ(said(text, {}, engine(with)), "not_confirmable(jwe)");
  EXPECT_EQ(said(text, mac.presented()), "not_confirmable(jwe)");  // nothing to decrypt it with
  const Key other =
      Key::from_jwk(R"({"kty":"oct","alg":"HS256","k":"BBM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"})").value();
  EXPECT_EQ(said(text, Signed(other, "HS256").presented(), engine(with)), "not_bound(jwe)!");
  const Key stranger = Key::generate({.alg = "ECDH-ES", .crv = "P-256"}).value();
  with.decryption_keys = std::make_shared<JwkSet>(JwkSet::of(std::span(&stranger, 1)));
  EXPECT_FALSE(engine(with).confirm(token_with(text), mac.presented()));
  EXPECT_EQ(outcome(cnf::by_encrypted_key(client_key(), {.key = to.get()}, a256gcm())), "key_mismatch(kty)");
}

TEST(Confirmation, ByTheNameOfAKey) {
  Engine::Options with = options();
  with.keys = std::make_shared<JwkSet>(signing_keys());  // kid "k"
  EXPECT_EQ(said(cnf::by_kid("k").value(), Signed(signing_key(), "ES256").presented(), engine(with)), "bound by kid");
  EXPECT_EQ(said(cnf::by_kid("k").value(), Signed(client_key(), "ES256").presented(), engine(with)), "not_bound(kid)!");
  EXPECT_EQ(said(cnf::by_kid("x").value(), Signed(signing_key(), "ES256").presented(), engine(with)),
            "key_not_found(kid)");
  EXPECT_EQ(said(cnf::by_kid("k").value(), {}, engine(with)), "not_confirmable(kid)");
  EXPECT_EQ(said(cnf::by_kid("k").value(), Signed(signing_key(), "ES256").presented()), "not_confirmable(kid)");
  EXPECT_EQ(outcome(cnf::by_kid("\xff")), "malformed_json(kid)");
}

// Where a signature is verified, a key without a kid may be the one that is meant; whose key it is it does not say.
TEST(Confirmation, AKeyWithoutANameIsNobodys) {
  const Key nameless = client_key().with_info({}).value();
  const Key both[] = {signing_key(), nameless};
  Engine::Options with = options();
  with.keys = std::make_shared<JwkSet>(JwkSet::of(both));
  const Signed attacker(nameless, "ES256");
  EXPECT_EQ(said(cnf::by_kid("victim").value(), attacker.presented(), engine(with)), "key_not_found(kid)");
  EXPECT_EQ(said(cnf::by_kid("").value(), attacker.presented(), engine(with)), "key_not_found(kid)");
  EXPECT_EQ(said(cnf::by_kid("k").value(), attacker.presented(), engine(with)), "not_bound(kid)!");

  with.fetcher = std::make_shared<FakeFetcher>(std::map<std::string, std::string, std::less<>>{
      {"https://keys.example/two", JwkSet::of(both).to_public_json().value()}});
  with.origins = {"https://keys.example"};
  const std::string by_set = cnf::by_key_set("https://keys.example/two", "").value();
  EXPECT_EQ(said(by_set, attacker.presented(), engine(with)), "key_not_found(kid)");
}

// A source is the caller's code: what it hands out must not widen what the engine allows.
TEST(Confirmation, ASourceCannotAddAnAlgorithm) {
  class AnyKey final : public KeySource {
   public:
    Result<KeyCandidates> find(const KeyQuery&) const override {
      KeyCandidates found;
      found.keys[1] = shared_key().prepare(*find_signature_algorithm("HS256")).value();
      found.count = 2;  // the first is null
      return found;
    }
  };
  constexpr std::string_view kAllowed[] = {"ES256"};
  const Engine strict = engine({.algorithms = AlgorithmSet::of(kAllowed).value(), .keys = std::make_shared<AnyKey>()});
  Presented mac = Signed(shared_key(), "HS256").presented();
  const std::string text = cnf::by_kid("s").value();
  EXPECT_EQ(said(text, mac, strict), "not_confirmable(kid)");
  mac.challenge->algorithm = find_signature_algorithm("ES256");
  EXPECT_EQ(said(text, mac, strict), "key_not_found(kid)");
}

TEST(Confirmation, ByAKeySetOfAnAllowedOrigin) {
  const std::string one = signing_keys().to_public_json().value();
  const Key both[] = {signing_key(), client_key()};
  const auto fetcher = std::make_shared<FakeFetcher>(std::map<std::string, std::string, std::less<>>{
      {"https://keys.example/one", one}, {"https://keys.example/two", JwkSet::of(both).to_public_json().value()}});
  Engine::Options with = options();
  with.fetcher = fetcher;
  with.origins = {"https://KEYS.example:443"};
  const Engine strict = engine(with);
  const Signed good(signing_key(), "ES256");
  const Presented signature = good.presented();
  EXPECT_EQ(said(cnf::by_key_set("https://keys.example/one").value(), signature, strict), "bound by jku");
  EXPECT_EQ(said(cnf::by_key_set("https://keys.example/one", "k").value(), signature, strict), "bound by jku");
  EXPECT_EQ(said(cnf::by_key_set("https://keys.example/two", "k").value(), signature, strict), "bound by jku");
  EXPECT_EQ(said(cnf::by_key_set("https://keys.example/two").value(), signature, strict), "key_not_found(kid)");
  EXPECT_EQ(said(cnf::by_key_set("https://keys.example/one", "x").value(), signature, strict), "key_not_found(kid)");
  EXPECT_EQ(said(cnf::by_key_set("https://keys.example/none").value(), signature, strict), "file_unreadable(url)");
  EXPECT_EQ(
      said(cnf::by_key_set("https://keys.example/one").value(), Signed(client_key(), "ES256").presented(), strict),
      "not_bound(jku)!");
}

TEST(Confirmation, NothingIsFetchedFromAnotherOrigin) {
  const auto fetcher = std::make_shared<FakeFetcher>(std::map<std::string, std::string, std::less<>>{});
  Engine::Options with = options();
  with.fetcher = fetcher;
  with.origins = {"https://keys.example"};
  const Engine strict = engine(with);
  const Signed signature(signing_key(), "ES256");
  for (const std::string_view url :
       {"https://keys.example.evil/", "https://evil/keys.example", "https://keys.example:8443/",
        "https://sub.keys.example/", "https://keys.example@evil/", "https://user@keys.example/",
        "https://169.254.169.254/", "https://keys.examplee/"}) {
    EXPECT_EQ(said(cnf::by_key_set(url).value(), signature.presented(), strict), "not_confirmable(jku)") << url;
  }
  EXPECT_EQ(fetcher->fetched, 0);
  EXPECT_EQ(said(cnf::by_key_set("https://keys.example/").value(), {}), "not_confirmable(jku)");  // no fetcher
  EXPECT_EQ(outcome(cnf::by_key_set("http://keys.example/")), "claim_rule(cnf)");
  EXPECT_EQ(outcome(cnf::by_key_set("\xff")), "malformed_json(jku)");
}

TEST(Confirmation, EnginesThatDoNotBuild) {
  const auto built = [](Engine::Options with) { return outcome(Engine::build(std::move(with))); };
  const auto fetcher = std::make_shared<FakeFetcher>(std::map<std::string, std::string, std::less<>>{});
  EXPECT_EQ(built({.fetcher = fetcher}), "policy_incomplete(origins)");
  EXPECT_EQ(built({.origins = {"https://a.example"}}), "policy_incomplete(origins)");
  for (const std::string origin :
       {"http://a.example", "https://a.example/path", "https://a.example/?x", "a.example", "https://*"})
    EXPECT_EQ(built({.fetcher = fetcher, .origins = {origin}}), "policy_incomplete(origins)") << origin;
  EXPECT_EQ(built({.decryption_keys = std::make_shared<JwkSet>(signing_keys())}), "policy_incomplete(alg)");
}

TEST(Confirmation, EveryMethodOfATokenMustHold) {
  const dpop::Proof proof = proof_by(client_key());
  const Bytes der = base64url::decode(kCertificate).value();
  const std::string both =
      joined({R"({"jkt":")", client_key().thumbprint(), R"(","x5t#S256":")", kCertificateHash, R"(","future":1})"});
  EXPECT_EQ(said(both, {.dpop = &proof, .certificate = der}), "bound by x5t#S256 jkt");
  EXPECT_EQ(said(both, {.dpop = &proof}), "not_confirmable(x5t#S256)");
  EXPECT_EQ(said(both, {.certificate = der}), "not_confirmable(jkt)");
}

// What a proof was not held against it does not present (RFC 9449 section 7).
TEST(Confirmation, AProofWithoutTheAccessTokenCountsForNothing) {
  const dpop::Proof bare = open_verifier().verify(proof_of(kClaims), request(), kNow).value();
  EXPECT_FALSE(bare.is_for_access_token());
  EXPECT_EQ(said(cnf::by_thumbprint(client_key()).value(), {.dpop = &bare}), "not_confirmable(jkt)");
  EXPECT_EQ(said(cnf::by_key(client_key()).value(), {.dpop = &bare}), "not_confirmable(jwk)");
}

// The caller's code may throw; an engine does not. And it asks nobody when nothing was presented.
TEST(Confirmation, AFetcherMayThrowAndIsNotAskedForNothing) {
  class Thrower final : public KeySetFetcher {
   public:
    Result<std::string> fetch(std::string_view, std::size_t) override {
      ++asked;
      throw std::runtime_error("no network");
    }
    int asked = 0;
  };
  const auto fetcher = std::make_shared<Thrower>();
  Engine::Options with = options();
  with.fetcher = fetcher;
  with.origins = {"https://keys.example"};
  const std::string text = cnf::by_key_set("https://keys.example/one").value();
  EXPECT_EQ(said(text, {}, engine(with)), "not_confirmable(jku)");
  EXPECT_EQ(fetcher->asked, 0);
  EXPECT_EQ(said(text, Signed(client_key(), "ES256").presented(), engine(with)), "internal(confirmation)");
  EXPECT_EQ(fetcher->asked, 1);
}

TEST(Confirmation, WhatIsFetchedIsTheNormalForm) {
  const auto fetcher = std::make_shared<FakeFetcher>(std::map<std::string, std::string, std::less<>>{
      {"https://keys.example/one?v=2", signing_keys().to_public_json().value()}});
  Engine::Options with = options();
  with.fetcher = fetcher;
  with.origins = {"https://keys.example"};
  EXPECT_EQ(said(cnf::by_key_set("https://k%65ys.EXAMPLE:443/a/../one?v=2#frag").value(),
                 Signed(signing_key(), "ES256").presented(), engine(with)),
            "bound by jku");
}

TEST(Confirmation, AnEncryptedKeyHasNoPrivateHalfOfAPair) {
  const auto to = to_recipient();
  const std::string inner = encrypt_jwk(signing_key(), {.key = to.get()}, a256gcm()).value();
  Engine::Options with = options();
  with.decryption_keys = std::make_shared<JwkSet>(JwkSet::of(std::span(&recipient_key(), 1)));
  with.decryption = decryption();
  EXPECT_EQ(said(joined({R"({"jwe":")", inner, "\"}"}), Signed(signing_key(), "ES256").presented(), engine(with)),
            "claim_rule(cnf)");
}

TEST(Confirmation, AChallengeWithoutAnAlgorithmConfirmsNothing) {
  EXPECT_EQ(said(cnf::by_key(client_key()).value(), {.challenge = cnf::Challenge{}}), "not_confirmable(jwk)");
}

// The key of RFC 7800 section 3.2: nobody here has its private half.
TEST(Confirmation, TheKeyOfTheRfc) {
  constexpr std::string_view kCnf =
      R"({"jwk":{"kty":"EC","use":"sig","crv":"P-256","x":"18wHLeIgW9wVN6VD1Txgpqy2LszYkMf6J8njVAibvhM",)"
      R"("y":"-V4dS4UaLMgP_4fY4j8ir7cl1TXlFdAgcx55o7TkcSA"}})";
  EXPECT_EQ(said(kCnf, Signed(client_key(), "ES256").presented()), "not_bound(jwk)!");
}

// A verifier may have been told not to look at registered claims; an engine does.
TEST(Confirmation, MoreThanOneKeyIsRefused) {
  const std::string jwk = client_key().to_public_jwk().value();
  const std::string two = joined({R"({"iss":"joe","cnf":{"jwk":)", jwk, R"(,"jku":"https://keys.example/"}})"});
  const std::string text = signed_token(R"({"typ":"JWT"})", two);
  const auto lax = jwt::Verifier::build(policy().registered_claims(jwt::Scrutiny::off), signing_keys()).value();
  const auto verified = lax.verify(text, kNow).value();
  EXPECT_EQ(said(engine().confirm(verified, Signed(client_key(), "ES256").presented())), "claim_rule(cnf)");
}

TEST(Confirmation, KidBesideAKeyOnlyChooses) {
  const std::string jwk = client_key().to_public_jwk().value();
  EXPECT_EQ(said(joined({R"({"kid":"whatever","jwk":)", jwk, "}"}), Signed(client_key(), "ES256").presented()),
            "bound by jwk");
}

// RFC 9203 figure 9.
TEST(Confirmation, OscoreMaterialIsHandedOver) {
  constexpr std::string_view kText =
      R"({"osc":{"alg":"AES-CCM-16-64-128","id":"AQ","ms":"-a-Dg2jjU-eIiOFCa9lObw","hkdf":-10,"version":1,"salt":"AAE","contextId":"Ag"}})";
  const jwt::Verified token = secret_token_with(kText);
  EXPECT_EQ(said(engine().confirm(token, {})), "not_confirmable(osc)");
  const auto material = cnf::oscore_material(token);
  ASSERT_TRUE(material);
  EXPECT_EQ(material->algorithm, "AES-CCM-16-64-128");
  EXPECT_EQ(material->hkdf, "-10");
  EXPECT_EQ(material->id, Bytes{1});
  EXPECT_EQ(material->version, 1);
  EXPECT_EQ(base64url::encode(material->master_secret.expose()), "-a-Dg2jjU-eIiOFCa9lObw");
  EXPECT_EQ(material->salt->expose().size(), 2U);
  EXPECT_EQ(material->context_id, Bytes{2});

  const Secret made = cnf::by_oscore(*material).value();  // and back
  const auto again = cnf::oscore_material(secret_token_with(as_text(made.expose())));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->hkdf, "-10");
  EXPECT_EQ(again->algorithm, material->algorithm);
  EXPECT_EQ(base64url::encode(again->master_secret.expose()), "-a-Dg2jjU-eIiOFCa9lObw");
}

TEST(Confirmation, OscoreSecretsAreEncrypted) {
  EXPECT_EQ(outcome(cnf::oscore_material(token_with(R"({"osc":{"id":"AQ","ms":"AAAA"}})"))), "claim_rule(cnf)");
  EXPECT_EQ(outcome(cnf::oscore_material(token_with(R"({"osc":{"id":"AQ"}})"))), "ok");
  EXPECT_EQ(outcome(cnf::oscore_material(token_with(R"({"kid":"1"})"))), "not_confirmable(osc)");
  cnf::OscoreMaterial wrong;
  wrong.algorithm = "ES256";
  EXPECT_EQ(outcome(cnf::by_oscore(wrong)), "claim_rule(cnf)");
}

}  // namespace
}  // namespace signet::test
