// Attacks on signatures: rows 24 to 27, 29 and 39 of docs/security.md, through whole tokens. The published vectors of
// these rows run in tests/crypto.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "forge.h"

namespace signet::test {
namespace {

std::string with_signature(const std::string& token, ByteView signature) {
  Parts parts = split(token);
  parts.signature = base64url::encode(signature);
  return parts.joined();
}

TEST(Attack24, ZeroAndOutOfRangeSignatures) {
  for (const auto* row : all_rows()) {
    const jwt::Verifier verifier = verifier_for(*row);
    const std::string token = good_token(*row);
    const Bytes good = base64url::decode(split(token).signature).value();
    for (const int fill : {0x00, 0x01, 0x7f, 0xff})
      EXPECT_EQ(verdict(verifier, with_signature(token, Bytes(good.size(), static_cast<std::uint8_t>(fill)))),
                "bad_signature")
          << describe(*row).name;
    // One half zero, the other half good (r or s; R or S).
    for (const bool first : {true, false}) {
      Bytes half = good;
      const auto middle = half.begin() + static_cast<std::ptrdiff_t>(half.size() / 2);
      std::fill(first ? half.begin() : middle, first ? middle : half.end(), std::uint8_t{0});
      EXPECT_EQ(verdict(verifier, with_signature(token, half)), "bad_signature") << describe(*row).name;
    }
  }
}

TEST(Attack24, EcdsaWithTheOrderAdded) {
  // n of P-256; r + n and s + n are the same residues, spelled a second time where they fit.
  const Bytes n = from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const auto* row = find_signature_algorithm("ES256");
  const std::string token = good_token(*row);
  const Bytes good = base64url::decode(split(token).signature).value();
  for (const std::size_t offset : {0u, 32u}) {
    Bytes changed = good;
    std::copy(n.begin(), n.end(), changed.begin() + static_cast<std::ptrdiff_t>(offset));
    EXPECT_EQ(verdict(verifier_for(*row), with_signature(token, changed)), "bad_signature");
  }
}

TEST(Attack25, EveryWrongLength) {
  for (const auto* row : all_rows()) {
    const jwt::Verifier verifier = verifier_for(*row);
    const std::string token = good_token(*row);
    const Bytes good = base64url::decode(split(token).signature).value();
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, good.size() / 2, good.size() - 1}) {
      EXPECT_EQ(verdict(verifier, with_signature(token, ByteView(good).first(size))), "bad_signature") << size;
      EXPECT_EQ(verdict(verifier, with_signature(token, ByteView(good).last(size))), "bad_signature") << size;
    }
    for (const std::size_t more : {1u, 2u, 64u, 4096u}) {
      Bytes longer = good;
      longer.resize(good.size() + more);
      EXPECT_EQ(verdict(verifier, with_signature(token, longer)), "bad_signature") << describe(*row).name << more;
      longer.assign(more, 0);
      longer.insert(longer.end(), good.begin(), good.end());
      EXPECT_EQ(verdict(verifier, with_signature(token, longer)), "bad_signature") << describe(*row).name << more;
    }
  }
}

// A DER integer: minimal, with a zero octet before a high bit.
Bytes der_integer(ByteView number) {
  while (number.size() > 1 && number[0] == 0) number = number.subspan(1);
  Bytes out = {0x02};
  const bool pad = (number[0] & 0x80) != 0;
  out.push_back(static_cast<std::uint8_t>(number.size() + (pad ? 1 : 0)));
  if (pad) out.push_back(0);
  out.insert(out.end(), number.begin(), number.end());
  return out;
}

TEST(Attack25, DerInsteadOfRawEcdsa) {
  for (const std::string_view name : {"ES256", "ES384", "ES512"}) {
    const auto* row = find_signature_algorithm(name);
    const std::string token = good_token(*row);
    const Bytes good = base64url::decode(split(token).signature).value();
    const Bytes r = der_integer(ByteView(good).first(good.size() / 2));
    const Bytes s = der_integer(ByteView(good).last(good.size() / 2));
    Bytes der = {0x30};
    if (r.size() + s.size() > 127) der.push_back(0x81);
    der.push_back(static_cast<std::uint8_t>(r.size() + s.size()));
    der.insert(der.end(), r.begin(), r.end());
    der.insert(der.end(), s.begin(), s.end());
    EXPECT_EQ(verdict(verifier_for(*row), with_signature(token, der)), "bad_signature");
  }
}

