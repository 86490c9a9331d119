// Attacks on parsers: rows 30 to 32, 34, 37 and 38 of docs/security.md, through whole tokens.
#include "forge.h"

namespace signet::test {
namespace {

const SignatureAlgorithm& hs256() {
  return *find_signature_algorithm("HS256");
}

std::string said(std::string_view header, std::string_view payload) {
  return verdict(verifier_for(hs256()), forge(header, payload, *signer_for(hs256())));
}
std::string header_said(std::string_view more) {
  return said(header_for(hs256(), more), kGoodPayload);
}

// Row 30: one token has one spelling. Each variant of each segment, on its own.
TEST(Attack30, OneTokenHasOneSpelling) {
  for (const auto* row : all_rows()) {
    const jwt::Verifier verifier = verifier_for(*row);
    const Parts good = split(good_token(*row));
    for (std::string Parts::* segment : {&Parts::header, &Parts::payload, &Parts::signature}) {
      const std::string text = good.*segment;
      std::vector<std::string> variants = {text + "=",
                                           text + "==",
                                           text + "A",
                                           text + " ",
                                           " " + text,
                                           text + "\n",
                                           text + "\r\n",
                                           text + std::string(1, '\0'),
                                           text + "\t",
                                           text.substr(0, 3) + "\n" + text.substr(3),
                                           text.substr(0, 3) + "+" + text.substr(4),
                                           text.substr(0, 3) + "/" + text.substr(4),
                                           text.substr(0, 3) + "%" + text.substr(4),
                                           text.substr(0, 3) + "\xC3\xA9" + text.substr(5),
                                           text + "AAAA"};
      constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      for (const char c : alphabet)
        if (c != text.back()) variants.push_back(text.substr(0, text.size() - 1) + c);
      for (const std::string& variant : variants) {
        Parts changed = good;
        changed.*segment = variant;
        EXPECT_NE(verdict(verifier, changed.joined()), "ok") << describe(*row).name << " " << variant;
      }
    }
    EXPECT_EQ(verdict(verifier, good.joined()), "ok");
  }
}

TEST(Attack30, UnusedBitsOfTheSignatureAreZero) {
  // 32 octets leave two unused bits in the 43rd character: three other spellings decode to the same tag elsewhere.
  const std::string token = good_token(hs256());
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const std::size_t last = alphabet.find(token.back());
  for (std::size_t bits = 1; bits < 4; ++bits)
    EXPECT_EQ(verdict(verifier_for(hs256()), token.substr(0, token.size() - 1) + alphabet[last + bits]),
              "malformed_token(signature)");
}

// A signed header or payload that is base64url in a second spelling: the signature holds, the form does not.
TEST(Attack30, SignedSegmentsAreCanonicalToo) {
  const auto signer = signer_for(hs256());
  const jwt::Verifier verifier = verifier_for(hs256());
  const std::string header = b64(header_for(hs256()));
  const std::string payload = b64(kGoodPayload);
  EXPECT_EQ(verdict(verifier, sign_segments(header, payload, *signer)), "ok");
  EXPECT_EQ(verdict(verifier, sign_segments(header, payload + "=", *signer)), "malformed_token(payload)");
  EXPECT_EQ(verdict(verifier, sign_segments(header, payload + "\n", *signer)), "malformed_token(payload)");
  EXPECT_EQ(verdict(verifier, sign_segments(header + "=", payload, *signer)), "malformed_token(header)");
  const std::string odd = b64(std::string(kGoodPayload) + " ");
  const std::string loose = odd.size() % 4 == 0 ? b64(std::string(kGoodPayload) + "  ") : odd;
  std::string unused_bits = loose;
  unused_bits.back() = static_cast<char>(unused_bits.back() + 1);
  EXPECT_EQ(verdict(verifier, sign_segments(header, loose, *signer)), "ok");
  EXPECT_EQ(verdict(verifier, sign_segments(header, unused_bits, *signer)), "malformed_token(payload)");
}

TEST(Attack31, DuplicateNamesAtEveryDepth) {
  EXPECT_EQ(header_said(R"(,"alg":"none")"), "duplicate_name(alg)");
  EXPECT_EQ(header_said(R"(,"al\u0067":"none")"), "duplicate_name(alg)");
  EXPECT_EQ(header_said(R"(,"x":{"y":{"a":1,"a":2}})"), "duplicate_name(a)");
  const std::string head = header_for(hs256());
  EXPECT_EQ(said(head, R"({"iss":"https://as.example","aud":"api","sub":"a","sub":"b"})"), "duplicate_name(sub)");
  EXPECT_EQ(said(head, R"({"iss":"https://as.example","aud":"api","sub":"a","\u0073ub":"b"})"), "duplicate_name(sub)");
  EXPECT_EQ(said(head, R"({"iss":"https://as.example","aud":"api","x":[[{"b":{"c":0,"c":0}}]]})"), "duplicate_name(c)");
  EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"oct","kty":"RSA","k":"AA"})")), "duplicate_name(kty)");
  EXPECT_EQ(outcome(JwkSet::parse(R"({"keys":[],"keys":[]})")), "duplicate_name(keys)");
  EXPECT_EQ(outcome(JwkSet::parse(R"({"keys":[{"kty":"oct","k":"AA","\u006b":"AB"}]})")), "duplicate_name(k)");
}

TEST(Attack32, JsonIsNoCompactToken) {
  const Parts good = split(good_token(hs256()));
  const jwt::Verifier verifier = verifier_for(hs256());
  const std::string flattened = R"({"payload":")" + good.payload + R"(","protected":")" + good.header +
                                R"(","signature":")" + good.signature + "\"}";
  const std::string texts[] = {
      flattened,
      R"({"payload":")" + good.payload + R"(","signatures":[{"protected":")" + good.header + "\"}]}",
      "{\"" + good.joined() + "\":1}",
      "{\"x\":\"" + good.header + "." + good.payload + "\",\"" + "." + good.signature + "\"}",
      "[\"" + good.joined() + "\"]",
      "  " + good.joined(),
      good.joined() + "\n",
      "Bearer " + good.joined(),
      "{}." + good.payload + "." + good.signature};
  for (const std::string& text : texts) EXPECT_TRUE(verdict(verifier, text).starts_with("malformed_token(")) << text;
}

TEST(Attack34, CritIsTakenByTheLetter) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(,"crit":[])", "crit_malformed(crit)"},
      {R"(,"crit":"exp")", "crit_malformed(crit)"},
      {R"(,"crit":null)", "crit_malformed(crit)"},
      {R"(,"crit":{})", "crit_malformed(crit)"},
      {R"(,"crit":[1],"1":1)", "crit_malformed(crit)"},
      {R"(,"crit":["alg"])", "crit_malformed(crit)"},
      {R"(,"crit":["typ"])", "crit_malformed(crit)"},
      {R"(,"crit":["crit"])", "crit_malformed(crit)"},
      {R"(,"crit":["absent"])", "crit_malformed(crit)"},
      {R"(,"crit":["x","x"],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":[""],"":1)", "crit_unknown()"},
      {R"(,"crit":["x"],"x":1)", "crit_unknown(x)"},
      {R"(,"crit":["exp"],"exp":1363284000)", "crit_unknown(exp)"},
      {R"(,"crit":["b64"],"b64":true)", "crit_unknown(b64)"},
      {R"(,"crit":["b64"],"b64":false)", "crit_unknown(b64)"},
      {R"(,"crit":["http://example.invalid/UNDEFINED"],"http://example.invalid/UNDEFINED":true)",
       "crit_unknown(http://example.invalid/UNDEFINED)"}};
  for (const auto& [more, expected] : cases) {
    const std::string_view plain = expected == "crit_unknown()" ? "crit_unknown" : expected;
    EXPECT_EQ(header_said(more), plain) << more;
  }
}

TEST(Attack35, UnencodedPayloadIsNothingForAJwt) {
  EXPECT_EQ(header_said(R"(,"b64":false)"), "header_parameter(b64)");
  EXPECT_EQ(header_said(R"(,"b64":true)"), "header_parameter(b64)");
}

TEST(Attack37, ManySegmentsAndHugeTokens) {
  const jwt::Verifier verifier = verifier_for(hs256());
  const Parts good = split(good_token(hs256()));
  EXPECT_EQ(verdict(verifier, std::string(10'000'000, '.')), "limit_exceeded(token)");
  EXPECT_EQ(verdict(verifier, std::string(60'000, '.')), "malformed_token(segments)");
  EXPECT_EQ(verdict(verifier, good.joined() + "."), "malformed_token(segments)");
  EXPECT_EQ(verdict(verifier, good.joined() + ".."), "malformed_token(segments)");
  EXPECT_EQ(verdict(verifier, good.joined() + ".a.b"), "malformed_token(segments)") << "five segments are a JWE";
  EXPECT_EQ(verdict(verifier, "." + good.joined()), "malformed_token(segments)");
  EXPECT_EQ(verdict(verifier, ".."), "malformed_token(header)");
  EXPECT_EQ(verdict(verifier, "."), "malformed_token(segments)");
  EXPECT_EQ(verdict(verifier, ""), "malformed_token(segments)");
  const std::string fits(jwt::kMaxSize, 'A');
  EXPECT_EQ(verdict(verifier, fits), "malformed_token(segments)");
  EXPECT_EQ(verdict(verifier, fits + "A"), "limit_exceeded(token)");
  const auto wide = jwt::Verifier::build(policy_for(hs256()).max_size(jws::kMaxSize), set_for(hs256())).value();
  EXPECT_EQ(verdict(wide, std::string(10'000'000, '.')), "malformed_token(segments)");
}

TEST(Attack38, HostileJson) {
  const std::string head = header_for(hs256());
  const auto nested = [](std::size_t depth) {
    return R"({"iss":"https://as.example","aud":"api","x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(said(head, nested(63)), "ok");
  EXPECT_EQ(said(head, nested(64)), "limit_exceeded(depth)");
  EXPECT_EQ(said(head, nested(20'000)), "limit_exceeded(depth)");
  EXPECT_EQ(header_said(R"(,"x":)" + std::string(20'000, '[')), "limit_exceeded(header)");
  const auto with = [&](std::string_view more) {
    return said(head, R"({"iss":"https://as.example","aud":"api",)" + std::string(more) + "}");
  };
  for (const std::string_view number :
       {"1e400", "-0", "1e-400", "9223372036854775808", "18446744073709551616", "-9223372036854775809"})
    EXPECT_EQ(with(R"("x":)" + std::string(number)), "ok") << number;
  for (const std::string_view bad : {"01", "+1", "1.", ".5", "NaN", "Infinity", "0x10", "1e", "--1"})
    EXPECT_EQ(with(R"("x":)" + std::string(bad)), "malformed_json(payload)") << bad;
  for (const std::string_view bad : {"\xff", "\xC0\x80", "\xED\xA0\x80", "\\ud800", "\\udc00\\ud800", "\x01", "\\x41"})
    EXPECT_EQ(with(R"("x":")" + std::string(bad) + "\""), "malformed_json(payload)");
  EXPECT_EQ(said(head, "\xEF\xBB\xBF" + std::string(kGoodPayload)), "malformed_json(payload)");
  EXPECT_EQ(said(head, std::string(kGoodPayload) + "x"), "malformed_json(payload)");
  EXPECT_EQ(said(head, std::string(kGoodPayload) + std::string(1, '\0')), "malformed_json(payload)");
  EXPECT_EQ(said(head, std::string(kGoodPayload) + "{}"), "malformed_json(payload)");
  EXPECT_EQ(said(head, ""), "malformed_json(payload)");
  EXPECT_EQ(said("\xEF\xBB\xBF" + head, kGoodPayload), "malformed_json(header)");
  EXPECT_EQ(said(head + " x", kGoodPayload), "malformed_json(header)");
  EXPECT_EQ(said("[" + head + "]", kGoodPayload), "malformed_json(header)");
  for (const std::string_view text : {"[]", "\"x\"", "1", "null", "true"})
    EXPECT_EQ(said(head, text), "claim_type(payload)") << text;
}

}  // namespace
}  // namespace signet::test
