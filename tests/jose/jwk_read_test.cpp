// JWK in: RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2.
#include "jose_support.h"

namespace signet::test {
namespace {

std::string ec_key() {
  return text_of(with(key_for("ES256"), {}).to_private_jwk()->expose());
}
std::string rsa_key() {
  return text_of(with(key_for("RS256"), {}).to_private_jwk()->expose());
}
std::string okp_key() {
  return text_of(with(key_for("EdDSA"), {}).to_private_jwk()->expose());
}
std::string said(std::string_view jwk) {
  return outcome(Key::from_jwk(jwk));
}
/// The object with one more member.
std::string plus(std::string jwk, std::string_view member) {
  jwk.pop_back();
  return jwk + "," + std::string(member) + "}";
}
/// The object without this member.
std::string minus(const std::string& jwk, std::string_view name) {
  const auto document = json::Document::parse(jwk).value();
  json::Writer out;
  out.begin_object();
  for (const auto& [key, value] : document.root().members())
    if (key != name) out.key(key).raw(value.source());
  out.end_object();
  return out.take_string();
}
std::string set(const std::string& jwk, std::string_view name, std::string_view json) {
  return plus(minus(jwk, name), "\"" + std::string(name) + "\":" + std::string(json));
}
/// One zero octet before a number.
std::string padded(const std::string& jwk, std::string_view name) {
  const auto document = json::Document::parse(jwk).value();
  Bytes octets = base64url::decode(text_at(document.root(), "/" + std::string(name))).value();
  octets.insert(octets.begin(), 0);
  return set(jwk, name, "\"" + base64url::encode(octets) + "\"");
}

TEST(JwkRead, EveryTypeIsReadAsWhatItIs) {
  for (const std::string& text : {ec_key(), rsa_key(), okp_key()}) EXPECT_EQ(said(text), "ok") << text;
  const Key ec = Key::from_jwk(ec_key()).value();
  EXPECT_EQ(ec.type(), KeyType::ec);
  EXPECT_EQ(ec.crv(), "P-256");
  EXPECT_EQ(ec.bits(), 256u);
  EXPECT_TRUE(ec.is_private());
  const Key rsa = Key::from_jwk(rsa_key()).value();
  EXPECT_EQ(rsa.type(), KeyType::rsa);
  EXPECT_EQ(rsa.crv(), "");
  EXPECT_EQ(rsa.bits(), 2048u);
  const Key oct = Key::from_jwk(R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umjw"})").value();
  EXPECT_TRUE(oct.is_symmetric());
  EXPECT_EQ(oct.bits(), 128u);
}

TEST(JwkRead, UnknownMembersAreIgnored) {
  EXPECT_EQ(said(plus(ec_key(), R"("nickname":[1,{"a":null}])")), "ok");
  EXPECT_EQ(said(plus(ec_key(), R"("k":17)")), "ok") << "k says nothing in an EC key";
}

TEST(JwkRead, MissingMembersAreNamed) {
  for (const std::string_view name : {"kty", "crv", "x", "y"})
    EXPECT_EQ(said(minus(ec_key(), name)), "malformed_key(" + std::string(name) + ")");
  for (const std::string_view name : {"n", "e", "p", "q", "dp", "dq", "qi", "d"})
    EXPECT_EQ(said(minus(rsa_key(), name)), "malformed_key(" + std::string(name) + ")");
  for (const std::string_view name : {"crv", "x"})
    EXPECT_EQ(said(minus(okp_key(), name)), "malformed_key(" + std::string(name) + ")");
  EXPECT_EQ(said(R"({"kty":"oct"})"), "malformed_key(k)");
}

TEST(JwkRead, MembersOfTheWrongTypeAreNamed) {
  for (const std::string_view value : {"1", "null", "true", "[]", "{}", "[\"AQAB\"]"}) {
    for (const std::string_view name : {"n", "e", "d", "qi"})
      EXPECT_EQ(said(set(rsa_key(), name, value)), "malformed_key(" + std::string(name) + ")") << value;
    for (const std::string_view name : {"kty", "use", "alg", "kid", "x5u", "x5t", "x5t#S256", "ext", "exp"}) {
      if ((name == "ext" && value == "true") || (name == "exp" && value == "1")) continue;
      EXPECT_EQ(said(set(ec_key(), name, value)), "malformed_key(" + std::string(name) + ")") << value;
    }
  }
  for (const std::string_view value : {"1", "\"sign\"", "{}", "[]", "[1]", "[\"sign\",null]"})
    EXPECT_EQ(said(set(ec_key(), "key_ops", value)), "malformed_key(key_ops)") << value;
  for (const std::string_view value : {"1", "\"MIIB\"", "{}", "[]", "[1]"})
    EXPECT_EQ(said(set(ec_key(), "x5c", value)), "malformed_key(x5c)") << value;
}

TEST(JwkRead, EmptyTextIsNoValue) {
  for (const std::string_view name : {"use", "alg", "x5u", "x5t", "x5t#S256"})
    EXPECT_EQ(said(set(ec_key(), name, "\"\"")), "malformed_key(" + std::string(name) + ")");
  EXPECT_EQ(Key::from_jwk(set(ec_key(), "kid", "\"\""))->info().kid, "");
}

TEST(JwkRead, UnknownKindsAreUnsupported) {
  for (const std::string_view kty : {"\"AKP\"", "\"ec\"", "\"Oct\"", "\"\"", "\"RSA \""})
    EXPECT_EQ(said(set(ec_key(), "kty", kty)), "key_unsupported(kty)") << kty;
  for (const std::string_view crv : {"\"secp256k1\"", "\"p-256\"", "\"P-192\"", "\"\""})
    EXPECT_EQ(said(set(ec_key(), "crv", crv)), "key_unsupported(crv)") << crv;
  for (const std::string_view crv : {"\"X25519\"", "\"Ed448\"", "\"ed25519\""})
    EXPECT_EQ(said(set(okp_key(), "crv", crv)), "key_unsupported(crv)") << crv;
  EXPECT_EQ(said(set(ec_key(), "crv", "\"Ed25519\"")), "key_mismatch(crv)");
  EXPECT_EQ(said(set(okp_key(), "crv", "\"P-256\"")), "key_mismatch(crv)");
  EXPECT_EQ(said(plus(rsa_key(), R"("oth":[{"r":"AQAB","d":"AQAB","t":"AQAB"}])")), "key_unsupported(oth)");
}

TEST(JwkRead, KeyMaterialIsCanonicalBase64url) {
  const auto x = text_at(json::Document::parse(ec_key())->root(), "/x");
  EXPECT_EQ(x.size(), 43u);
  for (const std::string_view bad : {"AQAB=", "AQ==", "A", "AQA+", "AQ/B", "AQ AB", "AB\\n"}) {
    const std::string value = "\"" + std::string(bad) + "\"";
    EXPECT_EQ(said(set(rsa_key(), "e", value)), "malformed_key(e)") << bad;
    EXPECT_EQ(said(set(ec_key(), "x", value)), "malformed_key(x)") << bad;
    EXPECT_EQ(said(R"({"kty":"oct","k":)" + value + "}"), "malformed_key(k)") << bad;
  }
}

// Row 21: one key has one spelling, and so one thumbprint.
TEST(Attack21, NumbersAreMinimalAndCoordinatesWhole) {
  for (const std::string_view name : {"n", "e", "d", "p", "q", "dp", "dq", "qi"})
    EXPECT_EQ(said(padded(rsa_key(), name)), "malformed_key(" + std::string(name) + ")");
  EXPECT_EQ(said(set(rsa_key(), "e", "\"AAEAAQ\"")), "malformed_key(e)");
  EXPECT_EQ(said(set(rsa_key(), "e", "\"\"")), "malformed_key(e)");
  for (const std::string_view name : {"x", "y", "d"}) {
    EXPECT_EQ(said(padded(ec_key(), name)), "malformed_key(" + std::string(name) + ")");
    EXPECT_EQ(said(set(ec_key(), name, "\"AQAB\"")), "malformed_key(" + std::string(name) + ")");
  }
  EXPECT_EQ(said(padded(okp_key(), "x")), "malformed_key(x)");
  const Key key = Key::from_jwk(rsa_key()).value();
  EXPECT_EQ(key.thumbprint(), Key::from_jwk(plus(rsa_key(), R"("kid":"a","more":1)"))->thumbprint());
}

// Row 22: a private half with a public half of another key.
TEST(Attack22, ForeignPrivateHalves) {
  const auto member = [](const std::string& jwk, std::string_view name) {
    const auto document = json::Document::parse(jwk).value();
    return std::string(document.root().find(name)->source());
  };
  const std::string other_ec = text_of(Key::generate({.alg = "ES256"})->to_private_jwk()->expose());
  EXPECT_EQ(said(set(ec_key(), "d", member(other_ec, "d"))), "key_mismatch(d)");
  const std::string other_okp = text_of(Key::generate({.alg = "EdDSA"})->to_private_jwk()->expose());
  EXPECT_EQ(said(set(okp_key(), "d", member(other_okp, "d"))), "key_mismatch(d)");
  const Result<Key> swapped = Key::from_jwk(set(rsa_key(), "p", member(rsa_key(), "q")));
  ASSERT_FALSE(swapped);
  EXPECT_EQ(name_of(swapped.error().code), "key_mismatch");
}

TEST(JwkRead, AnRsaKeyMayHaveItsPrivateExponentAlone) {
  std::string jwk = rsa_key();
  for (const std::string_view name : {"p", "q", "dp", "dq", "qi"}) jwk = minus(jwk, name);
  const Key key = Key::from_jwk(jwk).value();
  EXPECT_TRUE(key.is_private());
  const std::string full = text_of(key.to_private_jwk()->expose());
  EXPECT_EQ(said(full), "ok");
  EXPECT_NE(full.find("\"qi\":"), std::string::npos);
}

// Row 31.
TEST(Attack31, DuplicateMembersOfAKey) {
  EXPECT_EQ(said(plus(ec_key(), R"("kty":"EC")")), "duplicate_name(kty)");
  EXPECT_EQ(said(plus(ec_key(), R"("kt\u0079":"EC")")), "duplicate_name(kty)");
  EXPECT_EQ(said(plus(ec_key(), R"("more":{"a":1,"\u0061":2})")), "duplicate_name(a)");
}

TEST(JwkRead, TextsThatAreNoJwk) {
  EXPECT_EQ(said("[]"), "malformed_key(jwk)");
  EXPECT_EQ(said("\"oct\""), "malformed_key(jwk)");
  EXPECT_EQ(said("{"), "malformed_json");
  EXPECT_EQ(said("{}"), "malformed_key(kty)");
  EXPECT_EQ(said(""), "malformed_json");
  EXPECT_EQ(said(std::string(kMaxKeyText, ' ') + ec_key()), "limit_exceeded(bytes)");
  EXPECT_EQ(said(set(rsa_key(), "n", "\"" + std::string(8192, 'A') + "\"")), "limit_exceeded(n)");
}

TEST(JwkRead, KidIsBounded) {
  EXPECT_EQ(said(set(ec_key(), "kid", "\"" + std::string(256, 'k') + "\"")), "ok");
  EXPECT_EQ(said(set(ec_key(), "kid", "\"" + std::string(257, 'k') + "\"")), "limit_exceeded(kid)");
}

TEST(JwkRead, TextIsJwkOrPem) {
  const Key key = key_for("ES256");
  EXPECT_EQ(Key::from_content(as_bytes(" \r\n\t" + ec_key()))->thumbprint(), key.thumbprint());
  EXPECT_EQ(Key::from_content(as_bytes(key.to_public_pem().value()))->thumbprint(), key.thumbprint());
  EXPECT_EQ(Key::from_pem(text_of(key.to_private_pem(PemForm::pkcs8)->expose()))->thumbprint(), key.thumbprint());
  EXPECT_EQ(Key::from_pem(std::string(kMaxKeyText + 1, '\n')).error().subject, "pem");
  EXPECT_FALSE(Key::from_content({}));
  EXPECT_FALSE(Key::from_content(as_bytes("{")));
}

}  // namespace
}  // namespace signet::test
