// Attacks on the choice of algorithm and key: rows 1 to 10 of docs/security.md.
#include <algorithm>
#include "forge.h"

namespace signet::test {
namespace {

std::string label(const SignatureAlgorithm& row) {
  return std::string(describe(row).name);
}

TEST(Attack00, TheGoodTokenHoldsForEveryAlgorithm) {
  ASSERT_GE(all_rows().size(), 14u);
  for (const auto* row : all_rows()) EXPECT_EQ(verdict(verifier_for(*row), good_token(*row)), "ok") << label(*row);
}

TEST(Attack01, AlgNoneInEverySpelling) {
  const std::string_view spellings[] = {"none",  "None",  "NONE",        "nOnE",       "NoNe",
                                        " none", "none ", "none\\u0000", "\\u006eone", ""};
  for (const auto* row : all_rows()) {
    const jwt::Verifier verifier = verifier_for(*row);
    for (const std::string_view name : spellings) {
      const std::string input = b64(R"({"alg":")" + std::string(name) + R"(","typ":"JWT"})") + "." + b64(kGoodPayload);
      const std::string borrowed = std::string(input).append(".").append(split(good_token(*row)).signature);
      EXPECT_EQ(verdict(verifier, input + "."), "malformed_token(signature)") << name;
      EXPECT_EQ(verdict(verifier, input), "malformed_token(segments)") << name;
      EXPECT_EQ(verdict(verifier, borrowed), "alg_not_allowed(alg)") << name;
    }
  }
}

TEST(Attack01, NoneIsNoAlgorithm) {
  EXPECT_EQ(find_signature_algorithm("none"), nullptr);
  const std::string_view names[] = {"none"};
  EXPECT_EQ(outcome(AlgorithmSet::of(names)), "alg_unknown(none)");
  const auto verifier = jwt::Verifier::build(jwt::Policy().any_issuer().any_audience().any_typ().algorithms({"none"}),
                                             set_for(*find_signature_algorithm("ES256")));
  EXPECT_EQ(outcome(verifier), "alg_unknown(none)");
}

// Everything that an attacker can make of a public key and hope to have taken for an HMAC secret.
std::vector<std::string> texts_of_public_key(const Key& key) {
  const Key shown = key.public_key().value();
  const std::string jwk = shown.to_public_jwk().value();
  const std::string pem = shown.to_public_pem().value();
  const Bytes der = shown.to_spki().value();
  std::vector<std::string> texts = {jwk,
                                    R"({"keys":[)" + jwk + "]}",
                                    "  " + jwk,
                                    jwk + "\n",
                                    std::string(as_text(der)),
                                    base64url::encode(der),
                                    b64(jwk),
                                    b64(pem)};
  if (key.type() == KeyType::rsa) texts.push_back(shown.to_public_pem(PemForm::pkcs1).value());
  std::string crlf;
  for (const char c : pem) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  std::string joined;
  for (const char c : pem)
    if (c != '\n') joined += c;
  for (const std::string& text : {pem, crlf, joined}) {
    for (const std::string_view before : std::initializer_list<std::string_view>{
             "", " ", "\n", "\t\n ", "\xEF\xBB\xBF", "# key\n", "x", std::string_view("\0", 1)})
      texts.push_back(std::string(before) + text);
    texts.push_back(text.substr(0, text.find_last_not_of("\r\n") + 1));
    texts.push_back(text + "\n\n");
  }
  return texts;
}

TEST(Attack02, PublicKeyTextIsNoHmacKey) {
  for (const auto* row : all_rows()) {
    const Key& key = key_for(*row);
    if (key.is_symmetric()) continue;
    for (const std::string& text : texts_of_public_key(key)) {
      // Texts of ML-DSA keys may be longer than any symmetric key.
      const std::string refused = text.size() > 4096 ? "limit_exceeded(k)" : "weak_key(k)";
      EXPECT_EQ(outcome(Key::from_octets(Secret::copy_of(as_bytes(text)))), refused) << label(*row) << "\n" << text;
      EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct","k":")" + b64(text) + "\"}")), refused) << label(*row);
    }
  }
}

