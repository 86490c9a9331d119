// Key management with shared keys: dir, A128KW and its kin, A128GCMKW and its kin, PBES2.
#include <atomic>
#include <span>
#include <thread>

#include "crypto/aes_key_wrap.h"
#include "crypto/password_kdf.h"

#include "encryption_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kRefused = "decryption_failed(token)";
constexpr std::uint64_t kFew = 1000;  // iterations

struct Facts {
  std::string_view name;
  std::size_t key, wrap;
  std::size_t parameters;
  std::string_view requirement;
};
// RFC 7518 section 4.1.
constexpr Facts kFacts[] = {
    {"dir", 0, 0, 0, "Recommended"},
    {"A128KW", 16, 16, 0, "Recommended"},
    {"A192KW", 24, 24, 0, "Optional"},
    {"A256KW", 32, 32, 0, "Recommended"},
    {"A128GCMKW", 16, 16, 2, "Optional"},
    {"A192GCMKW", 24, 24, 2, "Optional"},
    {"A256GCMKW", 32, 32, 2, "Optional"},
    {"PBES2-HS256+A128KW", 0, 16, 2, "Optional"},
    {"PBES2-HS384+A192KW", 0, 24, 2, "Optional"},
    {"PBES2-HS512+A256KW", 0, 32, 2, "Optional"},
};

TEST(SharedKeyRows, AreThoseOfTheRegistry) {
  ASSERT_EQ(all_shared_key_rows().size(), std::size(kFacts));
  for (const auto& [name, key, wrap, parameters, requirement] : kFacts) {
    const KeyManagementAlgorithm& row = management_row(name);
    EXPECT_EQ(row.key_octets, key) << name;
    EXPECT_EQ(row.wrap_octets, wrap) << name;
    EXPECT_EQ(row.parameters.size(), parameters) << name;
    EXPECT_EQ(row.requirement, requirement) << name;
    EXPECT_TRUE(row.types.size() == 1 && row.types.front() == KeyType::oct) << name;
    EXPECT_FALSE(row.legacy) << name;
    EXPECT_TRUE(row.available()) << name;
    EXPECT_EQ(crypto::is_direct(row), name == "dir");
  }
}

class WrappingRow : public testing::TestWithParam<std::string_view> {
 protected:
  const KeyManagementAlgorithm& row_ = management_row(GetParam());
  const Bytes octets_ = pattern(row_.key_octets == 0 ? 20 : row_.key_octets, 4);
  Encrypting encrypting_ = prepare_encrypt(GetParam(), oct_key(octets_)).value();
  Decrypting decrypting_ = prepare_decrypt(GetParam(), oct_key(octets_)).value();

  ManagedKey manage(const ContentEncryption& enc, ByteView cek) const {
    const Secret secret = Secret::copy_of(cek);
    return encrypting_->manage({.enc = &enc, .cek = &secret, .p2c = kFew}).value();
  }
  std::string opened(const ContentEncryption& enc, const KeyParameters& parameters, ByteView encrypted_key) const {
    return outcome(decrypting_->open(enc, parameters, encrypted_key));
  }
};

std::vector<std::string_view> wrapping_rows() {
  std::vector<std::string_view> names = all_shared_key_rows();
  std::erase(names, "dir");
  return names;
}
INSTANTIATE_TEST_SUITE_P(Rows, WrappingRow, testing::ValuesIn(wrapping_rows()),
                         [](const auto& rows) { return word_of(rows.param); });

TEST_P(WrappingRow, OpensWhatItWrappedForEveryContentEncryption) {
  for (const std::string_view name : all_content_encryptions()) {
    const ContentEncryption& enc = content_row(name);
    const Bytes cek = pattern(enc.key_octets, 8);
    const ManagedKey managed = manage(enc, cek);
    EXPECT_EQ(managed.content_key, nullptr);
    EXPECT_NE(managed.encrypted_key, cek);
    const auto key = decrypting_->open(enc, managed.parameters, managed.encrypted_key);
    ASSERT_EQ(outcome(key), "ok") << name;
    EXPECT_TRUE(same_key(name, *key, content_key(name, cek))) << name;
  }
}

// Two have keys of one size, so that the second cannot know; every other size is refused like a key that is wrong.
TEST_P(WrappingRow, RefusesACekOfAnotherSize) {
  for (const std::string_view made : all_content_encryptions()) {
    const ManagedKey managed = manage(content_row(made), pattern(content_row(made).key_octets, 8));
    for (const std::string_view read : all_content_encryptions()) {
      const bool fits = content_row(made).key_octets == content_row(read).key_octets;
      EXPECT_EQ(opened(content_row(read), managed.parameters, managed.encrypted_key), fits ? "ok" : kRefused);
    }
  }
}

