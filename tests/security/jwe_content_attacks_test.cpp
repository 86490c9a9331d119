// Attacks on the content: rows 45, 46 and 51.
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "counted_work.h"
#include "crypto/hmac_midstate.h"
#include "crypto/libcrypto.h"
#include "jwe_target.h"
#include "libcrypto_work.h"
#include "target.h"

namespace signet::test {
namespace {

std::string octets_of(const std::string& segment) {
  return std::string(as_text(base64url::decode(segment).value()));
}
std::string with_octet_changed(const std::string& segment, std::size_t index) {
  std::string octets = octets_of(segment);
  octets[index % octets.size()] = static_cast<char>(octets[index % octets.size()] ^ 1);
  return b64(octets);
}

bool is_gcm(const JweTarget& target) {
  return target.enc.ends_with("GCM");
}

// A tag that is cut may be guessed, and octets behind it are not looked at by who compares what is there.
TEST(Attack45, TagsOfOtherLengths) {
  for (const JweTarget& target : every_content()) {
    if (!is_gcm(target)) continue;
    const JweParts good = target.forger().good();
    accept_jwe(target, good);
    const std::string tag = octets_of(good.tag);
    JweParts parts = good;
    parts.tag = "";
    refuse_jwe(target, parts, "malformed_token(tag)");
    for (const std::size_t size : {1u, 4u, 8u, 12u, 13u, 14u, 15u}) {
      parts.tag = b64(tag.substr(0, size));
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    for (const std::size_t more : {1u, 16u}) {
      parts.tag = b64(tag + std::string(more, '\0'));
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    // The cut octets appended to the ciphertext.
    parts.ciphertext = b64(octets_of(good.ciphertext) + tag.substr(0, 8));
    parts.tag = b64(tag.substr(8));
    refuse_jwe(target, parts, "decryption_failed(token)");
  }
}

/// AES-GCM by libcrypto itself, which takes IVs of other lengths: what such a peer would send.
struct Gcm {
  std::string ciphertext, tag;
};
Gcm seal_with_any_iv(ByteView key, std::string_view iv, std::string_view aad, std::string_view text) {
  const char* name = key.size() == 16 ? "AES-128-GCM" : key.size() == 24 ? "AES-192-GCM" : "AES-256-GCM";
  const std::unique_ptr<EVP_CIPHER, crypto::Deleter<EVP_CIPHER_free>> cipher(EVP_CIPHER_fetch(nullptr, name, nullptr));
  const std::unique_ptr<EVP_CIPHER_CTX, crypto::Deleter<EVP_CIPHER_CTX_free>> context(EVP_CIPHER_CTX_new());
  Bytes out(text.size()), tag(16);
  int size = 0;
  EXPECT_EQ(EVP_EncryptInit_ex2(context.get(), cipher.get(), nullptr, nullptr, nullptr), 1);
  EXPECT_EQ(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(iv.size()), nullptr), 1);
  EXPECT_EQ(EVP_EncryptInit_ex2(context.get(), nullptr, key.data(), as_bytes(iv).data(), nullptr), 1);
  if (!aad.empty()) {
    EXPECT_EQ(EVP_EncryptUpdate(context.get(), nullptr, &size, as_bytes(aad).data(), static_cast<int>(aad.size())), 1);
  }
  EXPECT_EQ(EVP_EncryptUpdate(context.get(), out.data(), &size, as_bytes(text).data(), static_cast<int>(text.size())),
            1);
  EXPECT_EQ(EVP_EncryptFinal_ex(context.get(), tag.data(), &size), 1);
  EXPECT_EQ(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag.data()), 1);
  return {std::string(as_text(out)), std::string(as_text(tag))};
}

Bytes secret_of(const Key& key) {
  const Secret jwk = key.to_private_jwk().value();
  const json::Document document = json::Document::parse(as_text(jwk.expose())).value();
  return base64url::decode(document.root().find("k")->string().value()).value();
}

constexpr std::size_t kIvSizes[] = {1, 7, 8, 11, 13, 16, 32, 64};

TEST(Attack45, IvsOfOtherLengths) {
  for (const std::string_view enc : {"A128GCM", "A192GCM", "A256GCM"}) {
    const JweTarget target = JweTarget::of("dir", enc).by_content();
    JweParts parts = target.forger().good();
    const auto seal = [&](std::size_t size) {
      const std::string iv(size, 'i');
      const Gcm sealed = seal_with_any_iv(secret_of(target.key), iv, parts.header, kJweText);
      parts.iv = b64(iv);
      parts.ciphertext = b64(sealed.ciphertext);
      parts.tag = b64(sealed.tag);
    };
    seal(12);
    accept_jwe(target, parts);
    for (const std::size_t size : kIvSizes) {
      seal(size);
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    parts.iv = "";
    refuse_jwe(target, parts, "malformed_token(iv)");
  }
}

// The same for the keys that are wrapped.
TEST(Attack45, KeysWrappedWithOtherLengths) {
  for (const auto& [alg, enc] : {std::pair("A128GCMKW", "A128GCM"), std::pair("A192GCMKW", "A192CBC-HS384"),
                                 std::pair("A256GCMKW", "A256GCM")}) {
    const JweTarget target = JweTarget::of(alg, enc);
    const Bytes cek(content_row(enc).key_octets, 'c');
    const auto content = crypto::make_content_key(content_row(enc), Secret::copy_of(cek)).value();
    const auto wrapped = [&](std::size_t iv_octets, std::size_t tag_octets) {
      const std::string iv(iv_octets, 'i');
      const Gcm sealed = seal_with_any_iv(secret_of(target.key), iv.empty() ? "i" : iv, "", as_text(cek));
      const std::string tag = (sealed.tag + sealed.tag + sealed.tag).substr(0, tag_octets);
      const std::string header = b64(
          joined({R"({"alg":")", alg, R"(","enc":")", enc, R"(","iv":")", b64(iv), R"(","tag":")", b64(tag), "\"}"}));
      const std::string content_iv(content_row(enc).iv_octets, 'j');
      const auto text = content->encrypt(as_bytes(content_iv), as_bytes(header), as_bytes(kJweText)).value();
      return JweParts{.header = header,
                      .key = b64(sealed.ciphertext),
                      .iv = b64(content_iv),
                      .ciphertext = base64url::encode(text.ciphertext),
                      .tag = base64url::encode(text.tag)};
    };
    accept_jwe(target, wrapped(12, 16));
    for (const std::size_t size : kIvSizes) refuse_jwe(target, wrapped(size, 16), "decryption_failed(token)");
    for (const std::size_t size : {0u, 1u, 4u, 8u, 12u, 13u, 14u, 15u, 17u, 32u})
      refuse_jwe(target, wrapped(12, size), "decryption_failed(token)");
    refuse_jwe(target, wrapped(0, 16), "decryption_failed(token)");
    refuse_jwe(target, wrapped(65, 16), "limit_exceeded(iv)");
    refuse_jwe(target, wrapped(128, 16), "limit_exceeded(iv)");
  }
}

crypto::Hash hash_of(std::string_view enc) {
  if (enc == "A128CBC-HS256") return crypto::Hash::sha256;
  return enc == "A192CBC-HS384" ? crypto::Hash::sha384 : crypto::Hash::sha512;
}

/// What a partner who has the key may do: any ciphertext, with a tag that holds; `whole` leaves the MAC uncut.
JweParts with_good_tag(JweParts parts, const JweTarget& target, bool whole = false) {
  const Bytes key = secret_of(target.key);
  const crypto::HmacKey mac_key(hash_of(target.enc), ByteView(key).first(key.size() / 2));
  crypto::RunningMac mac(mac_key);
  mac.update(as_bytes(parts.header));
  mac.update(as_bytes(octets_of(parts.iv)));
  mac.update(as_bytes(octets_of(parts.ciphertext)));
  std::string bits(8, '\0');
  for (std::size_t i = 0, n = parts.header.size() * 8; i < 8; ++i, n >>= 8) bits[7 - i] = static_cast<char>(n & 0xff);
  mac.update(as_bytes(bits));
  std::array<std::uint8_t, crypto::kMaxDigest> out;
  const ByteView tag = mac.finish(out);
  parts.tag = base64url::encode(whole ? tag : tag.first(tag.size() / 2));
  return parts;
}

std::vector<JweTarget> cbc_targets() {
  std::vector<JweTarget> all;
  for (const JweTarget& target : every_content())
    if (!is_gcm(target) && target.alg == "dir") all.push_back(target);
  return all;
}

// A good tag over a bad padding, a bad tag over a good one: one answer.
TEST(Attack46, PaddingsSayNothing) {
  for (const JweTarget& target : cbc_targets()) {
    const Forger forger = target.forger();
    const JweParts good = forger.seal(forger.header(), std::string(64, 'A'));
    accept_jwe(target, with_good_tag(good, target));
    const std::string ciphertext = octets_of(good.ciphertext);
    const auto refuse_ciphertext = [&](const std::string& octets) {
      JweParts parts = good;
      parts.ciphertext = b64(octets);
      refuse_jwe(target, parts, "decryption_failed(token)");
      refuse_jwe(target, with_good_tag(parts, target), "decryption_failed(token)");
    };
    refuse_ciphertext("");
    refuse_ciphertext(ciphertext.substr(0, 64));  // ends with 'A', which is no padding
    refuse_ciphertext(ciphertext.substr(0, 16));
    for (const std::size_t size : {1u, 15u, 17u, 31u, 33u, 63u, 65u, 79u})
      refuse_ciphertext(ciphertext.substr(0, size));
    // The last octet of the block before: all the values that the padding can be made to have, but the good one.
    for (int change = 1; change < 256; change += 4) {
      std::string changed = ciphertext;
      changed[63] = static_cast<char>(changed[63] ^ change);
      JweParts parts = good;
      parts.ciphertext = b64(changed);
      refuse_jwe(target, parts, "decryption_failed(token)");
      // 16 octets of 16, which become one octet of 1 with this change alone.
      if (change != (16 ^ 1)) refuse_jwe(target, with_good_tag(parts, target), "decryption_failed(token)");
    }
  }
}

TEST(Attack46, TagsOfOtherLengths) {
  for (const JweTarget& target : cbc_targets()) {
    const JweParts good = target.forger().good();
    const std::string tag = octets_of(good.tag);
    JweParts parts = good;
    parts.tag = "";
    refuse_jwe(target, parts, "malformed_token(tag)");
    for (std::size_t size = 1; size < tag.size(); ++size) {
      parts.tag = b64(tag.substr(0, size));
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    refuse_jwe(target, with_good_tag(good, target, true), "decryption_failed(token)");
    parts.tag = b64(tag + std::string(1, '\0'));
    refuse_jwe(target, parts, "decryption_failed(token)");
    for (std::size_t i = 0; i < tag.size(); ++i) {
      parts.tag = with_octet_changed(good.tag, i);
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
  }
}

// The MAC is over header, IV, ciphertext and the length of the header: octets that move from one to the next are seen.
TEST(Attack46, BordersDoNotMove) {
  for (const JweTarget& target : cbc_targets()) {
    const Forger forger = target.forger();
    const std::string header = b64(forger.header());
    // The additional data ends with 16 octets that could be an IV, and the ciphertext then begins with the IV.
    const std::string aad = b64("0123456789abcdefghijkl");
    JweParts parts = forger.seal_over(joined({header, ".", aad}));
    parts.header = header;
    parts.aad = aad;
    accept_jwe(target, parts);
    JweParts moved = parts;
    moved.iv = b64(aad.substr(aad.size() - 16));
    moved.aad = aad.substr(0, aad.size() - 16);
    moved.ciphertext = b64(octets_of(parts.iv) + octets_of(parts.ciphertext));
    refuse_jwe(target, moved, "decryption_failed(token)|malformed_token(aad)");
    // And the other way: the first block of the ciphertext becomes the IV.
    moved = parts;
    moved.iv = b64(octets_of(parts.ciphertext).substr(0, 16));
    moved.ciphertext = b64(octets_of(parts.ciphertext).substr(16));
    refuse_jwe(target, moved, "decryption_failed(token)");
    moved = parts;
    moved.aad = std::nullopt;
    refuse_jwe(target, moved, "decryption_failed(token)");
    moved.aad = "";
    refuse_jwe(target, moved, "malformed_token(aad)");
    for (const std::size_t size : {1u, 8u, 15u, 17u, 32u}) {
      moved = parts;
      moved.iv = b64(std::string(size, 'i'));
      refuse_jwe(target, moved, "decryption_failed(token)");
      moved.aad = std::nullopt;
      refuse_jwe(target, with_good_tag(moved, target), "decryption_failed(token)");
    }
  }
}

void run_content_vectors(const std::string& file, std::string_view enc) {
  const json::Document document = parse_vector("wycheproof/" + file + "_test.json");
  const ContentEncryption& row = content_row(enc);
  std::size_t held = 0;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const auto octets = [&test](std::string_view name) { return from_hex(*test.find(name)->string()); };
      const Bytes cek = octets("key");
      if (cek.size() != row.key_octets) continue;
      const auto key = crypto::make_content_key(row, Secret::copy_of(cek)).value();
      const auto opened = key->decrypt(octets("iv"), octets("aad"), octets("ct"), octets("tag"));
      const bool ours = test.find("result")->string() == "valid" && octets("iv").size() == row.iv_octets &&
                        octets("tag").size() == row.tag_octets;
      if (ours) {
        EXPECT_TRUE(opened) << test.source();
        ++held;
      } else {
        refuse_result(Form::vector, enc, outcome(opened), "decryption_failed(token)");
      }
    }
  }
  EXPECT_GT(held, 0u);
}

TEST(Attack45, PublishedVectors) {
  for (const std::string_view enc : {"A128GCM", "A192GCM", "A256GCM"}) run_content_vectors("aes_gcm", enc);
}

TEST(Attack46, PublishedVectors) {
  run_content_vectors("a128cbc_hs256", "A128CBC-HS256");
  run_content_vectors("a192cbc_hs384", "A192CBC-HS384");
  run_content_vectors("a256cbc_hs512", "A256CBC-HS512");
}

/// What a refusal costs: allocations of ours and of libcrypto.
struct Cost {
  std::size_t ours, libcryptos;
};
/// The least of a few, since libcrypto makes new blinding for RSA now and then.
Cost cost_of(const JweTarget& target, const std::string& token) {
  Cost least{SIZE_MAX, SIZE_MAX};
  for (int run = 0; run < 4; ++run) {
    const std::size_t ours = work_so_far().allocations;
    const std::size_t libcryptos = libcrypto_allocations();
    const auto opened = jwe::decrypt_compact(token, target.keys, target.policy);
    least.ours = std::min(least.ours, work_so_far().allocations - ours);
    least.libcryptos = std::min(least.libcryptos, libcrypto_allocations() - libcryptos);
    EXPECT_FALSE(opened);
  }
  return least;
}

// What failed, the key or the content, is told neither by the error nor by the work that was done.
TEST(Attack46, EveryFailureIsTheSameWork) {
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    const JweParts good = forger.good();
    std::vector<JweParts> failures;
    for (std::string JweParts::* segment : {&JweParts::key, &JweParts::iv, &JweParts::ciphertext, &JweParts::tag}) {
      if ((good.*segment).empty()) continue;
      // Of a key by RSA not the first octets: a number that is not below the modulus is refused at once, and everybody
      // sees that it is not (RFC 8017 §7.1.2 step 1), so it says nothing.
      const bool is_number = segment == &JweParts::key && target.alg.starts_with("RSA");
      for (const std::size_t index : {is_number ? 14u : 0u, is_number ? 13u : 7u, 15u}) {
        JweParts parts = good;
        parts.*segment = with_octet_changed(good.*segment, index);
        failures.push_back(parts);
      }
    }
    const Cost expected = cost_of(target, failures.front().compact());
    for (const JweParts& parts : failures) {
      const Cost cost = cost_of(target, parts.compact());
      EXPECT_EQ(cost.ours, expected.ours) << target.alg << " " << target.enc;
      EXPECT_EQ(cost.libcryptos, expected.libcryptos) << target.alg << " " << target.enc;
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
  }
}

// No octet of the plaintext before the tag: not of a long one, and what is compressed is not inflated.
TEST(Attack51, NothingBeforeTheTag) {
  const std::string text(300'000, 'p');
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    JweParts parts = forger.seal(forger.header(), text);
    accept_jwe(target, parts);
    const std::string good = parts.tag;
    for (std::size_t i = 0; i < content_row(target.enc).tag_octets; i += 5) {
      parts.tag = with_octet_changed(good, i);
      refuse_jwe(target, parts, "decryption_failed(token)");
      EXPECT_TRUE(jwe::decrypt_compact(parts.compact(), target.keys, target.policy).error().subject == "token");
    }
  }
}

TEST(Attack51, EveryPartIsAuthenticated) {
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    const JweParts good = forger.good();
    for (std::string JweParts::* segment : {&JweParts::iv, &JweParts::ciphertext, &JweParts::tag}) {
      for (std::size_t i = 0; i < octets_of(good.*segment).size(); i += 3) {
        JweParts parts = good;
        parts.*segment = with_octet_changed(good.*segment, i);
        refuse_jwe(target, parts, "decryption_failed(token)");
      }
    }
    // The header of the same meaning, written in another way, and with more in it.
    for (const std::string& header : {forger.header(" "), forger.header(R"(,"x":1)"), " " + forger.header()}) {
      JweParts parts = good;
      parts.header = b64(header);
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    // Additional data that nobody wrote.
    JweParts parts = good;
    parts.aad = "AAAA";
    refuse_jwe(target, parts, "decryption_failed(token)");
    // Parts of another token to the same key.
    const JweParts other = target.forger().good();
    for (std::string JweParts::* segment : {&JweParts::iv, &JweParts::ciphertext, &JweParts::tag}) {
      parts = good;
      parts.*segment = other.*segment;
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
  }
}

}  // namespace
}  // namespace signet::test
