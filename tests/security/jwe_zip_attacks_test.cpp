// Attacks by compression: row 44.
#include <zlib.h>

#include "codec/deflate.h"
#include "counted_work.h"
#include "jwe_target.h"
#include "target.h"

namespace signet::test {
namespace {

constexpr std::string_view kZip = R"(,"zip":"DEF")";

std::string deflated(std::string_view text) {
  return std::string(as_text(codec::deflate(as_bytes(text)).value().expose()));
}

/// Blocks that hold a mebibyte of zeros and that others may follow.
std::string mebibyte_of_zeros() {
  z_stream state{};
  EXPECT_EQ(deflateInit2(&state, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  Bytes zeros(std::size_t{1} << 20), out(std::size_t{1} << 14);
  state.next_in = zeros.data();
  state.avail_in = static_cast<uInt>(zeros.size());
  state.next_out = out.data();
  state.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(::deflate(&state, Z_FULL_FLUSH), Z_OK);
  EXPECT_EQ(state.avail_in, 0u);
  out.resize(out.size() - state.avail_out);
  // Z_DATA_ERROR is what the end of a stream without its last block says.
  EXPECT_EQ(deflateEnd(&state), Z_DATA_ERROR);
  return std::string(as_text(out));
}

std::string zeros_of(std::size_t mebibytes) {
  const std::string piece = mebibyte_of_zeros();
  std::string all;
  all.reserve(mebibytes * piece.size() + 2);
  for (std::size_t i = 0; i < mebibytes; ++i) all += piece;
  return all.append("\x03\x00", 2);  // the last block, empty
}

// A mebibyte that becomes a gibibyte: memory stays within the limit on what comes out.
TEST(Attack44, Bombs) {
  const std::string bomb = zeros_of(1024);
  ASSERT_LT(bomb.size(), std::size_t{2} << 20);
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    const JweParts parts = forger.seal(forger.header(kZip), bomb);
    refuse_jwe(target, parts, "limit_exceeded(plaintext)");
    const std::string token = parts.compact();
    const std::size_t before = work_so_far().octets;
    EXPECT_FALSE(jwe::decrypt_compact(token, target.keys, target.policy));
    // Ciphertext and plaintext in octets, and what is grown by doubling up to the limit.
    EXPECT_LE(work_so_far().octets - before, 3 * bomb.size() + 4 * jwe::kMaxInflated + (std::size_t{64} << 10));
  }
}

TEST(Attack44, BombsAtEachLimit) {
  for (const JweTarget& target : every_content()) {
    const Forger forger = target.forger();
    for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, std::size_t{16} << 10,
                                    (std::size_t{16} << 10) + 1, jwe::kMaxInflated}) {
      JweTarget bounded = target;
      bounded.policy.max_inflated = limit;
      accept_jwe(bounded, forger.seal(forger.header(kZip), deflated(std::string(limit, 'x'))));
      const std::string more(limit + 1, 'x');
      refuse_jwe(bounded, forger.seal(forger.header(kZip), deflated(more)), "limit_exceeded(plaintext)");
    }
    refuse_jwe(target, forger.seal(forger.header(kZip), zeros_of(1)), "limit_exceeded(plaintext)");
    JweTarget wide = target;
    wide.policy.max_inflated = jwe::kMaxSize + 1;
    refuse_jwe(wide, forger.good(), "limit_exceeded(max_inflated)");
  }
}

// Something behind the end, two streams, half a stream, another format.
TEST(Attack44, StreamsThatAreNone) {
  const std::string good = deflated(kJweText);
  const std::pair<std::string, std::string_view> cases[] = {
      {good + "x", "malformed_token(plaintext)"},
      {good + std::string(1, '\0'), "malformed_token(plaintext)"},
      {good + good, "malformed_token(plaintext)"},
      {good + std::string("\x03\x00", 2), "malformed_token(plaintext)"},
      {good.substr(0, good.size() - 1), "malformed_token(plaintext)"},
      {good.substr(0, 1), "malformed_token(plaintext)"},
      {"", "malformed_token(plaintext)"},
      {std::string(kJweText), "malformed_token(plaintext)"},
      {"\x78\x9c" + good + "\x01\x02\x03\x04", "malformed_token(plaintext)"},                              // RFC 1950
      {std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10) + good, "malformed_token(plaintext)"},  // RFC 1952
      {"\x07", "malformed_token(plaintext)"},                                          // a kind of block that is none
      {std::string("\x01\x03\x00\x00\x00", 5) + "abc", "malformed_token(plaintext)"},  // two lengths that differ
      {std::string("\x01\x03\x00\xfc\xff", 5) + "ab", "malformed_token(plaintext)"},   // shorter than it says
      {std::string("\x01\x03\x00\xfc\xff", 5) + "abcd", "malformed_token(plaintext)"},
      {std::string("\x4b\x04\x12\x00", 4), "malformed_token(plaintext)"},  // reaches behind its beginning
      {std::string(1000, '\0'), "malformed_token(plaintext)"},
      {std::string(1000, '\xff'), "malformed_token(plaintext)"},
  };
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    accept_jwe(target, forger.seal(forger.header(kZip), good));
    accept_jwe(target, forger.seal(forger.header(kZip), std::string("\x01\x03\x00\xfc\xff", 5) + "abc"));
    for (const auto& [stream, expected] : cases) refuse_jwe(target, forger.seal(forger.header(kZip), stream), expected);
  }
}

TEST(Attack44, ZipThatCountsNot) {
  const std::string good = deflated(kJweText);
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    for (const std::string_view zip : {R"("def")", R"("DEFLATE")", R"("GZIP")", R"("gzip")", R"("")", R"("DEF ")",
                                       R"("DEF\u0000")", "null", "1", "true", R"(["DEF"])", R"({"DEF":1})"})
      refuse_jwe(target, forger.seal(forger.header(joined({",\"zip\":", zip})), good), "header_parameter(zip)");
    refuse_jwe(target, forger.seal(forger.header(R"(,"zip":"DEF","zip":"DEF")"), good), "duplicate_name(zip)");
    // What is not authenticated must not decide what the plaintext is.
    JweParts parts = forger.seal(forger.header(), good);
    parts.unprotected = R"({"zip":"DEF"})";
    refuse_jwe(target, parts, "header_parameter(zip)");
    parts.unprotected = "";
    parts.own = R"({"zip":"DEF"})";
    refuse_jwe(target, parts, "header_parameter(zip)");
    JweTarget without = target;
    without.policy.compression = false;
    refuse_jwe(without, forger.seal(forger.header(kZip), good), "alg_not_allowed(zip)");
  }
}

// A bomb whose tag does not hold is not touched.
TEST(Attack44, NothingIsInflatedBeforeTheTag) {
  const std::string bomb = zeros_of(64);
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    JweParts parts = forger.seal(forger.header(kZip), bomb);
    parts.tag[0] = parts.tag[0] == 'A' ? 'B' : 'A';
    refuse_jwe(target, parts, "decryption_failed(token)");
    const std::string token = parts.compact();
    const std::size_t before = work_so_far().octets;
    EXPECT_FALSE(jwe::decrypt_compact(token, target.keys, target.policy));
    EXPECT_LE(work_so_far().octets - before, 3 * bomb.size() + (std::size_t{64} << 10));
  }
}

}  // namespace
}  // namespace signet::test