TEST(Attack02, HmacTokenIsRefusedWhereAPublicKeyIsExpected) {
  for (const auto* row : all_rows()) {
    if (key_for(*row).is_symmetric()) continue;
    const jwt::Verifier verifier = verifier_for(*row);
    for (const std::string_view hs : {"HS256", "HS384", "HS512"}) {
      const auto* forged_row = find_signature_algorithm(hs);
      const std::string token = forge(header_for(*forged_row), kGoodPayload, *signer_for(*forged_row));
      EXPECT_EQ(verdict(verifier, token), "alg_not_allowed(alg)");
      // Also when the policy allows both, for instance while a service moves from one to the other.
      AlgorithmSet both;
      both.add(*row);
      both.add(*forged_row);
      const auto mixed = jwt::Verifier::build(
          jwt::Policy().issuer(kIssuer).audience(kAudience).typ_jwt().algorithms(both), set_for(*row));
      EXPECT_EQ(verdict(mixed.value(), token), "key_not_found(kid)");
      const std::string header = R"({"alg":")" + std::string(hs) + R"(","kid":"k-)" + label(*row) + "\"}";
      EXPECT_EQ(verdict(mixed.value(), forge(header, kGoodPayload, *signer_for(*forged_row))), "key_mismatch(kty)");
    }
  }
}

TEST(Attack03, ArmourThatADetectorMightMiss) {
  const std::string pem = key_for(*find_signature_algorithm("RS256")).public_key()->to_public_pem().value();
  const std::string body = pem.substr(pem.find('\n'));
  const std::string_view heads[] = {"-----BEGIN PUBLIC KEY-----",
                                    "-----BEGIN RSA PUBLIC KEY-----",
                                    "-----BEGIN CERTIFICATE-----",
                                    "----- BEGIN PUBLIC KEY -----",
                                    "-----begin public key-----",
                                    "---- BEGIN SSH2 PUBLIC KEY ----",
                                    "-----BEGIN  PUBLIC KEY-----",
                                    "\r\n-----BEGIN PUBLIC KEY-----",
                                    "\v-----BEGIN PUBLIC KEY-----",
                                    "\xC2\xA0-----BEGIN PUBLIC KEY-----",
                                    "-----BEGIN X509 CERTIFICATE-----",
                                    "-----BEGIN EC PUBLIC KEY-----",
                                    "Comment: x\n-----BEGIN PUBLIC KEY-----",
                                    "-----BEGIN PUBLIC KEY-----\nProc-Type: 4,CLEAR\n",
                                    "\xEF\xBB\xBF-----BEGIN PUBLIC KEY-----",
                                    "ssh-rsa AAAAB3NzaC1yc2E",
                                    "ecdsa-sha2-nistp256 AAAA",
                                    "ssh-ed25519 AAAA"};
  for (const std::string_view head : heads) {
    const std::string text = std::string(head) + body;
    EXPECT_EQ(outcome(Key::from_octets(Secret::copy_of(as_bytes(text)))), "weak_key(k)") << head;
  }
}

TEST(Attack04, JwkTextIsNoHmacKey) {
  const std::string_view texts[] = {
      R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})",
      R"({"keys":[]})", R"({"keys":[{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})",
      R"({ "use":"sig", "kty" : "RSA", "n":"", "e":"AQAB" , "pad":"xxxxxxxxxxxxxxx"})"};
  for (const std::string_view text : texts) {
    EXPECT_EQ(outcome(Key::from_octets(Secret::copy_of(as_bytes(text)))), "weak_key(k)") << text;
    EXPECT_EQ(outcome(Key::from_octets(Secret::copy_of(as_bytes(b64(text))))), "weak_key(k)") << text;
    EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct","k":")" + b64(text) + "\"}")), "weak_key(k)") << text;
    EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct","k":")" + b64(b64(text)) + "\"}")), "weak_key(k)") << text;
  }
}

// Rows 5 and 10: what is no pair of the table is refused before any cryptography, whatever the key's own members say.
TEST(Attack05, EveryPairOfKeyAndAlgorithmOutsideTheTable) {
  std::size_t refused = 0;
  for (const auto* key_row : all_rows()) {
    const Key bare = key_for(*key_row).with_info({}).value();
    for (const auto* row : all_rows()) {
      const AlgorithmInfo want = describe(*row);
      const bool fits = want.kty == name_of(bare.type()) &&
                        (want.curves.empty() || std::ranges::find(want.curves, bare.crv()) != want.curves.end()) &&
                        (want.kty != "AKP" || want.name == bare.info().alg);
      if (fits && !bare.is_symmetric()) continue;
      if (fits && bare.bits() >= want.min_key_octets * 8u) continue;
      const std::string said = outcome(bare.prepare(*row));
      EXPECT_TRUE(said == "key_mismatch(kty)" || said == "key_mismatch(crv)" || said == "key_mismatch(alg)" ||
                  said == "weak_key(k)")
          << said;
      EXPECT_EQ(outcome(bare.signer(*row)), said);
      ++refused;
    }
  }
  EXPECT_GE(refused, 100u);
}

