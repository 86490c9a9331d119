// DEFLATE with a bound on what comes out: RFC 1951, RFC 7516 section 4.1.3.
#include "codec/deflate.h"

#include "support.h"

namespace signet::test {
namespace {

std::string inflated(ByteView octets, std::size_t limit = 1000) {
  const auto out = codec::inflate(octets, limit);
  return out ? std::string(as_text(out->expose())) : to_string(out.error());
}

TEST(Deflate, ComesBack) {
  for (const std::size_t size : {0u, 1u, 100u, 1000u}) {
    const std::string text(size, 'x');
    EXPECT_EQ(inflated(codec::deflate(as_bytes(text))->expose()), text) << size;
  }
  std::string all;
  for (int i = 0; i < 70'000; ++i) all += static_cast<char>(i * 7919 >> 3);
  EXPECT_EQ(inflated(codec::deflate(as_bytes(all))->expose(), all.size()), all);
}

TEST(Deflate, TheLimitIsOnWhatComesOut) {
  const std::string text(1001, 'x');
  const Secret packed = codec::deflate(as_bytes(text)).value();
  EXPECT_EQ(inflated(packed.expose(), 1000), "limit_exceeded(plaintext)");
  EXPECT_EQ(inflated(packed.expose(), 1001), text);
  EXPECT_EQ(inflated(codec::deflate({})->expose(), 0), "");
  EXPECT_EQ(inflated(codec::deflate(as_bytes("x"))->expose(), 0), "limit_exceeded(plaintext)");
}

TEST(Deflate, OneWholeStreamAndNothingBehindIt) {
  const Secret packed = codec::deflate(as_bytes("some text, some text, some text")).value();
  Bytes longer(packed.expose().begin(), packed.expose().end());
  longer.push_back(0);
  EXPECT_EQ(inflated(longer), "malformed_token(plaintext)");
  for (std::size_t size = 0; size < packed.size(); ++size)
    EXPECT_EQ(inflated(packed.expose().first(size)), "malformed_token(plaintext)") << size;
  // zlib's and gzip's wrappers are not the raw stream; a block type of 3 is none.
  EXPECT_EQ(inflated(from_hex("789c030000000001")), "malformed_token(plaintext)");
  EXPECT_EQ(inflated(from_hex("1f8b0800000000000003030000000000")), "malformed_token(plaintext)");
  EXPECT_EQ(inflated(from_hex("07")), "malformed_token(plaintext)");
}

}  // namespace
}  // namespace signet::test