TEST(Attack26, EveryBitOfAnRsaSignatureCounts) {
  for (const std::string_view name : {"RS256", "PS256"}) {
    const auto* row = find_signature_algorithm(name);
    const jwt::Verifier verifier = verifier_for(*row);
    const std::string token = good_token(*row);
    const Bytes good = base64url::decode(split(token).signature).value();
    for (std::size_t bit = 0; bit < good.size() * 8; bit += 61) {
      Bytes changed = good;
      changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1u << (bit % 8)));
      EXPECT_EQ(verdict(verifier, with_signature(token, changed)), "bad_signature") << bit;
    }
  }
}

TEST(Attack27, Ed25519WithTheGroupOrderAddedToS) {
  // L = 2^252 + 27742317777372353535851937790883648493, little-endian
  const Bytes order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  for (const std::string_view name : {"EdDSA", "Ed25519"}) {
    const auto* row = find_signature_algorithm(name);
    const std::string token = good_token(*row);
    Bytes changed = base64url::decode(split(token).signature).value();
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
      carry += static_cast<unsigned>(changed[32 + i]) + order[i];
      changed[32 + i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    EXPECT_EQ(verdict(verifier_for(*row), with_signature(token, changed)), "bad_signature");
  }
}

TEST(Attack27, SmallOrderPointsAreNoKeysAndNoSignatures) {
  const std::string_view points[] = {"0100000000000000000000000000000000000000000000000000000000000000",
                                     "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                     "0000000000000000000000000000000000000000000000000000000000000080",
                                     "0000000000000000000000000000000000000000000000000000000000000000",
                                     "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                                     "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                                     "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                                     "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                                     "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                     "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                     "0100000000000000000000000000000000000000000000000000000000000080"};
  const auto* row = find_signature_algorithm("EdDSA");
  const std::string token = good_token(*row);
  for (const std::string_view hex : points) {
    const Bytes point = from_hex(hex);
    EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"OKP","crv":"Ed25519","x":")" + base64url::encode(point) + "\"}")),
              "weak_key(x)")
        << hex;
    Bytes signature = point;  // R small, S = 0: with A of small order it would fit any message
    signature.resize(64);
    EXPECT_EQ(verdict(verifier_for(*row), with_signature(token, signature)), "bad_signature") << hex;
  }
}

TEST(Attack27, Ed448WithTheGroupOrderAddedToS) {
  const Bytes order = from_hex(
      "f34458ab92c27823558fc58d72c26c219036d6ae49db4ec4e923ca7cffffffffffffffffffffffffffffffffffffffffffffffffffffff3f"
      "00");
  const auto* row = find_signature_algorithm("Ed448");
  const std::string token = good_token(*row);
  Bytes changed = base64url::decode(split(token).signature).value();
  ASSERT_EQ(changed.size(), 114u);
  unsigned carry = 0;
  for (std::size_t i = 0; i < 57; ++i) {
    carry += static_cast<unsigned>(changed[57 + i]) + order[i];
    changed[57 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_EQ(verdict(verifier_for(*row), with_signature(token, changed)), "bad_signature");
}

TEST(Attack27, SmallOrderPointsOfEd448AreNoKeysAndNoSignatures) {
  const auto* row = find_signature_algorithm("Ed448");
  const std::string token = good_token(*row);
  for (const std::uint8_t y : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{0xfe}, std::uint8_t{0xff}}) {
    for (const std::uint8_t sign : {std::uint8_t{0}, std::uint8_t{0x80}, std::uint8_t{0x40}}) {
      Bytes point(57, y > 1 ? 0xff : 0);  // 0, 1, p-1 and p
      point.front() = y;
      if (y > 1) point[28] = 0xfe;
      point.back() = sign;
      EXPECT_EQ(outcome(Key::from_jwk(R"({"kty":"OKP","crv":"Ed448","x":")" + base64url::encode(point) + "\"}")),
                "weak_key(x)");
      Bytes signature = point;
      signature.resize(114);
      EXPECT_EQ(verdict(verifier_for(*row), with_signature(token, signature)), "bad_signature");
    }
  }
}

