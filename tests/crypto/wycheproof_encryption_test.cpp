// The published vectors of the primitives under encryption, as a JWE reader has to take them: each file says here how
// many of its cases are accepted and how many are refused.
#include <functional>

#include "crypto/aes_key_wrap.h"
#include "crypto/cbc_cipher.h"
#include "crypto/password_kdf.h"

#include "encryption_support.h"

namespace signet::test {
namespace {

Bytes hex_of(const json::Value& test, std::string_view name) {
  return from_hex(test.find(name)->string().value());
}
std::int64_t number_of(const json::Value& object, std::string_view name) {
  return object.find(name)->integer().value();
}
bool is_valid(const json::Value& test) {
  return test.find("result")->string() == "valid";
}

struct Counts {
  int accepted = 0;
  int refused = 0;
};
void expect_counts(const Counts& counts, int accepted, int refused) {
  EXPECT_EQ(counts.accepted, accepted);
  EXPECT_EQ(counts.refused, refused);
}

/// Whether a case is accepted, and whether it has to be.
struct Judgement {
  bool accepted, expected;
};
using Judge = std::function<Judgement(const json::Value& group, const json::Value& test)>;

Counts run_cases(std::string_view file, const Judge& judge) {
  const json::Document document = parse_vector(joined({"wycheproof/", file, "_test.json"}));
  Counts counts;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const Judgement judgement = judge(group, test);
      EXPECT_EQ(judgement.accepted, judgement.expected) << file << " " << *test.find("tcId")->number_text();
      ++(judgement.accepted ? counts.accepted : counts.refused);
    }
  }
  return counts;
}

/// The row of GCM for a group's size of key.
std::string_view gcm_of(const json::Value& group) {
  const std::int64_t bits = number_of(group, "keySize");
  return bits == 128 ? "A128GCM" : bits == 192 ? "A192GCM" : "A256GCM";
}

/// Opens a case, and seals it again; one without the other is a failure.
bool opens_and_seals(std::string_view enc, const json::Value& test) {
  const SharedContentKey key = content_key(enc, hex_of(test, "key"));
  const Bytes iv = hex_of(test, "iv"), aad = hex_of(test, "aad"), text = hex_of(test, "msg"), ct = hex_of(test, "ct");
  const auto opened = key->decrypt(iv, aad, ct, hex_of(test, "tag"));
  EXPECT_TRUE(opened || outcome(opened) == "decryption_failed(token)");
  const bool accepted = opened && octets_of(*opened) == text;
  const auto sealed = key->encrypt(iv, aad, text);
  const bool same = sealed && sealed->ciphertext == ct && sealed->tag == hex_of(test, "tag");
  EXPECT_EQ(same, accepted);
  return accepted;
}

TEST(WycheproofEncryption, AesCbcHmac) {
  const auto run = [](std::string_view file, std::string_view enc) {
    return run_cases(file, [enc](const json::Value&, const json::Value& test) {
      return Judgement{.accepted = opens_and_seals(enc, test), .expected = is_valid(test)};
    });
  };
  expect_counts(run("a128cbc_hs256", "A128CBC-HS256"), 67, 27);
  expect_counts(run("a192cbc_hs384", "A192CBC-HS384"), 67, 27);
  expect_counts(run("a256cbc_hs512", "A256CBC-HS512"), 67, 27);
}

//= rfc7518#5.3 an IV of 96 bits and a tag of 128 bits are required: 113 valid cases with another IV are refused
TEST(WycheproofEncryption, AesGcm) {
  expect_counts(run_cases("aes_gcm",
                          [](const json::Value& group, const json::Value& test) {
                            const bool ours = number_of(group, "ivSize") == 96 && number_of(group, "tagSize") == 128;
                            return Judgement{.accepted = opens_and_seals(gcm_of(group), test),
                                             .expected = ours && is_valid(test)};
                          }),
                116, 200);
}