TEST_P(WrappingRow, RefusesEachChangedOctetAndEverySize) {
  const ContentEncryption& enc = content_row("A128GCM");
  const ManagedKey sent = manage(enc, pattern(16, 8));
  for (std::size_t i = 0; i < sent.encrypted_key.size(); ++i)
    EXPECT_EQ(opened(enc, sent.parameters, flipped(sent.encrypted_key, i)), kRefused) << i;
  for (const std::size_t size : {0U, 1U, 8U, 15U, 16U, 17U, 23U, 24U, 25U, 32U, 600U}) {
    if (size == sent.encrypted_key.size()) continue;
    EXPECT_EQ(opened(enc, sent.parameters, resized(sent.encrypted_key, size)), kRefused) << size;
  }
  for (Bytes KeyParameters::* part : {&KeyParameters::iv, &KeyParameters::tag, &KeyParameters::p2s}) {
    for (std::size_t i = 0; i < (sent.parameters.*part).size(); ++i) {
      KeyParameters changed = sent.parameters;
      changed.*part = flipped(sent.parameters.*part, i);
      EXPECT_EQ(opened(enc, changed, sent.encrypted_key), kRefused) << i;
    }
  }
  EXPECT_EQ(opened(enc, sent.parameters, sent.encrypted_key), "ok");
}

TEST_P(WrappingRow, RefusesAnotherKey) {
  const ContentEncryption& enc = content_row("A256CBC-HS512");
  const ManagedKey sent = manage(enc, pattern(64, 8));
  const Decrypting other = prepare_decrypt(GetParam(), oct_key(flipped(octets_, 0))).value();
  EXPECT_EQ(outcome(other->open(enc, sent.parameters, sent.encrypted_key)), kRefused);
}

//= rfc7518#4.4 A128KW takes a key of 128 bits, and so on; a passphrase has any size
TEST_P(WrappingRow, TakesKeysOfItsSize) {
  for (const std::size_t size : {1U, 15U, 16U, 17U, 24U, 31U, 32U, 33U, 48U, 64U}) {
    const bool fits = row_.key_octets == 0 || row_.key_octets == size;
    EXPECT_EQ(outcome(prepare_encrypt(GetParam(), oct_key(pattern(size)))), fits ? "ok" : "key_mismatch(k)") << size;
    EXPECT_EQ(outcome(prepare_decrypt(GetParam(), oct_key(pattern(size)))), fits ? "ok" : "key_mismatch(k)") << size;
  }
  const KeyMaterial::Ptr curve = KeyMaterial::generate_curve(*crypto::find_curve("P-256")).value();
  EXPECT_EQ(outcome(prepare_encrypt(GetParam(), curve)), "key_mismatch(kty)");
}

