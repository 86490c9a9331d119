// Key::from_content: one function for every form of a key, and what it keeps of each.
#include "signet/key.h"

#include "jose_support.h"
#include "support.h"

namespace signet::test {
namespace {

Secret passphrase(std::string_view text = "correct horse") {
  return Secret::copy_of(as_bytes(text));
}
std::string content_outcome(std::string_view content, const Secret* secret = nullptr) {
  return outcome(Key::from_content(as_bytes(content), secret));
}

TEST(KeyContent, EveryFormGivesTheSameKey) {
  const Key key = Key::from_pem(read_vector("keys/p256.pkcs8.pem")).value();
  const Secret secret = passphrase();
  const Bytes spki = key.to_spki().value();
  const std::string jwk(as_text(key.to_private_jwk()->expose()));
  for (const std::string& content :
       {jwk, " \n" + jwk, read_vector("keys/p256.sec1.pem"), read_vector("key-forms/p256.aes256.pem"),
        read_vector("key-forms/p256.traditional.aes256.pem"), key.to_ssh_public().value(),
        std::string(as_text(spki))}) {
    const auto read = Key::from_content(as_bytes(content), &secret);
    ASSERT_EQ(outcome(read), "ok") << content;
    EXPECT_EQ(read->thumbprint(), key.thumbprint());
    EXPECT_EQ(read->info().kid, "");
    EXPECT_EQ(read->info().alg, "");
  }
}

TEST(KeyContent, CertificatesAreKeptAndCommentsAreNot) {
  const auto pem = Key::from_content(as_bytes(read_vector("keys/p256.crt.pem")));
  ASSERT_EQ(outcome(pem), "ok");
  ASSERT_EQ(pem->info().x5c.size(), 1u);
  const auto der = Key::from_content(pem->info().x5c.front());
  ASSERT_EQ(outcome(der), "ok");
  EXPECT_EQ(der->info().x5c, pem->info().x5c);
  EXPECT_EQ(der->thumbprint(), pem->thumbprint());
  const auto line = Key::from_content(as_bytes(read_vector("key-forms/ssh_p256.pub")));
  ASSERT_EQ(outcome(line), "ok");
  EXPECT_EQ(line->to_public_jwk()->find("comment"), std::string::npos);
}

TEST(KeyContent, PassphrasesAreForEncryptedKeys) {
  const std::string locked = read_vector("key-forms/rsa2048.pbes2.pem");
  const Secret right = passphrase(), wrong = passphrase("wrong");
  EXPECT_EQ(content_outcome(locked, &right), "ok");
  EXPECT_EQ(content_outcome(locked, &wrong), "decryption_failed(passphrase)");
  EXPECT_EQ(content_outcome(locked), "passphrase_missing(encrypted)");
  EXPECT_EQ(outcome(Key::from_pem(locked, &right)), "ok");
  EXPECT_EQ(outcome(Key::from_pem(locked)), "passphrase_missing(encrypted)");
  EXPECT_EQ(content_outcome(read_vector("keys/p256.spki.pem"), &wrong), "ok");
}

TEST(KeyContent, IsBounded) {
  EXPECT_EQ(content_outcome(std::string(kMaxKeyText + 1, 'x')), "limit_exceeded(key)");
  EXPECT_EQ(content_outcome("0" + std::string(kMaxKeyText, '\0')), "limit_exceeded(key)");
  EXPECT_EQ(content_outcome("ssh-rsa " + std::string(kMaxKeyText, 'A')), "limit_exceeded(key)");
  EXPECT_EQ(content_outcome(std::string(kMaxKeyText, 'x')), "malformed_pem(begin)");
}

TEST(KeyContent, WhatIsWrittenIsRead) {
  const Secret secret = passphrase("new"), empty;
  for (const std::string_view alg : {"ES256", "ES384", "ES512", "EdDSA", "RS256"}) {
    const Key key = Key::generate({.alg = alg}).value();
    const auto pem = key.to_encrypted_pem(secret);
    ASSERT_EQ(outcome(pem), "ok");
    const auto again = Key::from_content(pem->expose(), &secret);
    ASSERT_EQ(outcome(again), "ok");
    EXPECT_TRUE(again->is_private());
    EXPECT_EQ(again->thumbprint(), key.thumbprint());
    const auto line = key.to_ssh_public();
    ASSERT_EQ(outcome(line), "ok");
    const auto half = Key::from_content(as_bytes(*line));
    ASSERT_EQ(outcome(half), "ok");
    EXPECT_FALSE(half->is_private());
    EXPECT_EQ(half->thumbprint(), key.thumbprint());
    EXPECT_EQ(outcome(half->to_encrypted_pem(secret)), "private_key(d)");
    EXPECT_EQ(outcome(key.to_encrypted_pem(empty)), "passphrase_missing(passphrase)");
  }
  const Key oct = Key::generate({.alg = "HS256"}).value();
  EXPECT_EQ(outcome(oct.to_encrypted_pem(secret)), "symmetric_key(kty)");
  EXPECT_EQ(outcome(oct.to_ssh_public()), "symmetric_key(kty)");
}

}  // namespace
}  // namespace signet::test
