// Encrypted keys: PKCS#8 and the old PEM encryption. Work is bounded before it is done, and a wrong passphrase has one
// error whatever it leads to.
#include <algorithm>
#include <cstdint>
#include <memory>

#include "crypto/cbc_cipher.h"
#include "crypto/key_der.h"
#include "crypto/key_pem.h"
#include "crypto/pbes2.h"
#include "crypto/pem_encryption.h"

#include "form_support.h"

namespace signet::test {
namespace {

struct Case {
  const char* file;
  const char* key;
};
constexpr Case kCases[] = {
    {"p256.aes128.pem", "p256"},
    {"p256.aes192.pem", "p256"},
    {"p256.aes256.pem", "p256"},
    {"p256.des3.pem", "p256"},
    {"ed25519.sha1.pem", "ed25519"},
    {"ed25519.sha224.pem", "ed25519"},
    {"ed25519.sha256.pem", "ed25519"},
    {"ed25519.sha384.pem", "ed25519"},
    {"ed25519.sha512.pem", "ed25519"},
    {"p384.scrypt.pem", "p384"},
    {"rsa2048.pbes2.pem", "rsa2048"},
    {"p521.pbes2.der", "p521"},
    {"p256.traditional.aes256.pem", "p256"},
    {"rsa2048.traditional.aes128.pem", "rsa2048"},
    {"rsa2048.traditional.aes192.pem", "rsa2048"},
    {"rsa2048.traditional.aes256.pem", "rsa2048"},
    {"rsa2048.traditional.des3.pem", "rsa2048"},
};

TEST(EncryptedKey, OpensWithItsPassphraseAlone) {
  const Secret right = passphrase(), wrong = passphrase("Correct horse"), empty;
  for (const Case& row : kCases) {
    const std::string content = form(row.file);
    const KeyPtr key = pem_key(std::string(row.key) + ".pkcs8");
    EXPECT_EQ(same_as(key, true, content, &right), "ok") << row.file;
    EXPECT_EQ(content_outcome(content, nullptr), "passphrase_missing(encrypted)") << row.file;
    EXPECT_EQ(content_outcome(content, &wrong), "decryption_failed(passphrase)") << row.file;
    EXPECT_EQ(content_outcome(content, &empty), "decryption_failed(passphrase)") << row.file;
  }
  for (const char* file : {"ssh_rsa.PEM", "ssh_rsa.PKCS8"}) {
    EXPECT_EQ(content_outcome(form(file), &right), "ok") << file;
    EXPECT_EQ(content_outcome(form(file), &wrong), "decryption_failed(passphrase)") << file;
  }
  const Secret long_one(WipedBytes(crypto::kMaxPassphrase + 1, 'x'));
  EXPECT_EQ(content_outcome(form("p256.aes128.pem"), &long_one), "limit_exceeded(passphrase)");
  EXPECT_EQ(content_outcome(form("p256.traditional.aes256.pem"), &long_one), "limit_exceeded(passphrase)");
}

TEST(EncryptedKey, APassphraseThatIsNotNeededDoesNoHarm) {
  const Secret secret = passphrase();
  EXPECT_EQ(content_outcome(read_vector("keys/p256.pkcs8.pem"), &secret), "ok");
  EXPECT_EQ(content_outcome(read_vector("keys/p256.spki.pem"), &secret), "ok");
}

TEST(EncryptedKey, IsRefusedForWhatItIs) {
  const Secret secret = passphrase();
  for (const Secret* given : {static_cast<const Secret*>(nullptr), &secret}) {
    EXPECT_EQ(content_outcome(form("bad_pbes1.pem"), given), "key_unsupported(pbes1)");
    EXPECT_EQ(content_outcome(form("bad_camellia.pem"), given), "key_unsupported(cipher)");
    EXPECT_EQ(content_outcome(form("bad_des.pem"), given), "key_unsupported(cipher)");
    EXPECT_EQ(content_outcome(form("bad_iterations.pem"), given), "limit_exceeded(iterations)");
  }
  // A whole key that is no good is told for what it is.
  EXPECT_EQ(content_outcome(form("bad_rsa1024.pem"), &secret), "weak_key(n)");
}

/// One wrong passphrase in 256 leads to a good padding: of this many, some do.
TEST(EncryptedKey, WrongPassphrasesWithGoodPaddingSayNoMore) {
  const auto blocks = codec::parse_pem(form("rsa2048.traditional.des3.pem"));
  ASSERT_TRUE(blocks);
  const codec::PemBlock& block = blocks->front();
  const auto& cipher = *crypto::find_cbc_cipher("DES-EDE3-CBC");
  const Bytes iv = from_hex(std::string_view(block.headers[1].value).substr(block.headers[1].value.find(',') + 1));
  int good_paddings = 0;
  for (int i = 0; i < 3000; ++i) {
    const Secret wrong = passphrase(std::to_string(i));
    const auto key = crypto::derive_legacy_key(cipher, wrong, iv);
    ASSERT_TRUE(key);
    good_paddings += crypto::decrypt_cbc(cipher, *key, iv, block.der.expose()).has_value() ? 1 : 0;
    ASSERT_EQ(outcome(crypto::open_pem_block(block, crypto::KeyShape::rsa_private, &wrong)),
              "decryption_failed(passphrase)");
  }
  EXPECT_GT(good_paddings, 0);
}

std::string block_outcome(const std::string& headers, std::string_view octets = "0123456789abcdef",
                          const std::string& label = "RSA PRIVATE KEY") {
  return content_outcome("-----BEGIN " + label + "-----\n" + headers + "\n\n" + codec::encode_base64(as_bytes(octets)) +
                         "\n-----END " + label + "-----\n");
}

TEST(EncryptedPem, HeadersAreExact) {
  const std::string type = "Proc-Type: 4,ENCRYPTED\n", iv(32, '0');
  EXPECT_EQ(block_outcome(type + "DEK-Info: AES-128-CBC," + iv), "passphrase_missing(encrypted)");
  EXPECT_EQ(block_outcome(type + "DEK-Info: AES-128-CBC," + iv, "short"), "malformed_pem(body)");
  for (const std::string& headers :
       {std::string("Comment: x"), std::string("Proc-Type: 4,ENCRYPTED"), "DEK-Info: AES-128-CBC," + iv,
        "DEK-Info: AES-128-CBC," + iv + "\nProc-Type: 4,ENCRYPTED", "Proc-Type: 4,CLEAR\nDEK-Info: AES-128-CBC," + iv,
        type + "DEK-Info: AES-128-CBC", type + "DEK-Info: AES-128-CBC," + iv + "00",
        type + "DEK-Info: AES-128-CBC," + iv.substr(1), type + "DEK-Info: AES-128-CBC," + iv.substr(1) + "g",
        type + "DEK-Info: AES-128-CBC," + iv + "\nA: b"})
    EXPECT_EQ(block_outcome(headers), "malformed_pem(headers)") << headers;
  for (const std::string cipher : {"DES-CBC", "AES-128-GCM", "aes-128-cbc", "", "BF-CBC", "RC2-40-CBC"})
    EXPECT_EQ(block_outcome(type + "DEK-Info: " + cipher + "," + iv), "key_unsupported(cipher)") << cipher;
  const std::string good = type + "DEK-Info: AES-128-CBC," + iv;
  EXPECT_EQ(block_outcome(good, "0123456789abcdef", "EC PRIVATE KEY"), "passphrase_missing(encrypted)");
  for (const std::string label : {"PRIVATE KEY", "PUBLIC KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"})
    EXPECT_EQ(block_outcome(good, "0123456789abcdef", label), "malformed_pem(headers)") << label;
  EXPECT_EQ(block_outcome(good, "0123456789abcdef", "DSA PRIVATE KEY"), "key_unsupported(label)");
}

/// A key of the other label inside is no key of this one.
TEST(EncryptedPem, TheLabelIsHeldAgainstTheKey) {
  const Secret secret = passphrase();
  std::string text = form("p256.traditional.aes256.pem");
  for (std::size_t at = 0; (at = text.find("EC PRIVATE")) != std::string::npos;) text.replace(at, 2, "RSA");
  EXPECT_EQ(content_outcome(text, &secret), "decryption_failed(passphrase)");
}

std::string open_outcome(std::string_view der, const Secret* secret, const crypto::KdfLimits& limits = {}) {
  const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[der.size()]);
  std::copy_n(as_bytes(der).begin(), der.size(), exact.get());
  return outcome(crypto::open_pkcs8({exact.get(), der.size()}, secret, limits));
}

TEST(EncryptedPkcs8, EveryTruncationAndTrailingOctet) {
  const Secret secret = passphrase();
  for (const char* file : {"ed25519.sha1.pem", "ed25519.sha256.pem", "p256.des3.pem", "p384.scrypt.pem"}) {
    const std::string der = der_of(form(file));
    EXPECT_EQ(open_outcome(der, &secret), "ok");
    EXPECT_EQ(open_outcome(der + '\0', &secret), "malformed_pem(der)");
    for (std::size_t size = 0; size < der.size(); ++size)
      ASSERT_EQ(open_outcome(der.substr(0, size), &secret), "malformed_pem(der)") << file << size;
  }
}

TEST(EncryptedPkcs8, EveryChangedBitIsRefused) {
  const Secret secret = passphrase();
  const crypto::KdfLimits limits{.pbkdf2_iterations = 2000, .scrypt_work = 1u << 14};
  for (const char* file : {"ed25519.sha256.pem", "p384.scrypt.pem"}) {
    std::string der = der_of(form(file));
    // The last octets of the ciphertext are those of the padding; before them the key may change, and is another one.
    const std::size_t clear = der.size() - (file[0] == 'e' ? 64 : 200);
    for (std::size_t at = 0; at < clear; ++at) {
      for (const int bit : {0x01, 0x80}) {
        der[at] = static_cast<char>(der[at] ^ bit);
        const std::string found = open_outcome(der, &secret, limits);
        // A changed IV changes the first block alone, in which only the version and the algorithm stand.
        EXPECT_NE(found, "passphrase_missing(encrypted)") << at;
        EXPECT_TRUE(found != "ok" || at >= clear - 18) << file << " " << at;
        der[at] = static_cast<char>(der[at] ^ bit);
      }
    }
  }
}

TEST(EncryptedPkcs8, LimitsMayBeTighter) {
  const Secret secret = passphrase();
  const std::string pbkdf2 = der_of(form("ed25519.sha256.pem")), scrypt = der_of(form("p384.scrypt.pem"));
  EXPECT_EQ(open_outcome(pbkdf2, &secret, {.pbkdf2_iterations = 1000}), "ok");
  EXPECT_EQ(open_outcome(pbkdf2, &secret, {.pbkdf2_iterations = 999}), "limit_exceeded(iterations)");
  EXPECT_EQ(open_outcome(pbkdf2, nullptr, {.pbkdf2_iterations = 999}), "limit_exceeded(iterations)");
  EXPECT_EQ(open_outcome(scrypt, &secret, {.scrypt_work = 8192}), "ok");
  EXPECT_EQ(open_outcome(scrypt, &secret, {.scrypt_work = 8191}), "limit_exceeded(scrypt)");
}

// Parts of structures, in hex: PBES2 over PBKDF2 or scrypt with an AES-128-CBC ciphertext of one block.
const std::string kIv = "0410" + std::string(32, '0');
std::string tlv(const std::string& tag, const std::string& hex) {
  constexpr char kDigits[] = "0123456789abcdef";
  const std::size_t size = hex.size() / 2;
  std::string length;
  if (size >= 128) length = "81";
  return tag + length + kDigits[size >> 4 & 15] + kDigits[size & 15] + hex;
}
std::string file_with(const std::string& kdf, const std::string& cipher) {
  const std::string scheme = tlv("30", "06092a864886f70d01050d" + tlv("30", kdf + cipher));
  return tlv("30", scheme + tlv("04", std::string(32, '0')));
}
std::string aes128(const std::string& parameters = kIv) {
  return tlv("30", "0609608648016503040102" + parameters);
}
std::string pbkdf2(const std::string& parameters) {
  return tlv("30", "06092a864886f70d01050c" + tlv("30", parameters));
}
std::string scrypt(const std::string& parameters) {
  return tlv("30", "06092b06010401da47040b" + tlv("30", parameters));
}
std::string hex_outcome(const std::string& hex) {
  return outcome(crypto::open_pkcs8(from_hex(hex), nullptr));
}

TEST(EncryptedPkcs8, ParametersAreExact) {
  const std::string salt = "040411223344", count = "020207d0", sha256 = "300c06082a864886f70d02090500";
  const std::string missing = "passphrase_missing(encrypted)", malformed = "malformed_pem(der)";
  const auto with = [&](const std::string& parameters) { return hex_outcome(file_with(pbkdf2(parameters), aes128())); };
  EXPECT_EQ(with(salt + count), missing);
  EXPECT_EQ(with(salt + count + sha256), missing);
  EXPECT_EQ(with(salt + count + "020110" + sha256), missing);
  EXPECT_EQ(with(salt + count + "300a06082a864886f70d0209"), missing);
  EXPECT_EQ(with("0400" + count), missing);
  EXPECT_EQ(with(salt + count + "020118" + sha256), malformed);
  EXPECT_EQ(with(salt + count + "02020100" + sha256), malformed);
  EXPECT_EQ(with(salt + count + sha256 + "0500"), malformed);
  EXPECT_EQ(with(salt + count + "300e06082a864886f70d020905000500"), malformed);
  EXPECT_EQ(with(salt), malformed);
  EXPECT_EQ(with(salt + "0202ff00"), malformed);
  EXPECT_EQ(with(tlv("30", "06082a864886f70d0209") + count), malformed);
  EXPECT_EQ(with(salt + "020100"), "malformed_pem(iterations)");
  EXPECT_EQ(with(salt + "020900ffffffffffffffff"), "limit_exceeded(iterations)");
  EXPECT_EQ(with(salt + "020a01000000000000000001"), "limit_exceeded(iterations)");
  EXPECT_EQ(with(tlv("04", std::string(258, '0')) + count), "limit_exceeded(salt)");
  EXPECT_EQ(with(salt + count + "300c06082a864886f70d020c0500"), "key_unsupported(prf)");

  const auto memory = [&](const std::string& parameters) {
    return hex_outcome(file_with(scrypt(parameters), aes128()));
  };
  EXPECT_EQ(memory(salt + "02020400020108020101"), missing);
  EXPECT_EQ(memory(salt + "02020400020108020101020110"), missing);
  EXPECT_EQ(memory(salt + "02020400020108020101020120"), malformed);
  EXPECT_EQ(memory(salt + "020204000201080201010500"), malformed);
  EXPECT_EQ(memory(salt + "02020400020108"), malformed);
  EXPECT_EQ(memory(salt + "02020401020108020101"), "malformed_pem(scrypt)");
  EXPECT_EQ(memory(salt + "020440000000020108020101"), "limit_exceeded(scrypt)");
}

TEST(EncryptedPkcs8, SchemesAreExact) {
  const std::string kdf = pbkdf2("040411223344020207d0");
  EXPECT_EQ(hex_outcome(file_with(kdf, aes128("040f" + std::string(30, '0')))), "malformed_pem(der)");
  EXPECT_EQ(hex_outcome(file_with(kdf, aes128(kIv + "0500"))), "malformed_pem(der)");
  EXPECT_EQ(hex_outcome(file_with(kdf, aes128("0500"))), "malformed_pem(der)");
  EXPECT_EQ(hex_outcome(file_with(kdf, aes128() + "0500")), "malformed_pem(der)");
  EXPECT_EQ(hex_outcome(file_with("300506032b6570", aes128())), "key_unsupported(kdf)");
  EXPECT_EQ(hex_outcome(file_with("3000", aes128())), "malformed_pem(der)");
  EXPECT_EQ(hex_outcome(file_with(kdf, "300506032b6570")), "key_unsupported(cipher)");
  EXPECT_EQ(hex_outcome(file_with(kdf, "3000")), "malformed_pem(der)");
  const auto scheme = [](const std::string& oid) {
    return hex_outcome(tlv("30", tlv("30", oid) + "0410" + std::string(32, '0')));
  };
  EXPECT_EQ(scheme("06092a864886f70d010503"), "key_unsupported(pbes1)");
  EXPECT_EQ(scheme("060a2a864886f70d010c0106"), "key_unsupported(pbes1)");
  EXPECT_EQ(scheme("06032b6570"), "key_unsupported(encryption)");
  EXPECT_EQ(scheme("0500"), "malformed_pem(der)");
  // No whole blocks.
  const std::string id = tlv("30", "06092a864886f70d01050d" + tlv("30", kdf + aes128()));
  EXPECT_EQ(hex_outcome(tlv("30", id + "0400")), "malformed_pem(der)");
  EXPECT_EQ(hex_outcome(tlv("30", id + "040f" + std::string(30, '0'))), "malformed_pem(der)");
}

TEST(EncryptedPkcs8, WhatWeWriteIsReadAndFresh) {
  const Secret secret = passphrase("a new one"), wrong = passphrase("another"), empty;
  const KeyPtr key = pem_key("p256.pkcs8");
  const auto pem = crypto::write_encrypted_pem(*key, secret), again = crypto::write_encrypted_pem(*key, secret);
  ASSERT_TRUE(pem && again);
  EXPECT_TRUE(text_of(*pem).starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  EXPECT_NE(text_of(*pem), text_of(*again));
  EXPECT_EQ(same_as(key, true, text_of(*pem), &secret), "ok");
  EXPECT_EQ(content_outcome(text_of(*pem), &wrong), "decryption_failed(passphrase)");
  // 600,000 iterations, HMAC-SHA-256, AES-256-CBC.
  const std::string der = der_of(text_of(*pem));
  for (const char* hex : {"02030927c0", "06082a864886f70d02090500", "060960864801650304012a0410"}) {
    const Bytes part = from_hex(hex);
    EXPECT_NE(der.find(as_text(part)), std::string::npos) << hex;
  }
  EXPECT_EQ(outcome(crypto::write_encrypted_pem(*key, empty)), "passphrase_missing(passphrase)");
  EXPECT_EQ(outcome(crypto::write_encrypted_pem(**key->public_half(), secret)), "private_key(d)");
  EXPECT_EQ(outcome(crypto::write_encrypted_pem(**KeyMaterial::generate_octets(32), secret)), "symmetric_key(kty)");
}

}  // namespace
}  // namespace signet::test
