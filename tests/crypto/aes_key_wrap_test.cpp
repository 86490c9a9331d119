// AES Key Wrap: the vectors of RFC 3394 section 4, the key of RFC 7516 appendix A.3, and what is no wrapped key.
#include "crypto/aes_key_wrap.h"

#include "encryption_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kRefused = "decryption_failed(token)";

Result<Bytes> wrap(ByteView kek, ByteView key) {
  return crypto::wrap_key(Secret::copy_of(kek), Secret::copy_of(key));
}
Result<Secret> unwrap(ByteView kek, ByteView wrapped) {
  return crypto::unwrap_key(Secret::copy_of(kek), wrapped);
}

struct Vector {
  std::string_view section;
  std::size_t kek, key;  // octets
  std::string_view wrapped;
};
constexpr Vector kVectors[] = {
    {"4.1", 16, 16, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"},
    {"4.2", 24, 16, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"},
    {"4.3", 32, 16, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"},
    {"4.4", 24, 24, "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"},
    {"4.5", 32, 24, "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"},
    {"4.6", 32, 32, "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"},
};

TEST(AesKeyWrap, Rfc3394Section4) {
  const Bytes kek = from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const Bytes key = from_hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
  for (const Vector& vector : kVectors) {
    const Bytes this_kek = resized(kek, vector.kek), this_key = resized(key, vector.key);
    EXPECT_EQ(wrap(this_kek, this_key).value(), from_hex(vector.wrapped)) << vector.section;
    EXPECT_EQ(octets_of(unwrap(this_kek, from_hex(vector.wrapped)).value()), this_key) << vector.section;
  }
}

TEST(AesKeyWrap, Rfc7516AppendixA3) {
  const Bytes kek = from_hex("19ac2082e1721ab58a6afec05f854a52");
  const Bytes cek = {4,   211, 31,  197, 84,  157, 252, 254, 11,  100, 157, 250, 63,  170, 106, 206,
                     107, 124, 212, 45,  111, 107, 9,   219, 200, 177, 0,   240, 143, 156, 44,  207};
  const Bytes wrapped = {232, 160, 123, 211, 183, 76,  245, 132, 200, 128, 123, 75, 190, 216,
                         22,  67,  201, 138, 193, 186, 9,   91,  122, 31,  246, 90, 28,  139,
                         57,  3,   76,  124, 193, 11,  98,  37,  173, 61,  104, 57};
  EXPECT_EQ(wrap(kek, cek).value(), wrapped);
  EXPECT_EQ(octets_of(unwrap(kek, wrapped).value()), cek);
}

TEST(AesKeyWrap, RefusesEachChangedOctet) {
  for (const std::size_t size : {16U, 24U, 32U}) {
    const Bytes kek = pattern(size), wrapped = wrap(kek, pattern(64, 2)).value();
    for (std::size_t i = 0; i < wrapped.size(); ++i)
      EXPECT_EQ(outcome(unwrap(kek, flipped(wrapped, i))), kRefused) << i;
    for (std::size_t i = 0; i < size; ++i) EXPECT_EQ(outcome(unwrap(flipped(kek, i), wrapped)), kRefused) << i;
    EXPECT_EQ(octets_of(unwrap(kek, wrapped).value()), pattern(64, 2));
  }
}

TEST(AesKeyWrap, Sizes) {
  const Bytes kek = pattern(16), wrapped = wrap(kek, pattern(64, 2)).value();
  for (std::size_t size = 0; size < 100; ++size) {
    const bool whole = size >= 16 && size % 8 == 0;
    const auto made = wrap(kek, pattern(size));
    EXPECT_EQ(outcome(made), whole ? "ok" : "internal(encrypt)") << size;
    if (made) {
      EXPECT_EQ(octets_of(unwrap(kek, *made).value()), pattern(size));
    }
    EXPECT_EQ(outcome(unwrap(kek, resized(wrapped, size))), size == wrapped.size() ? "ok" : kRefused) << size;
  }
  // Longer than any CEK: nothing is allocated for it.
  EXPECT_EQ(outcome(wrap(kek, pattern(512))), "ok");
  EXPECT_EQ(outcome(wrap(kek, pattern(520))), "internal(encrypt)");
  EXPECT_EQ(outcome(unwrap(kek, pattern(528))), kRefused);
  for (const std::size_t size : {0U, 8U, 15U, 17U, 20U, 33U, 64U}) {
    EXPECT_EQ(outcome(wrap(pattern(size), pattern(32))), "internal(encrypt)") << size;
    EXPECT_EQ(outcome(unwrap(pattern(size), wrapped)), kRefused) << size;
    EXPECT_FALSE(crypto::key_wrap_available(size)) << size;
  }
  for (const std::size_t size : {16U, 24U, 32U}) EXPECT_TRUE(crypto::key_wrap_available(size)) << size;
}

}  // namespace
}  // namespace signet::test
