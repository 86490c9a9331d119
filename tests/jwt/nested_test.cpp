// Encrypted tokens: nested ones, and claims that a shared key proves. RFC 7519 sections 5.2, 5.3, 7.2 and appendix A.2,
// RFC 7520 section 6.
#include <stdexcept>
#include <string>

#include "signet/base64url.h"
#include "signet/diagnosis.h"
#include "signet/encryption_key.h"
#include "signet/jwt.h"
#include "support.h"

namespace signet::test {
namespace {

using jwt::Policy;
using jwt::Verifier;

constexpr Timestamp kNow{std::chrono::seconds(1'760'000'000)};

Key made(std::string_view alg, std::string_view enc = "") {
  return Key::generate({.alg = alg, .enc = enc}).value();
}
const KeyManagementAlgorithm& key_row(std::string_view name) {
  return *find_key_management_algorithm(name);
}
const ContentEncryption& enc_row(std::string_view name) {
  return *find_content_encryption(name);
}
JwkSet set_of(const Key& key) {
  return JwkSet::of(std::span(&key, 1));
}
jwe::Policy allow(std::string_view alg, std::string_view enc) {
  return {.algorithms = KeyManagementSet::of(std::span(&alg, 1)).value(),
          .encryptions = ContentEncryptionSet::of(std::span(&enc, 1)).value()};
}

class Nested : public testing::Test {
 protected:
  Key signing = made("ES256");
  Key recipient = made("ECDH-ES+A256KW");
  Key shared = made("dir", "A256GCM");
  std::shared_ptr<const Signer> signer = signing.signer().value();
  std::shared_ptr<const EncryptionKey> to = recipient.prepare_encryption(key_row("ECDH-ES+A256KW")).value();
  std::shared_ptr<const EncryptionKey> to_shared = shared.prepare_encryption(key_row("dir")).value();
  jwt::Builder builder = [] {
    jwt::Builder made;
    made.issuer("https://as.example").subject("user-42").audience("api").expires_at(kNow + std::chrono::minutes(5));
    return made;
  }();

  static Policy policy() {
    return Policy().issuer("https://as.example").audience("api").algorithms({"ES256"}).typ_jwt();
  }
  Verifier nested() const {
    return Verifier::build(policy().encrypted(allow("ECDH-ES+A256KW", "A256GCM")), set_of(signing), set_of(recipient))
        .value();
  }
  Verifier by_shared_key() const {
    return Verifier::build(policy().encrypted(allow("dir", "A256GCM")).shared_key_claims(), set_of(signing),
                           set_of(shared))
        .value();
  }
  std::string encrypted(std::string_view plaintext, const jwe::Options& options) const {
    return jwe::encrypt_compact(as_bytes(plaintext), {.key = to.get()}, enc_row("A256GCM"), options).value();
  }
  static std::string verdict(const Verifier& verifier, std::string_view token) {
    const auto verified = verifier.verify(token, kNow);
    const auto failures = verifier.failures(token, kNow);
    const auto diagnosis = verifier.explain(token, kNow);
    // The three ways to ask agree.
    EXPECT_EQ(failures.empty(), verified.has_value());
    EXPECT_EQ(diagnosis.refusal ? to_string(*diagnosis.refusal) : "ok", outcome(verified));
    return outcome(verified);
  }
};

TEST_F(Nested, ASourceOfKeysMayThrow) {
  class Thrower final : public DecryptionKeySource {
   public:
    Result<DecryptionCandidates> find(const DecryptionQuery&) const override { throw std::runtime_error("no network"); }
  };
  const auto verifier = Verifier::build(policy().encrypted(allow("ECDH-ES+A256KW", "A256GCM")),
                                        std::make_shared<JwkSet>(set_of(signing)), std::make_shared<Thrower>());
  const auto token = builder.sign_and_encrypt(*signer, {.key = to.get()}, enc_row("A256GCM"));
  EXPECT_EQ(verdict(verifier.value(), token.value()), "internal(keys)");
}

TEST_F(Nested, SignedThenEncrypted) {
  const auto token = builder.sign_and_encrypt(*signer, {.key = to.get()}, enc_row("A256GCM"));
  ASSERT_TRUE(token) << outcome(token);
  EXPECT_EQ(verdict(nested(), *token), "ok");
  const auto verified = nested().verify(*token, kNow);
  EXPECT_EQ(verified->claims().subject(), "user-42");
  EXPECT_EQ(verified->algorithm(), "ES256");
  EXPECT_EQ(verified->key_id(), signing.info().kid);
  EXPECT_EQ(verified->encryption(), "A256GCM");
}

TEST_F(Nested, OneLayerIsNotEnough) {
  const std::string inner = builder.sign(*signer).value();
  EXPECT_EQ(verdict(nested(), inner), "malformed_token(segments)");
  EXPECT_EQ(verdict(nested(), encrypted(builder.payload().value(), {})), "typ_mismatch(cty)");
  EXPECT_EQ(verdict(nested(), encrypted(inner, {})), "typ_mismatch(cty)");
  EXPECT_EQ(verdict(nested(), encrypted(inner, {.cty = "jwt"})), "ok");
  EXPECT_EQ(verdict(nested(), encrypted(inner, {.cty = "application/jwt"})), "ok");
  EXPECT_EQ(verdict(nested(), encrypted(builder.payload().value(), {.cty = "JWT"})), "malformed_token(segments)");
  const Verifier plain = Verifier::build(policy(), set_of(signing)).value();
  EXPECT_EQ(verdict(plain, encrypted(inner, {.cty = "JWT"})), "malformed_token(segments)");
}

TEST_F(Nested, NotDeeperThanTwo) {
  const std::string inner = builder.sign_and_encrypt(*signer, {.key = to.get()}, enc_row("A256GCM")).value();
  EXPECT_EQ(verdict(nested(), encrypted(inner, {.cty = "JWT"})), "malformed_token(segments)");
}

// An unsecured token inside is no signed one, however well it is encrypted.
TEST_F(Nested, UnsecuredInsideIsRefused) {
  const std::string payload = base64url::encode(as_bytes(builder.payload().value()));
  for (const std::string_view alg : {"none", "None", "NONE"}) {
    const std::string header = base64url::encode(as_bytes(joined({R"({"alg":")", alg, R"("})"})));
    EXPECT_EQ(verdict(nested(), encrypted(joined({header, ".", payload, "."}), {.cty = "JWT"})),
              "malformed_token(signature)");
    EXPECT_EQ(verdict(nested(), encrypted(joined({header, ".", payload, ".AAAA"}), {.cty = "JWT"})),
              "alg_not_allowed(alg)");
  }
}

TEST_F(Nested, TheInnerTokenMeetsThePolicy) {
  const auto sealed = [this](const jwt::Builder& inner) {
    return inner.sign_and_encrypt(*signer, {.key = to.get()}, enc_row("A256GCM")).value();
  };
  EXPECT_EQ(verdict(nested(), sealed(jwt::Builder(builder).audience("other"))), "claim_mismatch(aud)");
  EXPECT_EQ(verdict(nested(), sealed(jwt::Builder(builder).typ("at+jwt"))), "typ_mismatch(typ)");
  EXPECT_EQ(verdict(nested(), sealed(jwt::Builder(builder).expires_at(kNow - std::chrono::hours(1)))),
            "token_expired(exp)");
  const Key other = made("ES256");
  EXPECT_EQ(verdict(nested(),
                    builder.sign_and_encrypt(*other.signer().value(), {.key = to.get()}, enc_row("A256GCM")).value()),
            "key_not_found(kid)");
}

TEST_F(Nested, ReplicatedClaimsSayTheSame) {
  constexpr std::string_view kNames[] = {"iss", "aud", "sub"};
  const auto token = builder.sign_and_encrypt(*signer, {.key = to.get()}, enc_row("A256GCM"), kNames);
  ASSERT_TRUE(token) << outcome(token);
  EXPECT_EQ(verdict(nested(), *token), "ok");
  const std::string inner = builder.sign(*signer).value();
  const auto with = [&](std::string_view extra) {
    return verdict(nested(), encrypted(inner, {.cty = "JWT", .extra_json = extra}));
  };
  EXPECT_EQ(with(R"({"iss":"https://as.example"})"), "ok");
  EXPECT_EQ(with(R"({"iss":"https://as.example/"})"), "claim_mismatch(iss)");
  EXPECT_EQ(with(R"({"aud":["api"]})"), "claim_mismatch(aud)");
  EXPECT_EQ(with(R"({"exp":1})"), "claim_mismatch(exp)");
  EXPECT_EQ(with(R"({"x-route":"7"})"), "ok");
  constexpr std::string_view kAbsent[] = {"jti"};
  EXPECT_EQ(outcome(builder.sign_and_encrypt(*signer, {.key = to.get()}, enc_row("A256GCM"), kAbsent)),
            "claim_missing(jti)");
}

// The outer header is not encrypted.
TEST_F(Nested, ASecretIsNotReplicated) {
  constexpr std::string_view kSecret = R"({"jwk":{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"}})";
  constexpr std::string_view kNames[] = {"cnf"};
  const jwt::Builder holder = jwt::Builder(builder).claim_json("cnf", kSecret);
  const auto nested = [&](std::span<const std::string_view> names) {
    return outcome(holder.sign_and_encrypt(*signer, {.key = to.get()}, enc_row("A256GCM"), names));
  };
  EXPECT_EQ(nested({}), "ok");
  EXPECT_EQ(nested(kNames), "claim_rule(cnf)");
  EXPECT_EQ(outcome(holder.encrypt({.key = to_shared.get()}, enc_row("A256GCM"), kNames)), "claim_rule(cnf)");
}

TEST_F(Nested, ASharedKeyProvesClaimsWhereThePolicySaysSo) {
  const auto token = builder.encrypt({.key = to_shared.get()}, enc_row("A256GCM"));
  ASSERT_TRUE(token) << outcome(token);
  EXPECT_EQ(verdict(by_shared_key(), *token), "ok");
  const auto verified = by_shared_key().verify(*token, kNow);
  EXPECT_EQ(verified->claims().subject(), "user-42");
  EXPECT_EQ(verified->algorithm(), "dir");
  EXPECT_EQ(verified->key_id(), shared.info().kid);
  const Verifier strict =
      Verifier::build(policy().encrypted(allow("dir", "A256GCM")), set_of(signing), set_of(shared)).value();
  EXPECT_EQ(verdict(strict, *token), "typ_mismatch(cty)");
  EXPECT_EQ(
      verdict(by_shared_key(),
              jwt::Builder(builder).audience("other").encrypt({.key = to_shared.get()}, enc_row("A256GCM")).value()),
      "claim_mismatch(aud)");
  EXPECT_EQ(verdict(by_shared_key(),
                    jwt::Builder(builder).typ("at+jwt").encrypt({.key = to_shared.get()}, enc_row("A256GCM")).value()),
            "typ_mismatch(typ)");
}

TEST_F(Nested, APublicKeyProvesNothing) {
  EXPECT_EQ(outcome(builder.encrypt({.key = to.get()}, enc_row("A256GCM"))), "alg_not_allowed(alg)");
  const Verifier verifier = Verifier::build(policy().encrypted(allow("ECDH-ES+A256KW", "A256GCM")).shared_key_claims(),
                                            set_of(signing), set_of(recipient))
                                .value();
  EXPECT_EQ(verdict(verifier, encrypted(builder.payload().value(), {.typ = "JWT"})), "alg_not_allowed(alg)");
}

TEST_F(Nested, PoliciesThatSayHalf) {
  const auto built = [](const Result<Verifier>& verifier) { return outcome(verifier); };
  EXPECT_EQ(built(Verifier::build(policy().encrypted(allow("dir", "A256GCM")), set_of(signing))),
            "policy_incomplete(decryption_keys)");
  EXPECT_EQ(built(Verifier::build(policy(), set_of(signing), set_of(shared))), "policy_incomplete(encryption)");
  EXPECT_EQ(built(Verifier::build(policy().shared_key_claims(), set_of(signing))), "policy_incomplete(encryption)");
  EXPECT_EQ(built(Verifier::build(policy().encrypted({}), set_of(signing), set_of(shared))), "policy_incomplete(alg)");
}

// The whole limit is that of the policy, for what comes out of compression as well.
TEST_F(Nested, SizesAreThoseOfThePolicy) {
  const std::string inner = jwt::Builder(builder).claim("pad", std::string(8'000, 'x')).sign(*signer).value();
  const std::string token = encrypted(inner, {.cty = "JWT", .compress = true});
  EXPECT_EQ(verdict(nested(), token), "ok");
  const Verifier tight = Verifier::build(policy().encrypted(allow("ECDH-ES+A256KW", "A256GCM")).max_size(9'000),
                                         set_of(signing), set_of(recipient))
                             .value();
  EXPECT_LT(token.size(), 9'000u);
  EXPECT_EQ(verdict(tight, token), "limit_exceeded(plaintext)");
}

TEST(NestedVectors, Rfc7520Section6) {
  const json::Document document = parse_vector("rfc7520-cookbook/6.nesting_signatures_and_encryption.json");
  const json::Value example = document.root();
  const Key signing = Key::from_jwk(*example.at_pointer("/sign/input/key")).value();
  const Key recipient = Key::from_jwk(*example.at_pointer("/encrypt/input/key")).value();
  const Verifier verifier = Verifier::build(Policy()
                                                .issuer("hobbiton.example")
                                                .any_audience()
                                                .algorithms({"PS256"})
                                                .typ("JWT")
                                                .encrypted(allow("RSA-OAEP", "A128GCM")),
                                            set_of(signing), set_of(recipient))
                                .value();
  const std::string_view token = *example.at_pointer("/encrypt/output/compact")->string();
  const auto verified = verifier.verify(token, Timestamp(std::chrono::seconds(1'300'819'000)));
  ASSERT_TRUE(verified) << outcome(verified);
  EXPECT_EQ(verified->claims().issuer(), "hobbiton.example");
}

}  // namespace
}  // namespace signet::test
