// JWKs and JWK Sets in a JWE: RFC 7517 section 7.
#include "signet/encrypted_key.h"

#include "jwe_support.h"

namespace signet::test {
namespace {

constexpr std::uint64_t kFew = 1000;

Secret passphrase(std::string_view text = "correct horse") {
  return Secret::copy_of(as_bytes(text));
}
std::string same(const Result<Key>& key, const Key& wanted) {
  if (!key) return to_string(key.error());
  return as_text(key->to_private_jwk().value().expose()) == as_text(wanted.to_private_jwk().value().expose())
             ? "same"
             : "another";
}

TEST(EncryptedKey, ByAPassphrase) {
  for (const std::string_view alg : {"ES256", "EdDSA", "RS256", "HS256"}) {
    const auto token = encrypt_jwk(key_for(alg), passphrase(), kFew);
    ASSERT_TRUE(token) << outcome(token);
    const Secret right = passphrase();
    EXPECT_EQ(same(Key::from_content(as_bytes(*token), &right), key_for(alg)), "same") << alg;
    EXPECT_EQ(same(Key::from_content(as_bytes(joined({*token, "\r\n"})), &right), key_for(alg)), "same");
    const Secret wrong = passphrase("battery staple");
    EXPECT_EQ(same(Key::from_content(as_bytes(*token), &wrong), key_for(alg)), "decryption_failed(passphrase)");
    EXPECT_EQ(same(Key::from_content(as_bytes(*token), nullptr), key_for(alg)), "passphrase_missing(encrypted)");
  }
  EXPECT_EQ(outcome(encrypt_jwk(shown(key_for("ES256")), passphrase(), kFew)), "private_key(d)");
  EXPECT_EQ(outcome(encrypt_jwk(key_for("ES256"), Secret(), kFew)), "passphrase_missing(passphrase)");
  EXPECT_EQ(outcome(encrypt_jwk(key_for("ES256"), passphrase(std::string(1025, 'x')), kFew)),
            "limit_exceeded(passphrase)");
  EXPECT_EQ(outcome(encrypt_jwk(key_for("ES256"), passphrase(), 999)), "header_parameter(p2c)");
}

TEST(EncryptedKey, ToAKey) {
  const Key& recipient = encryption_key_for("ECDH-ES+A128KW");
  const auto to = encrypter(recipient, "ECDH-ES+A128KW");
  const Key& key = key_for("ES384");
  const auto token = encrypt_jwk(key, {.key = to.get()}, enc_row("A256GCM"));
  ASSERT_TRUE(token) << outcome(token);
  const jwe::Policy policy = allow({"ECDH-ES+A128KW"}, {"A256GCM"});
  EXPECT_EQ(same(decrypt_jwk(*token, set_of({recipient}), policy), key), "same");
  EXPECT_EQ(outcome(decrypt_jwk_set(*token, set_of({recipient}), policy)), "typ_mismatch(cty)");
}

TEST(EncryptedKey, SetsToo) {
  const Key& recipient = encryption_key_for("A256KW");
  const auto to = encrypter(recipient, "A256KW");
  const Key keys[] = {key_for("ES256"), key_for("HS384")};
  const auto token = encrypt_jwk_set(keys, {.key = to.get()}, enc_row("A128CBC-HS256"));
  ASSERT_TRUE(token) << outcome(token);
  const jwe::Policy policy = allow({"A256KW"}, {"A128CBC-HS256"});
  const auto set = decrypt_jwk_set(*token, set_of({recipient}), policy);
  ASSERT_TRUE(set) << outcome(set);
  ASSERT_EQ(set->entries().size(), 2u);
  EXPECT_TRUE(set->entries()[1].key->is_symmetric());
  EXPECT_EQ(outcome(decrypt_jwk(*token, set_of({recipient}), policy)), "typ_mismatch(cty)");
  const auto by_passphrase = encrypt_jwk_set(keys, passphrase(), kFew);
  const Secret right = passphrase();
  const auto opened = open_encrypted_jwk(*by_passphrase, &right);
  ASSERT_TRUE(opened) << outcome(opened);
  EXPECT_EQ(JwkSet::parse_private(as_text(opened->expose()))->entries().size(), 2u);
}

// A file says by its form alone that it is one; its cty has to say that a key is inside.
TEST(EncryptedKey, WhatIsNone) {
  EXPECT_FALSE(is_encrypted_jwk(""));
  EXPECT_FALSE(is_encrypted_jwk("a.b.c"));
  EXPECT_FALSE(is_encrypted_jwk("a.b.c.d.e.f"));
  EXPECT_FALSE(is_encrypted_jwk("a.b.c.d e"));
  EXPECT_FALSE(is_encrypted_jwk(" a.b.c.d.e"));
  EXPECT_TRUE(is_encrypted_jwk("a.b.c.d.e\n"));
  const Key key = Key::from_octets(passphrase()).value();
  const auto to = key.prepare_encryption(key_row("PBES2-HS256+A128KW")).value();
  const auto token = jwe::encrypt_compact(as_bytes("{}"), {.key = to.get(), .iterations = kFew}, enc_row("A128GCM"));
  const Secret right = passphrase();
  EXPECT_EQ(outcome(open_encrypted_jwk(*token, &right)), "typ_mismatch(cty)");
  // Work that a file may ask for is bounded before any is done.
  const std::string header = b64(R"({"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2s":"AAAAAAAAAAAA","p2c":1200001})");
  const std::string costly =
      joined({header, ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAA..", "AAAAAAAAAAAAAAAAAAAAAA"});
  EXPECT_EQ(outcome(open_encrypted_jwk(costly, &right)), "limit_exceeded(p2c)");
}

}  // namespace
}  // namespace signet::test
