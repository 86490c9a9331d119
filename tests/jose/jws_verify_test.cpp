// Tokens that must be refused, and the reason for each.
#include "jose_support.h"

namespace signet::test {
namespace {

const Key& key() {
  return key_for("ES256");
}
std::shared_ptr<const Signer> signer() {
  return key().signer().value();
}
std::string header(std::string_view more = "") {
  return R"({"alg":"ES256","kid":")" + key().info().kid + "\"" + std::string(more) + "}";
}
std::string token() {
  return forge(header(), "payload", *signer());
}
std::string said(std::string_view text, const AlgorithmSet& allowed = rows({"ES256"})) {
  static const JwkSet keys = set_of({shown(key())});
  return outcome(jws::verify_compact(text, keys, allowed));
}

TEST(VerifyCompact, TheGoodTokenHolds) {
  EXPECT_EQ(said(token()), "ok");
}

// Row 1.
TEST(Attack01, NoneInEverySpelling) {
  AlgorithmSet all;
  for (const SignatureAlgorithm* algorithm : signature_algorithms()) all.add(*algorithm);
  for (const std::string alg :
       {"none", "None", "NONE", "nOnE", " none", "none ", "none\\u0000", "n\\u006fne", "", "es256", "ES256 "}) {
    const std::string input = b64(R"({"alg":")" + alg + "\"}") + "." + b64("payload");
    EXPECT_EQ(said(input + "." + b64("signature"), all), "alg_not_allowed(alg)") << alg;
    EXPECT_EQ(said(input + ".", all), "malformed_token(signature)") << alg;
    EXPECT_EQ(said(input, all), "malformed_token(segments)") << alg;
    EXPECT_EQ(said(forge(R"({"alg":")" + alg + "\"}", "payload", *signer()), all), "alg_not_allowed(alg)") << alg;
  }
}

// Rows 6 and 7: the header chooses among allowed rows, never one beside them.
TEST(Attack06, OnlyAllowedAlgorithms) {
  const Key rsa = with(key_for("RS256"), {});
  const JwkSet keys = set_of({shown(rsa)});
  for (const std::string_view alg : {"RS384", "RS512", "PS256", "PS512"}) {
    const auto other = rsa.signer(row(alg)).value();
    const std::string text = jws::sign_compact(as_bytes("x"), *other).value();
    EXPECT_EQ(outcome(jws::verify_compact(text, keys, rows({alg}))), "ok") << alg;
    EXPECT_EQ(outcome(jws::verify_compact(text, keys, rows({"RS256"}))), "alg_not_allowed(alg)") << alg;
  }
  const auto mac = key_for("HS256").signer().value();
  EXPECT_EQ(outcome(jws::verify_compact(jws::sign_compact({}, *mac).value(), keys, rows({"RS256"}))),
            "alg_not_allowed(alg)");
  EXPECT_EQ(
      outcome(jws::verify_compact(jws::sign_compact({}, *mac, {.with_kid = false}).value(), keys, rows({"HS256"}))),
      "key_mismatch(kty)");
  EXPECT_EQ(said(token(), AlgorithmSet()), "alg_not_allowed(alg)");
}