TEST_P(WrappingRow, IsSharedByFourThreads) {
  std::atomic<int> wrong = 0;
  const auto work = [&](std::uint8_t thread) {
    const ContentEncryption& enc = content_row("A128GCM");
    for (int i = 0; i < 10; ++i) {
      const ManagedKey mine = manage(enc, pattern(16, thread));
      const auto key = decrypting_->open(enc, mine.parameters, mine.encrypted_key);
      if (!key || !same_key("A128GCM", *key, content_key("A128GCM", pattern(16, thread)))) ++wrong;
      if (opened(enc, mine.parameters, flipped(mine.encrypted_key, 5)) != kRefused) ++wrong;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) threads.emplace_back(work, static_cast<std::uint8_t>(i + 1));
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

class GcmKeyWrap : public WrappingRow {};
INSTANTIATE_TEST_SUITE_P(Rows, GcmKeyWrap, testing::Values("A128GCMKW", "A192GCMKW", "A256GCMKW"),
                         [](const auto& rows) { return word_of(rows.param); });

TEST_P(GcmKeyWrap, HasOneSizeOfIvAndTag) {
  const ContentEncryption& enc = content_row("A128GCM");
  const Bytes cek = pattern(16, 8);
  const ManagedKey sent = manage(enc, cek);
  for (const std::size_t size : {0U, 1U, 4U, 8U, 11U, 12U, 13U, 15U, 16U, 17U, 32U}) {
    KeyParameters changed = sent.parameters;
    changed.iv = resized(sent.parameters.iv, size);
    EXPECT_EQ(opened(enc, changed, sent.encrypted_key), size == 12 ? "ok" : kRefused) << size;
    changed = sent.parameters;
    changed.tag = resized(sent.parameters.tag, size);
    EXPECT_EQ(opened(enc, changed, sent.encrypted_key), size == 16 ? "ok" : kRefused) << size;
    if (size == 0) continue;
    const Secret secret = Secret::copy_of(cek);
    const Bytes iv = pattern(size);
    EXPECT_EQ(outcome(encrypting_->manage({.enc = &enc, .cek = &secret, .iv = iv})),
              size == 12 ? "ok" : "internal(encrypt)")
        << size;
  }
}

//= rfc7518#4.7 a new IV each time
TEST_P(GcmKeyWrap, DrawsANewIvEachTime) {
  const ContentEncryption& enc = content_row("A128GCM");
  const ManagedKey first = manage(enc, pattern(16)), second = manage(enc, pattern(16));
  EXPECT_EQ(first.parameters.iv.size(), 12U);
  EXPECT_EQ(first.parameters.tag.size(), 16U);
  EXPECT_NE(first.parameters.iv, second.parameters.iv);
}

class Pbes2 : public WrappingRow {};
INSTANTIATE_TEST_SUITE_P(Rows, Pbes2, testing::Values("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"),
                         [](const auto& rows) { return word_of(rows.param); });

TEST_P(Pbes2, DrawsANewSaltEachTime) {
  const ContentEncryption& enc = content_row("A128GCM");
  const ManagedKey first = manage(enc, pattern(16)), second = manage(enc, pattern(16));
  EXPECT_EQ(first.parameters.p2s.size(), 16U);
  EXPECT_EQ(first.parameters.p2c, kFew);
  EXPECT_NE(first.parameters.p2s, second.parameters.p2s);
  EXPECT_NE(first.encrypted_key, second.encrypted_key);
}

//= rfc7518#4.8.1.1 the salt is UTF8(Alg) || 0x00 || Salt Input; the count is what the header says
TEST_P(Pbes2, DerivesWithTheNameInTheSalt) {
  const ContentEncryption& enc = content_row("A128GCM");
  const ManagedKey sent = manage(enc, pattern(16, 8));
  Bytes salt(GetParam().begin(), GetParam().end());
  salt.push_back(0);
  salt.insert(salt.end(), sent.parameters.p2s.begin(), sent.parameters.p2s.end());
  const std::string hash = joined({"SHA", GetParam().substr(8, 3)});  // the digits of PBES2-HS256
  const auto kek =
      crypto::derive_key(crypto::Pbkdf2{hash.c_str(), salt, kFew}, Secret::copy_of(octets_), row_.wrap_octets).value();
  EXPECT_EQ(octets_of(crypto::unwrap_key(kek, sent.encrypted_key).value()), pattern(16, 8));
  KeyParameters changed = sent.parameters;
  changed.p2c = kFew + 1;
  EXPECT_EQ(opened(enc, changed, sent.encrypted_key), kRefused);
}

TEST_P(Pbes2, BoundsThePassphrase) {
  EXPECT_EQ(outcome(prepare_encrypt(GetParam(), oct_key(pattern(crypto::kMaxPassphrase)))), "ok");
  EXPECT_EQ(outcome(prepare_encrypt(GetParam(), oct_key(pattern(crypto::kMaxPassphrase + 1)))), "key_mismatch(k)");
  EXPECT_EQ(outcome(prepare_decrypt(GetParam(), oct_key(pattern(crypto::kMaxPassphrase + 1)))), "key_mismatch(k)");
}

TEST(Direct, KeyServesEveryContentEncryptionOfItsSize) {
  for (const std::size_t size : {1U, 16U, 20U, 24U, 32U, 48U, 64U}) {
    const KeyMaterial::Ptr key = oct_key(pattern(size));
    const Encrypting encrypting = prepare_encrypt("dir", key).value();
    const Decrypting decrypting = prepare_decrypt("dir", key).value();
    for (const std::string_view name : all_content_encryptions()) {
      const ContentEncryption& enc = content_row(name);
      const auto managed = encrypting->manage({.enc = &enc});
      const auto opened = decrypting->open(enc, {}, {});
      ASSERT_EQ(outcome(managed), enc.key_octets == size ? "ok" : "key_mismatch(k)") << name;
      ASSERT_EQ(outcome(opened), outcome(managed)) << name;
      if (!managed) continue;
      EXPECT_TRUE(managed->encrypted_key.empty());
      EXPECT_TRUE(same_key(name, managed->content_key, *opened)) << name;
      EXPECT_TRUE(same_key(name, *opened, content_key(name, pattern(size)))) << name;
      // Prepared once: each token gets the same one.
      EXPECT_EQ(*decrypting->open(enc, {}, {}), *opened) << name;
    }
  }
}

//= rfc7516#5.2 step 10: verify that the JWE Encrypted Key value is an empty octet sequence
TEST(Direct, RefusesAnEncryptedKey) {
  const Decrypting decrypting = prepare_decrypt("dir", oct_key(pattern(16))).value();
  EXPECT_EQ(outcome(decrypting->open(content_row("A128GCM"), {}, pattern(1))), kRefused);
}

}  // namespace
}  // namespace signet::test