TEST(Attack05, AnOctKeyWithoutOctetsIsNoKey) {
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct"})")), "malformed_key(k)");
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct","k":""})")), "weak_key(k)");
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct","k":null})")), "malformed_key(k)");
  EXPECT_EQ(outcome(Key::from_octets(Secret())), "weak_key(k)");
}

TEST(Attack06, TheHeaderDoesNotChooseTheAlgorithm) {
  const auto* rs256 = find_signature_algorithm("RS256");
  const Key bare = key_for(*rs256).with_info({}).value();
  const jwt::Verifier verifier = jwt::Verifier::build(policy_for(*rs256), set_of(bare)).value();
  EXPECT_EQ(verdict(verifier, forge(R"({"alg":"RS256"})", kGoodPayload, *bare.signer(*rs256).value())), "ok");
  for (const std::string_view other : {"PS256", "RS512", "RS384", "PS512"}) {
    const auto signer = bare.signer(*find_signature_algorithm(other)).value();
    const std::string token = forge(R"({"alg":")" + std::string(other) + "\"}", kGoodPayload, *signer);
    EXPECT_EQ(verdict(verifier, token), "alg_not_allowed(alg)");
    // The signature of one algorithm under the name of another.
    EXPECT_EQ(verdict(verifier, forge(R"({"alg":"RS256"})", kGoodPayload, *signer)), "bad_signature");
  }
}

TEST(Attack06, TheKeysOwnAlgIsObeyed) {
  const auto* ps256 = find_signature_algorithm("PS256");
  const Key rs256_key = key_for(*find_signature_algorithm("RS256"));
  const jwt::Verifier verifier = jwt::Verifier::build(policy_for(*ps256), set_of(rs256_key)).value();
  const auto signer = rs256_key.with_info({}).value().signer(*ps256).value();
  EXPECT_EQ(verdict(verifier, forge(R"({"alg":"PS256","kid":"k-RS256"})", kGoodPayload, *signer)), "key_mismatch(alg)");
}

TEST(Attack07, TheAllowListComparesNamesExactly) {
  for (const auto* row : all_rows()) {
    const jwt::Verifier verifier = verifier_for(*row);
    const std::string name = label(*row);
    std::string lower;
    for (const char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const std::string changed[] = {lower, name + " ", name.substr(0, name.size() - 1), name + "\\u0000", " " + name};
    for (const std::string& alg : changed)
      EXPECT_EQ(verdict(verifier, forge(R"({"alg":")" + alg + "\"}", kGoodPayload, *signer_for(*row))),
                "alg_not_allowed(alg)")
          << alg;
    for (const std::string json : {R"(["ES256"])", "null", "1", "{}", "true"})
      EXPECT_EQ(verdict(verifier, forge(R"({"alg":)" + json + "}", kGoodPayload, *signer_for(*row))),
                "header_parameter(alg)")
          << json;
    EXPECT_EQ(verdict(verifier, forge(R"({"typ":"JWT"})", kGoodPayload, *signer_for(*row))), "header_parameter(alg)");
  }
}

TEST(Attack08, ShortHmacKeys) {
  const std::pair<std::string_view, std::size_t> wanted[] = {{"HS256", 32}, {"HS384", 48}, {"HS512", 64}};
  for (const auto& [name, octets] : wanted) {
    const auto* row = find_signature_algorithm(name);
    for (std::size_t size = 1; size <= octets + 1; ++size) {
      Bytes bytes(size);
      for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(0x80 + i * 7);
      const Key key = Key::from_octets(Secret::copy_of(bytes)).value();
      EXPECT_EQ(outcome(key.prepare(*row)), size < octets ? "weak_key(k)" : "ok") << name << " " << size;
      EXPECT_EQ(outcome(key.signer(*row)), size < octets ? "weak_key(k)" : "ok") << name << " " << size;
    }
  }
}

TEST(Attack10, SignatureOfAnotherCurveOrHash) {
  for (const auto* row : all_rows()) {
    const jwt::Verifier verifier = verifier_for(*row);
    for (const auto* other : all_rows()) {
      if (row == other) continue;
      const std::string token = forge(header_for(*row), kGoodPayload, *signer_for(*other));
      EXPECT_EQ(verdict(verifier, token), "bad_signature") << label(*row) << " " << label(*other);
      EXPECT_EQ(verdict(verifier, good_token(*other)), "alg_not_allowed(alg)");
    }
  }
}

}  // namespace
}  // namespace signet::test