// Keys for encryption sign nothing, whatever their alg claims.
TEST(Attack05, KeysForEncryptionAloneFitNoRow) {
  const std::string_view keys[] = {
      R"({"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08")",
      R"({"kty":"OKP","crv":"X448","x":"PreoKbDNIPW8_AtZm2_sz22kYnEHvbDU80W0MCfYuXL8PjT7QjKhPKcG3LV67D2uB73BxnvzNgk")"};
  for (const std::string_view text : keys) {
    const Key key = Key::from_jwk(std::string(text) + "}").value();
    for (const auto* row : all_rows()) {
      const std::string expected = describe(*row).kty == "OKP" ? "key_mismatch(crv)" : "key_mismatch(kty)";
      EXPECT_EQ(outcome(key.prepare(*row)), expected);
    }
    for (const std::string alg : {"EdDSA", "Ed25519", "Ed448"})
      EXPECT_EQ(outcome(Key::from_jwk(std::string(text) + R"(,"alg":")" + alg + "\"}")), "key_mismatch(alg)");
  }
}

// Row 29: one constant-time comparison in all of the cryptography; an ordinary one is a mistake there.
TEST(Attack29, TagsAreComparedInConstantTime) {
  const std::regex ordinary(R"(\b(memcmp|std::equal|strcmp|ranges::equal)\s*\()");
  std::size_t constant = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(std::string(SIGNET_SOURCE_DIR) + "/src/crypto/signature")) {
    std::ifstream in(file.path());
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_FALSE(std::regex_search(text, ordinary)) << file.path();
    if (text.find("constant_time") != std::string::npos) ++constant;
  }
  EXPECT_GE(constant, 1u);
}

TEST(Attack29, EveryBitOfATagCounts) {
  for (const std::string_view name : {"HS256", "HS384", "HS512"}) {
    const auto* row = find_signature_algorithm(name);
    const jwt::Verifier verifier = verifier_for(*row);
    const std::string token = good_token(*row);
    const Bytes good = base64url::decode(split(token).signature).value();
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      Bytes changed = good;
      changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1u << (bit % 8)));
      EXPECT_EQ(verdict(verifier, with_signature(token, changed)), "bad_signature") << bit;
    }
  }
}

// A change anywhere in header or payload.
TEST(Attack39, NothingOfAChangedTokenIsBelieved) {
  for (const auto* row : all_rows()) {
    int calls = 0;
    const auto verifier = jwt::Verifier::build(policy_for(*row).check("count",
                                                                      [&](const jwt::Claims&, Timestamp) -> Result<> {
                                                                        ++calls;
                                                                        return {};
                                                                      }),
                                               set_for(*row))
                              .value();
    const Parts good = split(good_token(*row));
    Parts changed = good;
    changed.payload = b64(R"({"iss":"https://as.example","aud":"api","sub":"admin","exp":1800000600})");
    EXPECT_EQ(outcome(verifier.verify(changed.joined(), kNow)), "bad_signature");
    changed.payload = b64("this is not JSON");
    EXPECT_EQ(outcome(verifier.verify(changed.joined(), kNow)), "bad_signature") << "the payload is not even parsed";
    changed = good;
    changed.header = b64(header_for(*row, R"(,"x":1)"));
    EXPECT_EQ(outcome(verifier.verify(changed.joined(), kNow)), "bad_signature");
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(outcome(verifier.verify(good.joined(), kNow)), "ok");
    EXPECT_EQ(calls, 1);
  }
}

}  // namespace
}  // namespace signet::test
