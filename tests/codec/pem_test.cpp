#include <algorithm>

#include "codec/pem.h"

#include "support.h"

namespace signet::codec {
namespace {

using test::outcome;

constexpr std::string_view kGood = "-----BEGIN PUBLIC KEY-----\nQUJD\n-----END PUBLIC KEY-----\n";

std::string blocks_of(std::string_view text, std::size_t max_blocks = 16) {
  const auto blocks = parse_pem(text, max_blocks);
  if (!blocks) return to_string(blocks.error());
  std::string out;
  for (const PemBlock& block : *blocks) {
    out += block.label;
    for (const PemHeader& header : block.headers) out += "[" + header.name + "|" + header.value + "]";
    out += "=" + std::string(as_text(block.der.expose())) + ";";
  }
  return out;
}

std::string with_body(std::string_view body) {
  return "-----BEGIN X-----\n" + std::string(body) + "-----END X-----\n";
}

TEST(Pem, ReadsBlocks) {
  EXPECT_EQ(blocks_of(kGood), "PUBLIC KEY=ABC;");
  EXPECT_EQ(blocks_of(kGood.substr(0, kGood.size() - 1)), "PUBLIC KEY=ABC;");
  EXPECT_EQ(blocks_of("-----BEGIN A-----\r\nQUJD\r\nREVG\r\n-----END A-----\r\n"), "A=ABCDEF;");
  EXPECT_EQ(blocks_of("subject=CN\n\n" + std::string(kGood) + "remark: - --\n" + std::string(kGood) + "\n\nend"),
            "PUBLIC KEY=ABC;PUBLIC KEY=ABC;");
  EXPECT_EQ(blocks_of(with_body("QQ==\n")), "X=A;");
  EXPECT_EQ(blocks_of(with_body("QUI=\n")), "X=AB;");
  EXPECT_EQ(blocks_of(with_body("Q\nU\nJ\nD\n")), "X=ABC;");
  EXPECT_EQ(blocks_of(with_body(std::string(76, 'A') + "\n")), "X=" + std::string(57, '\0') + ";");
}

TEST(Pem, ReadsHeaders) {
  EXPECT_EQ(blocks_of(with_body("Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nQUJD\n")),
            "X[Proc-Type|4,ENCRYPTED][DEK-Info|AES-128-CBC,00]=ABC;");
  EXPECT_EQ(blocks_of(with_body("A: \r\n\r\nQUJD\r\n")), "X[A|]=ABC;");
  std::string eight;
  for (int i = 0; i < 8; ++i) eight += "A: b\n";
  EXPECT_TRUE(blocks_of(with_body(eight + "\nQUJD\n")).ends_with("[A|b]=ABC;"));
  for (const std::string& body :
       {std::string("A: b\n"), std::string("A: b\nQUJD\n"), std::string("A:b\n\nQUJD\n"), std::string(": b\n\nQUJD\n"),
        std::string("A: b\n folded\n\nQUJD\n"), eight + "A: b\n\nQUJD\n"})
    EXPECT_EQ(blocks_of(with_body(body)), "malformed_pem(headers)") << body;
  EXPECT_EQ(blocks_of(with_body("A: b\n\n")), "malformed_pem(body)");
  EXPECT_EQ(blocks_of(with_body("A: b\n\n\nQUJD\n")), "malformed_pem(body)");
}

TEST(Pem, RefusesBrokenFraming) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "malformed_pem(begin)"},
      {"no key here\n", "malformed_pem(begin)"},
      {"-----END X-----\n", "malformed_pem(begin)"},
      {" -----BEGIN X-----\nQUJD\n-----END X-----\n", "malformed_pem(begin)"},
      {"\xef\xbb\xbf" + std::string(kGood), "malformed_pem(begin)"},
      {"-----BEGIN X----\nQUJD\n-----END X-----\n", "malformed_pem(begin)"},
      {"-----BEGIN X----- \nQUJD\n-----END X-----\n", "malformed_pem(begin)"},
      {"-----BEGIN -----\nQUJD\n-----END -----\n", "malformed_pem(label)"},
      {"-----BEGIN X  Y-----\nQUJD\n-----END X  Y-----\n", "malformed_pem(label)"},
      {"-----BEGIN X -----\nQUJD\n-----END X -----\n", "malformed_pem(label)"},
      {"-----BEGIN \xc3\xa9-----\nQUJD\n-----END \xc3\xa9-----\n", "malformed_pem(label)"},
      {"-----BEGIN " + std::string(65, 'X') + "-----\n", "malformed_pem(label)"},
      {"-----BEGIN X-----\nQUJD\n-----END Y-----\n", "malformed_pem(label)"},
      {"-----BEGIN X-----\nQUJD\n", "malformed_pem(end)"},
      {"-----BEGIN X-----\n", "malformed_pem(end)"},
      {"-----BEGIN X-----\nQUJD\n-----BEGIN X-----\nQUJD\n-----END X-----\n", "malformed_pem(end)"},
      {"-----BEGIN X-----\nQUJD-----END X-----\n", "malformed_pem(end)"},
      {"-----BEGIN X-----\nQUJD\n-----END X----\n", "malformed_pem(end)"},
      {std::string(kGood) + "-----\n", "malformed_pem(begin)"},
      {std::string(kGood) + "-----BEGIN X-----\n", "malformed_pem(end)"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(blocks_of(text), expected) << text;
}

TEST(Pem, RefusesBrokenBodies) {
  for (const std::string& body : {std::string(),
                                  std::string("\n"),
                                  std::string("QUJD\n\n"),
                                  std::string("\nQUJD\n"),
                                  std::string("QUJ\n"),
                                  std::string("QUJDR\n"),
                                  std::string("QQ=\n"),
                                  std::string("QQ\n"),
                                  std::string("QR==\n"),
                                  std::string("QUJ=\n"),
                                  std::string("QQ==QUJD\n"),
                                  std::string("QQ==\nQUJD\n"),
                                  std::string("=QUJ\n"),
                                  std::string("Q===\n"),
                                  std::string("====\n"),
                                  std::string("QU JD\n"),
                                  std::string("QUJD \n"),
                                  std::string("QUJ_\n"),
                                  std::string("QUJ-\n"),
                                  std::string("QU\rJD\n"),
                                  std::string("QUJD\r\r\n"),
                                  std::string(77, 'A') + "AAA\n",
                                  std::string("QUJD\0\n", 6)})
    EXPECT_EQ(blocks_of(with_body(body)), "malformed_pem(body)") << body;
}

TEST(Pem, Bounds) {
  const std::string two = std::string(kGood) + std::string(kGood);
  EXPECT_EQ(blocks_of(two, 2), "PUBLIC KEY=ABC;PUBLIC KEY=ABC;");
  EXPECT_EQ(blocks_of(two, 1), "limit_exceeded(blocks)");
  EXPECT_EQ(blocks_of(std::string(1u << 20, 'x')), "malformed_pem(begin)");
  EXPECT_EQ(blocks_of(std::string((1u << 20) + 1, 'x')), "limit_exceeded(pem)");
}

TEST(Pem, WritesWhatItReads) {
  Bytes der;
  for (int size = 1; size < 200; ++size) {
    der.push_back(static_cast<std::uint8_t>(255 - size * 7));
    const Secret text = write_pem("EC PRIVATE KEY", der);
    const auto blocks = parse_pem(as_text(text.expose()));
    ASSERT_TRUE(blocks) << size;
    ASSERT_EQ(blocks->size(), 1u);
    EXPECT_EQ((*blocks)[0].label, "EC PRIVATE KEY");
    EXPECT_TRUE(std::ranges::equal((*blocks)[0].der.expose(), der));
  }
  EXPECT_EQ(
      as_text(write_pem("X", as_bytes("0123456789012345678901234567890123456789012345678")).expose()),
      "-----BEGIN X-----\nMDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3\nOA==\n-----END X-----\n");
}

TEST(Base64, CanonicalOnly) {
  EXPECT_EQ(encode_base64(as_bytes("\xfb\xff")), "+/8=");
  EXPECT_EQ(encode_base64({}), "");
  for (const std::string_view text : {"", "Zg==", "Zm8=", "Zm9v", "+/8="}) {
    const auto octets = decode_base64(text, 3);
    ASSERT_TRUE(octets) << text;
    EXPECT_EQ(encode_base64(*octets), text);
  }
  for (const std::string_view text :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "-_8=", "Zm9v\n", "Zm 9", "Zm9vZ==="})
    EXPECT_EQ(outcome(decode_base64(text, 100)), "malformed_base64url(base64)") << text;
  EXPECT_EQ(outcome(decode_base64("Zm9v", 2)), "limit_exceeded(bytes)");
  EXPECT_EQ(outcome(decode_base64("Zm8=", 2)), "ok");
}

}  // namespace
}  // namespace signet::codec