// Row 11, and jku, x5u and x5c of the sender.
TEST(Attack11, KeysOfTheHeaderAreNotTrusted) {
  const Key evil = Key::generate({.alg = "ES256"}).value();
  const std::string jwk = evil.to_public_jwk().value();
  for (const std::string& more :
       {",\"jwk\":" + jwk, std::string(R"(,"jku":"https://evil.example/jwks.json")"),
        std::string(R"(,"x5u":"https://evil.example/cert.pem")"), std::string(R"(,"x5c":["MIIB"])")}) {
    EXPECT_EQ(said(forge(header(more), "x", **evil.signer())), "bad_signature");
    EXPECT_EQ(said(forge(header(more), "x", *signer())), "ok") << "they are only not used";
  }
  EXPECT_EQ(said(forge(R"({"alg":"ES256","jwk":)" + jwk + "}", "x", **evil.signer())), "bad_signature");
}

// Row 14.
TEST(Attack14, KidIsOpaque) {
  for (const std::string kid :
       {"../../dev/null", "' OR '1'='1", "a\\u0000b", "K", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", ""})
    EXPECT_EQ(said(forge(R"({"alg":"ES256","kid":")" + kid + "\"}", "x", *signer())), "key_not_found(kid)") << kid;
  EXPECT_EQ(said(forge(R"({"alg":"ES256","kid":")" + std::string(257, 'k') + "\"}", "x", *signer())),
            "limit_exceeded(kid)");
  EXPECT_EQ(said(forge(R"({"alg":"ES256"})", "x", *signer())), "ok") << "without a kid all keys are meant";
}

// Row 32.
TEST(Attack32, JsonIsNoCompactToken) {
  const std::string good = token();
  const std::size_t first = good.find('.'), second = good.rfind('.');
  const std::string flattened = R"({"protected":")" + good.substr(0, first) + R"(","payload":")" +
                                good.substr(first + 1, second - first - 1) + R"(","signature":")" +
                                good.substr(second + 1) + "\"}";
  EXPECT_EQ(said(flattened), "malformed_token(segments)");
  EXPECT_EQ(said("{\"a\":\"" + good + "\"}"), "malformed_token(header)");
  EXPECT_EQ(said("{\"" + good), "malformed_token(header)");
  EXPECT_EQ(said(good + "\"}"), "malformed_token(signature)");
  EXPECT_EQ(said(good + " "), "malformed_token(signature)");
  EXPECT_EQ(said(" " + good), "malformed_token(header)");
  EXPECT_EQ(said(std::string(good).insert(second, " ")), "malformed_token(payload)");
}

// Row 34, through a token with a good signature.
TEST(Attack34, CritThroughATokenThatIsSigned) {
  EXPECT_EQ(said(forge(header(R"(,"crit":["exp"],"exp":1)"), "x", *signer())), "crit_unknown(exp)");
  EXPECT_EQ(said(forge(header(R"(,"crit":[])"), "x", *signer())), "crit_malformed(crit)");
  EXPECT_EQ(said(forge(header(R"(,"crit":["b64","exp"],"exp":1,"b64":false)"), "x", *signer())), "crit_unknown(exp)");
  EXPECT_EQ(said(forge(header(R"(,"b64":false)"), "x", *signer())), "header_parameter(b64)");
  EXPECT_EQ(said(forge(header(R"(,"b64":true)"), "x", *signer())), "header_parameter(b64)");
}

// Row 37.
TEST(Attack37, ManySegmentsAndHugeTokens) {
  EXPECT_EQ(said(std::string(10'000'000, '.')), "malformed_token(segments)");
  EXPECT_EQ(said(std::string(jws::kMaxSize + 1, '.')), "limit_exceeded(token)");
  EXPECT_EQ(said(std::string(1'000'000, 'a') + "." + std::string(1'000'000, 'a') + ".a"), "limit_exceeded(header)");
  EXPECT_EQ(said(""), "malformed_token(segments)");
  EXPECT_EQ(said(".."), "malformed_token(header)");
  EXPECT_EQ(said(token() + ".a"), "malformed_token(segments)");
  EXPECT_EQ(outcome(jws::verify_compact(token(), set_of({shown(key())}), rows({"ES256"}), 100)),
            "limit_exceeded(token)");
}

TEST(VerifyCompact, SignatureSegments) {
  const std::string good = token();
  const std::string input = good.substr(0, good.rfind('.') + 1);
  EXPECT_EQ(said(input + b64("short")), "bad_signature");
  EXPECT_EQ(said(input + b64(std::string(1024, 'a'))), "bad_signature");
  EXPECT_EQ(said(input + b64(std::string(1025, 'a'))), "bad_signature");
  EXPECT_EQ(said(input + std::string(100'000, '=')), "bad_signature");
  EXPECT_EQ(said(input + "A"), "malformed_token(signature)");
  EXPECT_EQ(said(input + "AB"), "malformed_token(signature)");
  EXPECT_EQ(said(good + "="), "malformed_token(signature)");
  EXPECT_EQ(said(good + "\n"), "malformed_token(signature)");
}

TEST(VerifyCompact, PayloadSegments) {
  const auto with_payload = [](std::string_view segment) {
    const std::string input = b64(header()) + "." + std::string(segment);
    return input + "." + base64url::encode(signer()->sign(as_bytes(input)).value());
  };
  EXPECT_EQ(said(with_payload("")), "ok");
  EXPECT_EQ(said(with_payload("AA")), "ok");
  EXPECT_EQ(said(with_payload("AB")), "malformed_token(payload)") << "unused bits that are not zero";
  EXPECT_EQ(said(with_payload("A")), "malformed_token(payload)");
  EXPECT_EQ(said(with_payload("AA==")), "malformed_token(payload)");
  EXPECT_EQ(said(with_payload("A+")), "malformed_token(payload)");
}

TEST(VerifyCompact, CandidatesAreTriedInTurn) {
  const Key other = with(shown(Key::generate({.alg = "ES256"}).value()), {.kid = key().info().kid});
  const JwkSet both = set_of({other, other, shown(key())});
  EXPECT_EQ(outcome(jws::verify_compact(token(), both, rows({"ES256"}))), "ok");
  EXPECT_EQ(outcome(jws::verify_compact(token(), set_of({other}), rows({"ES256"}))), "bad_signature");
}

class OtherRowSource final : public KeySource {
 public:
  Result<KeyCandidates> find(const KeyQuery&) const override {
    KeyCandidates found;
    found.keys[found.count++] = with(key_for("RS256"), {}).prepare(row("PS256")).value();
    return found;
  }
};

TEST(VerifyCompact, ASourceCannotWidenTheChoice) {
  const auto ps = with(key_for("RS256"), {}).signer(row("PS256")).value();
  const std::string input = b64(R"({"alg":"RS256"})") + "." + b64("x");
  const std::string text = input + "." + base64url::encode(ps->sign(as_bytes(input)).value());
  EXPECT_EQ(outcome(jws::verify_compact(text, OtherRowSource(), rows({"RS256"}))), "bad_signature");
}

}  // namespace
}  // namespace signet::test