/// The content encryption whose keys have this size; any other where there is none.
const ContentEncryption& row_with_key_of(std::size_t octets) {
  for (const std::string_view name : all_content_encryptions())
    if (content_row(name).key_octets == octets) return content_row(name);
  return content_row("A128GCM");
}

// The same file as wrapped keys: only what is as long as a CEK, and has no additional data, can be one.
TEST(WycheproofEncryption, AesGcmKeyWrap) {
  const auto judge = [](const json::Value& group, const json::Value& test) {
    const Bytes cek = hex_of(test, "msg");
    const ContentEncryption& enc = row_with_key_of(cek.size());
    const Decrypting decrypting = prepare_decrypt(joined({gcm_of(group), "KW"}), oct_key(hex_of(test, "key"))).value();
    KeyParameters parameters;
    parameters.iv = hex_of(test, "iv");
    parameters.tag = hex_of(test, "tag");
    const auto opened = decrypting->open(enc, parameters, hex_of(test, "ct"));
    const bool ours = number_of(group, "ivSize") == 96 && hex_of(test, "aad").empty() && cek.size() == enc.key_octets;
    return Judgement{.accepted = opened && same_key(enc.name, *opened, content_key(enc.name, cek)),
                     .expected = ours && is_valid(test)};
  };
  expect_counts(run_cases("aes_gcm", judge), 16, 300);
}

// "acceptable" is a key of 8 octets: RFC 3394 section 2 wraps two blocks or more, and no CEK is that short.
TEST(WycheproofEncryption, AesKeyWrap) {
  const auto judge = [](const json::Value&, const json::Value& test) {
    const Secret kek = Secret::copy_of(hex_of(test, "key")), key = Secret::copy_of(hex_of(test, "msg"));
    const auto opened = crypto::unwrap_key(kek, hex_of(test, "ct"));
    const bool accepted = opened && octets_of(*opened) == hex_of(test, "msg");
    const auto wrapped = crypto::wrap_key(kek, key);
    EXPECT_EQ(wrapped && *wrapped == hex_of(test, "ct"), accepted);
    return Judgement{.accepted = accepted, .expected = is_valid(test)};
  };
  expect_counts(run_cases("aes_wrap", judge), 36, 129);
}

Counts run_pbkdf2(std::string_view file, const char* hash) {
  return run_cases(file, [hash](const json::Value&, const json::Value& test) {
    const Bytes salt = hex_of(test, "salt"), expected = hex_of(test, "dk");
    const crypto::Pbkdf2 kdf{hash, salt, static_cast<std::uint64_t>(number_of(test, "iterationCount"))};
    const auto key = crypto::derive_key(kdf, Secret::copy_of(hex_of(test, "password")), expected.size());
    return Judgement{.accepted = key && octets_of(*key) == expected, .expected = is_valid(test)};
  });
}

TEST(WycheproofEncryption, Pbkdf2) {
  expect_counts(run_pbkdf2("pbkdf2_hmacsha256", "SHA-256"), 60, 0);
  expect_counts(run_pbkdf2("pbkdf2_hmacsha512", "SHA-512"), 58, 0);
}

// The cipher without its MAC, as key files use it.
TEST(WycheproofEncryption, AesCbc) {
  const auto judge = [](const json::Value& group, const json::Value& test) {
    const std::int64_t bits = number_of(group, "keySize");
    const auto* cipher = crypto::find_cbc_cipher(bits == 128   ? "AES-128-CBC"
                                                 : bits == 192 ? "AES-192-CBC"
                                                               : "AES-256-CBC");
    const auto opened =
        crypto::decrypt_cbc(*cipher, Secret::copy_of(hex_of(test, "key")), hex_of(test, "iv"), hex_of(test, "ct"));
    return Judgement{.accepted = opened && octets_of(*opened) == hex_of(test, "msg"), .expected = is_valid(test)};
  };
  expect_counts(run_cases("aes_cbc_pkcs5", judge), 72, 144);
}

}  // namespace
}  // namespace signet::test
