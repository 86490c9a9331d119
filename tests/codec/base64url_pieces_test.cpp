// Base64url by pieces is that of the whole.
#include "codec/base64url_pieces.h"

#include <algorithm>
#include <random>
#include <string>

#include "signet/base64url.h"
#include "support.h"

namespace signet::test {
namespace {

Bytes octets_of(std::size_t size) {
  Bytes octets(size);
  for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(i * 151 + (i >> 8));
  return octets;
}

void add(std::string& text, codec::Base64urlPieces& pieces, ByteView piece) {
  // Memory of exactly its size, so that a sanitizer sees one octet too many.
  const Bytes exact(piece.begin(), piece.end());
  ByteView rest = exact;
  for (ByteView made = pieces.next(rest); !made.empty(); made = pieces.next(rest)) text += as_text(made);
  EXPECT_TRUE(rest.empty());
}

TEST(Base64urlPieces, EverySizeOfPieceGivesTheSameText) {
  for (const std::size_t total : {0u, 1u, 2u, 3u, 4u, 5u, 6u, 64u, 100u, 3071u, 3072u, 3073u, 3074u, 7000u}) {
    const Bytes octets = octets_of(total);
    for (const std::size_t size : {1u, 2u, 3u, 4u, 5u, 63u, 64u, 65u, 3071u, 3072u, 3073u, 7000u}) {
      codec::Base64urlPieces pieces;
      std::string text;
      for (std::size_t at = 0; at < total; at += size) {
        add(text, pieces, ByteView(octets).subspan(at, std::min(size, total - at)));
        add(text, pieces, {});
      }
      text += as_text(pieces.finish());
      EXPECT_EQ(text, base64url::encode(octets)) << total << " in " << size;
      EXPECT_TRUE(pieces.finish().empty());
    }
  }
}

TEST(Base64urlPieces, RandomSplitsGiveTheSameText) {
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): the same splits every time
  const Bytes octets = octets_of(5000);
  for (int round = 0; round < 50; ++round) {
    codec::Base64urlPieces pieces;
    std::string text;
    for (ByteView rest = octets; !rest.empty();) {
      const std::size_t size = std::min<std::size_t>(random() % (round % 2 == 0 ? 7 : 900), rest.size());
      add(text, pieces, rest.first(size));
      rest = rest.subspan(size);
    }
    text += as_text(pieces.finish());
    EXPECT_EQ(text, base64url::encode(octets));
  }
}

TEST(Base64urlPieces, IsAsNewAfterItsEnd) {
  codec::Base64urlPieces pieces;
  for (int round = 0; round < 2; ++round) {
    std::string text;
    add(text, pieces, as_bytes("abcd"));
    text += as_text(pieces.finish());
    EXPECT_EQ(text, "YWJjZA");
  }
}

}  // namespace
}  // namespace signet::test
