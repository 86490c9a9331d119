// AES_CBC_HMAC_SHA2: the three cases of RFC 7518 appendix B, and what only the owner of the key can send.
#include <array>

#include "crypto/hmac_midstate.h"

#include "encryption_support.h"

namespace signet::test {
namespace {

using crypto::Hash;

TEST(AesCbcHmac, Rfc7518AppendixB) {
  const json::Document document = parse_vector("rfc-jose/rfc7518.json");
  int cases = 0;
  for (const json::Value example : document.root().find("cases")->elements()) {
    if (example.find("kind")->string() != "aead") continue;
    const std::string_view enc = example.find("enc")->string().value();
    const json::Value values = *example.find("hex");
    const auto hex = [&](std::string_view name) { return from_hex(values.find(name)->string().value()); };
    const SharedContentKey key = content_key(enc, hex("K"));
    const Sealed sealed = key->encrypt(hex("IV"), hex("A"), hex("P")).value();
    EXPECT_EQ(sealed.ciphertext, hex("E")) << enc;
    EXPECT_EQ(sealed.tag, hex("T")) << enc;
    EXPECT_EQ(octets_of(key->decrypt(hex("IV"), hex("A"), hex("E"), hex("T")).value()), hex("P")) << enc;
    // The whole MAC is no tag, although it begins with one.
    EXPECT_EQ(outcome(key->decrypt(hex("IV"), hex("A"), hex("E"), hex("M"))), "decryption_failed(token)") << enc;
    ++cases;
  }
  EXPECT_EQ(cases, 3);
}

struct Row {
  std::string_view enc;
  Hash hash;
};
constexpr Row kRows[] = {
    {"A128CBC-HS256", Hash::sha256}, {"A192CBC-HS384", Hash::sha384}, {"A256CBC-HS512", Hash::sha512}};

/// A tag that holds, whatever the ciphertext is: RFC 7518 section 5.2.2.1 steps 4 and 5, for 8 octets of A.
Bytes right_tag(const Row& row, ByteView cek, ByteView iv, ByteView aad, ByteView ciphertext) {
  const crypto::HmacKey key(row.hash, cek.first(cek.size() / 2));
  const Bytes length = {0, 0, 0, 0, 0, 0, 0, 64};
  Bytes input;
  for (const ByteView part : {aad, iv, ciphertext, ByteView(length)})
    input.insert(input.end(), part.begin(), part.end());
  std::array<std::uint8_t, crypto::kMaxDigest> out{};
  const ByteView mac = key.mac(input, out);
  return {mac.begin(), mac.begin() + static_cast<std::ptrdiff_t>(mac.size() / 2)};
}

//= rfc7518#5.2.2.2 step 2 and step 3: a tag that does not hold and a padding that is none look alike
TEST(AesCbcHmac, BadPaddingIsRefusedLikeABadTag) {
  for (const Row& row : kRows) {
    const Bytes cek = pattern(content_row(row.enc).key_octets), iv = pattern(16, 3), aad = pattern(8, 7);
    const SharedContentKey key = content_key(row.enc, cek);
    const Bytes whole = key->encrypt(iv, aad, pattern(40, 9)).value().ciphertext;
    // Cut to any size: no whole block, none at all, or a block of text where the padding should stand.
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const Bytes ciphertext = resized(whole, size);
      const auto opened = key->decrypt(iv, aad, ciphertext, right_tag(row, cek, iv, aad, ciphertext));
      EXPECT_EQ(outcome(opened), size == whole.size() ? "ok" : "decryption_failed(token)") << row.enc << size;
    }
  }
}

// The MAC of a longer IV and a shorter ciphertext is the same one.
TEST(AesCbcHmac, TagThatHoldsForAnIvOfAnotherSizeIsRefused) {
  for (const Row& row : kRows) {
    const Bytes cek = pattern(content_row(row.enc).key_octets), aad = pattern(8, 7), ciphertext = pattern(32, 9);
    const SharedContentKey key = content_key(row.enc, cek);
    for (const std::size_t size : {0U, 8U, 12U, 15U, 17U, 32U}) {
      const Bytes iv = pattern(size, 3);
      EXPECT_EQ(outcome(key->decrypt(iv, aad, ciphertext, right_tag(row, cek, iv, aad, ciphertext))),
                "decryption_failed(token)")
          << row.enc << size;
    }
  }
}

}  // namespace
}  // namespace signet::test
