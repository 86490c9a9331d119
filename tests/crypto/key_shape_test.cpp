// DER beside PEM: each structure is told by its tags, and nothing else is one.

#include <algorithm>
#include <memory>

#include "crypto/key_shape.h"

#include "form_support.h"

namespace signet::test {
namespace {

using crypto::find_shape;
using crypto::is_der;
using crypto::KeyShape;

std::string pem(const std::string& name) {
  return read_vector("keys/" + name + ".pem");
}

TEST(KeyShape, EveryStructureIsKnown) {
  const std::pair<const char*, KeyShape> cases[] = {
      {"rsa2048.spki", KeyShape::spki},
      {"p256.spki", KeyShape::spki},
      {"p521.compressed", KeyShape::spki},
      {"ed25519.spki", KeyShape::spki},
      {"rsa2048.pkcs8", KeyShape::pkcs8},
      {"p384.pkcs8", KeyShape::pkcs8},
      {"ed25519.pkcs8", KeyShape::pkcs8},
      {"bad_encrypted", KeyShape::encrypted_pkcs8},
      {"rsa2048.pkcs1", KeyShape::rsa_private},
      {"rsa2048.pkcs1_public", KeyShape::rsa_public},
      {"p256.sec1", KeyShape::sec1},
      {"p256.no_public", KeyShape::sec1},
      {"rsa2048.crt", KeyShape::certificate},
      {"ed25519.crt", KeyShape::certificate},
  };
  for (const auto& [name, shape] : cases) {
    const std::string der = der_of(pem(name));
    EXPECT_EQ(find_shape(as_bytes(der)), shape) << name;
    EXPECT_TRUE(is_der(as_bytes(der))) << name;
    EXPECT_FALSE(is_der(as_bytes(pem(name)))) << name;
    EXPECT_EQ(find_shape(as_bytes(der + '\0')), std::nullopt) << name;
    for (std::size_t size = 0; size < der.size(); ++size) {
      const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[size]);
      std::copy_n(as_bytes(der).begin(), size, exact.get());
      ASSERT_EQ(find_shape({exact.get(), size}), std::nullopt) << name << size;
    }
  }
  EXPECT_EQ(find_shape(as_bytes(form("bad_pkcs12.p12"))), KeyShape::pkcs12);
}

TEST(KeyShape, NothingElseIsOne) {
  for (const char* hex : {"", "30", "3000", "3080", "0400", "3003020100", "30050201000500", "3004300004ff",
                          "3006040004000400", "300603010003010030"})
    EXPECT_EQ(find_shape(from_hex(hex)), std::nullopt) << hex;
  // What may follow, and what may not.
  EXPECT_EQ(find_shape(from_hex("300730000300")), std::nullopt);
  EXPECT_EQ(find_shape(from_hex("300430000300")), KeyShape::spki);
  EXPECT_EQ(find_shape(from_hex("3006300003000300")), std::nullopt);
  EXPECT_EQ(find_shape(from_hex("300430000400")), KeyShape::encrypted_pkcs8);
  EXPECT_EQ(find_shape(from_hex("3006300004000400")), std::nullopt);
  EXPECT_EQ(find_shape(from_hex("3006300030000300")), KeyShape::certificate);
  EXPECT_EQ(find_shape(from_hex("3006020030000400")), KeyShape::pkcs8);
  EXPECT_EQ(find_shape(from_hex("3008020030000400a000")), KeyShape::pkcs8);
  EXPECT_EQ(find_shape(from_hex("300402000400")), KeyShape::sec1);
}

TEST(KeyShape, TextIsNeverDer) {
  for (const char* text : {"", "0", "0x30", "{\"kty\":\"oct\"}", "-----BEGIN X-----", "ssh-rsa AAAA", "0\t0\r\n0"})
    EXPECT_FALSE(is_der(as_bytes(std::string_view(text)))) << text;
  EXPECT_TRUE(is_der(from_hex("3003020100")));
  EXPECT_FALSE(is_der(from_hex("020100")));
}

TEST(Der, IsReadAsItsPemIs) {
  for (const std::string kind : {"rsa2048", "p256", "p384", "p521", "ed25519"}) {
    const KeyPtr key = pem_key(kind + ".pkcs8");
    EXPECT_EQ(same_as(key, true, der_of(pem(kind + ".pkcs8"))), "ok") << kind;
    EXPECT_EQ(same_as(key, false, der_of(pem(kind + ".spki"))), "ok") << kind;
    EXPECT_EQ(same_as(key, false, der_of(pem(kind + ".crt"))), "ok") << kind;
  }
  EXPECT_EQ(same_as(pem_key("rsa2048.pkcs8"), true, der_of(pem("rsa2048.pkcs1"))), "ok");
  EXPECT_EQ(same_as(pem_key("rsa2048.pkcs8"), false, der_of(pem("rsa2048.pkcs1_public"))), "ok");
  EXPECT_EQ(same_as(pem_key("p256.pkcs8"), true, der_of(pem("p256.sec1"))), "ok");
  const auto certificate = crypto::read_key_content(as_bytes(der_of(pem("p256.crt"))), nullptr);
  ASSERT_EQ(outcome(certificate), "ok");
  ASSERT_EQ(certificate->certificates.size(), 1u);
  EXPECT_EQ(as_text(certificate->certificates.front()), der_of(pem("p256.crt")));
}

TEST(Der, RefusalsOfItsForms) {
  EXPECT_EQ(content_outcome(der_of(pem("bad_rsa1024.pkcs8"))), "weak_key(n)");
  EXPECT_EQ(content_outcome(der_of(pem("bad_dsa"))), "key_unsupported(algorithm)");
  EXPECT_EQ(content_outcome(der_of(pem("bad_explicit_sec1"))), "key_unsupported(curve)");
  EXPECT_EQ(content_outcome(der_of(pem("bad_rsa_three_primes.pkcs8"))), "key_unsupported(oth)");
  EXPECT_EQ(content_outcome(der_of(pem("bad_request"))), "malformed_key(x5c)");
  EXPECT_EQ(content_outcome(der_of(pem("bad_encrypted"))), "limit_exceeded(iterations)");
  EXPECT_EQ(content_outcome(form("bad_pkcs12.p12")), "key_unsupported(pkcs12)");
  EXPECT_EQ(content_outcome(as_text(from_hex("3003020100"))), "malformed_pem(der)");
  EXPECT_EQ(content_outcome(der_of(pem("p256.spki")) + "\n"), "malformed_pem(der)");
  EXPECT_EQ(content_outcome(" " + der_of(pem("p256.spki"))), "malformed_pem(begin)");
  EXPECT_EQ(content_outcome(std::string(kMaxKeyText + 1, '0')), "limit_exceeded(key)");
  EXPECT_EQ(content_outcome(""), "malformed_pem(begin)");
}

}  // namespace
}  // namespace signet::test
