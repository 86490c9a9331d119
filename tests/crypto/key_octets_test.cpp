// Octets that everybody may know are no symmetric key. Attacks 2, 3, 4 and 8.
#include "codec/pem.h"
#include "crypto/key_der.h"
#include "crypto/octet_hygiene.h"
#include "crypto/random.h"
#include "key_support.h"

namespace signet::test {
namespace {

std::string as_key(ByteView octets) {
  return outcome(KeyMaterial::from_octets(Secret::copy_of(octets)));
}
std::string as_key(std::string_view text) {
  return as_key(as_bytes(text));
}

constexpr const char* kPublicFiles[] = {"rsa2048.spki", "rsa2048.pkcs1_public", "rsa2048.crt", "rsa3072_e3.spki",
                                        "p256.spki",    "p256.compressed",      "p256.crt",    "p384.spki",
                                        "p521.crt",     "ed25519.spki",         "ed25519.crt"};

std::string pem_of(const std::string& name) {
  return read_vector("keys/" + name + ".pem");
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// Ways to write one text in which its base64 or its armour can still be read.
std::vector<std::string> mutations(const std::string& pem) {
  const std::string flat = replaced(pem, "\n", "");
  std::vector<std::string> out = {pem,
                                  pem.substr(0, pem.size() - 1),
                                  "\n" + pem,
                                  " \t\r\n" + pem,
                                  pem + "\n\n",
                                  "junk" + pem,
                                  "x" + pem,
                                  "\xef\xbb\xbf" + pem,
                                  std::string(1, '\0') + pem,
                                  replaced(pem, "\n", "\r\n"),
                                  replaced(pem, "\n", "\r"),
                                  replaced(pem, "\n", "\\n"),
                                  flat,
                                  replaced(pem, "-----", "----"),
                                  replaced(pem, "-----", "------"),
                                  replaced(pem, "-----", ""),
                                  replaced(pem, "-----BEGIN ", "-----begin "),
                                  replaced(pem, "BEGIN ", "BEGIN  "),
                                  replaced(pem, "\n", "\n> "),
                                  pem.substr(0, pem.find("-----END")),
                                  pem.substr(pem.find('\n') + 1),
                                  "{\"key\":\"" + replaced(pem, "\n", "\\n") + "\"}"};
  std::string utf16;
  for (const char c : pem) utf16 += {c, '\0'};
  out.push_back(utf16);
  return out;
}

TEST(OctetKey, NoPemInAnySpelling) {
  for (const char* name : kPublicFiles) {
    const std::string pem = pem_of(name);
    int number = 0;
    for (const std::string& text : mutations(pem)) {
      EXPECT_EQ(as_key(text), "weak_key(k)") << name << " mutation " << number;
      EXPECT_EQ(as_key(base64url::encode(as_bytes(text))), "weak_key(k)") << name << " base64url " << number;
      EXPECT_EQ(as_key(codec::encode_base64(as_bytes(text))), "weak_key(k)") << name << " base64 " << number;
      ++number;
    }
  }
}

TEST(OctetKey, NoPemWithoutItsArmour) {
  for (const char* name : kPublicFiles) {
    const std::string pem = pem_of(name);
    std::string body = pem.substr(pem.find('\n') + 1);
    body.resize(body.find('-'));
    EXPECT_EQ(as_key(body), "weak_key(k)") << name;
    EXPECT_EQ(as_key(replaced(body, "\n", "")), "weak_key(k)") << name;
    EXPECT_EQ(as_key(replaced(body, "\n", "\r\n ")), "weak_key(k)") << name;
    EXPECT_EQ(as_key("abc" + replaced(body, "\n", "")), "weak_key(k)") << name;
  }
}

TEST(OctetKey, NoDer) {
  for (const char* name : kPublicFiles) {
    const auto blocks = codec::parse_pem(pem_of(name));
    ASSERT_TRUE(blocks);
    const ByteView der = blocks->front().der.expose();
    EXPECT_EQ(as_key(der), "weak_key(k)") << name;
    for (const std::string_view prefix : {"\n", " ", "\xff", "0", "MI", "0\x82", "prefix "}) {
      Bytes octets(prefix.begin(), prefix.end());
      octets.insert(octets.end(), der.begin(), der.end());
      EXPECT_EQ(as_key(octets), "weak_key(k)") << name;
      octets.push_back('\n');
      EXPECT_EQ(as_key(octets), "weak_key(k)") << name;
    }
    EXPECT_EQ(as_key(base64url::encode(der)), "weak_key(k)") << name;
    EXPECT_EQ(as_key(codec::encode_base64(der)), "weak_key(k)") << name;
    EXPECT_EQ(as_key(base64url::encode(as_bytes(codec::encode_base64(der)))), "weak_key(k)") << name;
  }
}

TEST(OctetKey, NoPrivatePem) {
  for (const std::string name : {"rsa2048.pkcs8", "rsa2048.pkcs1", "p256.sec1", "ed25519.pkcs8", "ssh_ed25519"})
    EXPECT_EQ(as_key(pem_of(name)), "weak_key(k)") << name;
}

TEST(OctetKey, NoJwkAndNoJwkSet) {
  const std::string jwk = R"({"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"})";
  const std::vector<std::string> texts = {jwk,
                                          R"({"keys":[)" + jwk + "]}",
                                          " \n" + jwk,
                                          jwk + "\n",
                                          R"({"keys":[]})",
                                          R"({ "kty" : "oct", "k" : "AA" })",
                                          R"({"jwk":)" + jwk + "}",
                                          "[" + jwk + "]",
                                          "x" + jwk,
                                          "\xef\xbb\xbf" + jwk,
                                          R"({"k\u0074y":"oct"})",
                                          R"({"\u006beys":[]})",
                                          R"("{\"kty\":\"oct\"}")",
                                          R"({"KTY":"x"})",
                                          jwk.substr(0, 40)};
  for (const std::string& text : texts) {
    EXPECT_EQ(as_key(text), "weak_key(k)") << text;
    EXPECT_EQ(as_key(base64url::encode(as_bytes(text))), "weak_key(k)") << text;
    EXPECT_EQ(as_key(codec::encode_base64(as_bytes(text))), "weak_key(k)") << text;
    EXPECT_EQ(as_key(base64url::encode(as_bytes(base64url::encode(as_bytes(text))))), "weak_key(k)") << text;
  }
}

TEST(OctetKey, NoSshPublicKey) {
  const std::string line = read_vector("keys/ssh_ed25519.pub");
  for (const std::string& text :
       {line, "\n" + line, "no-pty " + line, line.substr(12),
        std::string("---- BEGIN SSH2 PUBLIC KEY ----\n") + line.substr(12),
        std::string("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB"), std::string("ecdsa-sha2-nistp256 AAAA")})
    EXPECT_EQ(as_key(text), "weak_key(k)") << text;
}

TEST(OctetKey, EmptyAndTooLong) {
  EXPECT_EQ(as_key(""), "weak_key(k)");
  EXPECT_EQ(as_key(Bytes(crypto::kMaxOctetKey, 0x77)), "ok");
  EXPECT_EQ(as_key(Bytes(crypto::kMaxOctetKey + 1, 0x77)), "limit_exceeded(k)");
}

TEST(OctetKey, OrdinarySecretsAreAccepted) {
  for (const std::string_view text :
       {"a", "secretkey", "correct horse battery staple", "0123456789abcdef0123456789abcdef", "{not json",
        "{\"password\":\"x\"}", "the keys of the house", "MIIB", "-----", "0\x82", "-----END-----", "ssh",
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"})
    EXPECT_EQ(as_key(text), "ok") << text;
}

TEST(OctetKey, RandomSecretsAreAccepted) {
  for (int i = 0; i < 500; ++i) {
    const auto octets = crypto::random_secret(32 + static_cast<std::size_t>(i % 97));
    ASSERT_TRUE(octets);
    EXPECT_FALSE(crypto::is_key_text(octets->expose()));
    EXPECT_FALSE(crypto::is_key_text(as_bytes(base64url::encode(octets->expose()))));
  }
}

}  // namespace
}  // namespace signet::test
