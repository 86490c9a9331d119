// Making compact JWS: headers and tokens.
#include "jose_support.h"

namespace signet::test {
namespace {

std::shared_ptr<const Signer> signer() {
  return with(key_for("ES256"), {.kid = "a", .alg = "ES256"}).signer().value();
}
std::string header(const jws::HeaderOptions& options) {
  const auto made = jws::make_header(*signer(), options);
  return made ? *made : to_string(made.error());
}

class FakeSigner final : public Signer {
 public:
  FakeSigner(std::string_view alg, std::string kid) : alg_(alg), kid_(std::move(kid)) {}
  std::string_view algorithm() const noexcept override { return alg_; }
  std::string_view kid() const noexcept override { return kid_; }
  Result<std::vector<std::uint8_t>> sign(std::span<const std::uint8_t>) const override {
    return fail(Errc::internal, "signer");
  }

 private:
  std::string_view alg_;
  std::string kid_;
};

TEST(MakeHeader, MembersStandInOneOrder) {
  EXPECT_EQ(header({}), R"({"alg":"ES256","kid":"a"})");
  EXPECT_EQ(header({.with_kid = false}), R"({"alg":"ES256"})");
  EXPECT_EQ(header({.typ = "JWT", .cty = "text/plain", .extra_json = R"( {"b" : [1, 2], "a":"\u00e9","url":"x"} )"}),
            "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"cty\":\"text/"
            "plain\",\"kid\":\"a\",\"b\":[1,2],\"a\":\"\xC3\xA9\",\"url\":\"x\"}");
  EXPECT_EQ(header({.typ = "a\"b"}), R"({"alg":"ES256","typ":"a\"b","kid":"a"})");
}

TEST(MakeHeader, ExtraMembersReplaceNothing) {
  for (const std::string name : {"alg", "kid", "typ", "cty", "crit", "b64"}) {
    EXPECT_EQ(header({.with_kid = false, .extra_json = "{\"" + name + "\":\"x\"}"}), "header_parameter(" + name + ")");
    EXPECT_EQ(header({.extra_json = "{\"a\":1,\"\\u00" + std::string(name == "alg" ? "61lg" : "62") + "\":1}"}),
              name == "alg" ? "header_parameter(alg)" : R"({"alg":"ES256","kid":"a","a":1,"b":1})");
  }
}

TEST(MakeHeader, ExtraMembersAreAnObjectOfTypedMembers) {
  for (const std::string_view text : {"[]", "1", "{", "{} {}", "{\"a\":}", R"({"a":1,"a":2})"})
    EXPECT_EQ(header({.extra_json = text}), "malformed_json(header)") << text;
  EXPECT_EQ(header({.extra_json = R"({"jku":1})"}), "header_parameter(jku)");
  EXPECT_EQ(header({.extra_json = R"({"x5c":"x"})"}), "header_parameter(x5c)");
  EXPECT_EQ(header({.extra_json = "{\"a\":\"" + std::string(jws::kMaxHeader, 'a') + "\"}"}), "malformed_json(header)");
  EXPECT_EQ(header({.extra_json = "{\"a\":\"" + std::string(jws::kMaxHeader - 10, 'a') + "\"}"}),
            "limit_exceeded(header)");
}

// Row 20: a private key does not leave in a header.
TEST(Attack20, AnEmbeddedKeyIsPublic) {
  const std::string shown_key = key_for("ES256").to_public_jwk().value();
  EXPECT_EQ(header({.extra_json = "{\"jwk\":" + shown_key + "}"}),
            R"({"alg":"ES256","kid":"a","jwk":)" + shown_key + "}");
  for (const std::string_view alg : {"ES256", "RS256", "EdDSA", "HS256"}) {
    const std::string secret = text_of(key_for(alg).to_private_jwk()->expose());
    EXPECT_EQ(header({.extra_json = "{\"jwk\":" + secret + "}"}), "header_parameter(jwk)") << alg;
  }
}

TEST(MakeHeader, TextsAndSignersAreChecked) {
  EXPECT_EQ(header({.typ = "\xFF"}), "header_parameter(typ)");
  EXPECT_EQ(header({.cty = "\xC0\x80"}), "header_parameter(cty)");
  const auto said = [](std::string_view alg, std::string kid) {
    return outcome(jws::make_header(FakeSigner(alg, std::move(kid)), {}));
  };
  EXPECT_EQ(said("ES256", "a"), "ok");
  EXPECT_EQ(said("ES256", std::string(257, 'a')), "limit_exceeded(kid)");
  EXPECT_EQ(said("ES256", "\xFF"), "header_parameter(kid)");
  for (const std::string_view alg : {"none", "", "es256", "RSA-OAEP"}) EXPECT_EQ(said(alg, "a"), "alg_unknown(alg)");
}

TEST(SignCompact, EveryAlgorithmVerifies) {
  for (const std::string_view alg : all_rows()) {
    const Key& key = key_for(alg);
    for (const std::string payload : {"", "x", "not JSON \x01\xFF"}) {
      const std::string token = jws::sign_compact(as_bytes(payload), **key.signer(), {.typ = "x"}).value();
      const auto verified = jws::verify_compact(token, set_of({shown(key)}), rows({alg}));
      ASSERT_EQ(outcome(verified), "ok") << alg;
      EXPECT_EQ(as_text(verified->payload()), payload);
      EXPECT_EQ(verified->header().find("typ")->string(), "x");
      EXPECT_EQ(verified->header().find("alg")->string(), alg);
      EXPECT_EQ(verified->key_id(), key.info().kid);
    }
  }
}

TEST(SignCompact, ErrorsAreHandedOn) {
  EXPECT_EQ(outcome(jws::sign_compact({}, FakeSigner("ES256", "a"))), "internal(signer)");
  EXPECT_EQ(outcome(jws::sign_compact({}, *signer(), {.extra_json = "1"})), "malformed_json(header)");
}

TEST(SignCompact, WhatIsMadeIsSmallEnoughToBeVerified) {
  const Key& key = key_for("HS256");
  const std::size_t most = (std::size_t{12} << 20) - (std::size_t{64} << 10) - 5000;
  const std::string token = jws::sign_compact(Bytes(most, 'x'), **key.signer()).value();
  EXPECT_EQ(outcome(jws::verify_compact(token, set_of({key}), rows({"HS256"}))), "ok");
  EXPECT_EQ(outcome(jws::sign_compact(Bytes(std::size_t{12} << 20, 'x'), **key.signer())), "limit_exceeded(payload)");
}

}  // namespace
}  // namespace signet::test
