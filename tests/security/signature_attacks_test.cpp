// Attacks on signatures: rows 24 to 27 and 29, through whole tokens.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "target.h"

namespace signet::test {
namespace {

struct Sample {
  Target target;
  std::string token;
  Bytes signature;
  std::string with(ByteView other) const {
    Parts parts = split(token);
    parts.signature = base64url::encode(other);
    return parts.joined();
  }
};
Sample sample_of(const SignatureAlgorithm& row) {
  const std::string token = good_token(row);
  return {Target::of(row), token, base64url::decode(split(token).signature).value()};
}
bool is_ecdsa(const SignatureAlgorithm& row) {
  return describe(row).kty == "EC";
}

TEST(Attack24, ZeroAndOutOfRangeSignatures) {
  for (const auto* row : all_rows()) {
    const Sample sample = sample_of(*row);
    for (const int fill : {0x00, 0x01, 0x7f, 0x80, 0xff})
      refuse(sample.target, sample.with(Bytes(sample.signature.size(), static_cast<std::uint8_t>(fill))),
             "bad_signature");
    // One half zero or one, the other half good (r or s; R or S).
    for (const bool first : {true, false}) {
      for (const std::uint8_t last : {std::uint8_t{0}, std::uint8_t{1}}) {
        Bytes half = sample.signature;
        const auto middle = half.begin() + static_cast<std::ptrdiff_t>(half.size() / 2);
        std::fill(first ? half.begin() : middle, first ? middle : half.end(), std::uint8_t{0});
        *((first ? middle : half.end()) - 1) = last;
        refuse(sample.target, sample.with(half), "bad_signature");
      }
    }
    std::uint8_t zeros[1] = {0};
    refuse(sample.target, sample.with(zeros), "bad_signature");
  }
}

// The order of each curve, its neighbours and the field's prime, as r, as s and as both.
TEST(Attack24, EcdsaNumbersOutOfRange) {
  const std::pair<std::string_view, std::string_view> numbers[] = {
      {"ES256", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
      {"ES256", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552"},
      {"ES256", "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"},
      {"ES256K", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"},
      {"ES256K", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142"},
      {"ES256K", "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"},
      {"ES384", "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"},
      {"ES384", "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52974"},
      {"ES512",
       "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8"
       "899c47aebb6fb71e91386409"},
      {"ES512",
       "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8"
       "899c47aebb6fb71e9138640a"}};
  for (const auto* row : all_rows()) {
    if (!is_ecdsa(*row)) continue;
    const Sample sample = sample_of(*row);
    const std::size_t half = sample.signature.size() / 2;
    for (const auto& [name, hex] : numbers) {
      if (name != name_of(*row)) continue;
      const Bytes number = from_hex(hex);
      ASSERT_EQ(number.size(), half);
      for (const unsigned where : {1u, 2u, 3u}) {
        Bytes changed = sample.signature;
        if ((where & 1) != 0) std::copy(number.begin(), number.end(), changed.begin());
        if ((where & 2) != 0)
          std::copy(number.begin(), number.end(), changed.begin() + static_cast<std::ptrdiff_t>(half));
        refuse(sample.target, sample.with(changed), "bad_signature");
      }
    }
    // r and s exchanged.
    Bytes exchanged = sample.signature;
    std::rotate(exchanged.begin(), exchanged.begin() + static_cast<std::ptrdiff_t>(half), exchanged.end());
    refuse(sample.target, sample.with(exchanged), "bad_signature");
  }
}

TEST(Attack25, EveryLengthButTheRightOne) {
  for (const auto* row : all_rows()) {
    const Sample sample = sample_of(*row);
    // Every length for those of usual size; of ML-DSA's thousands of octets a sample.
    const std::size_t step = sample.signature.size() > 600 ? 97 : 1;
    refuse(sample.target, sample.with({}), "malformed_token(signature)");
    for (std::size_t size = 1; size < sample.signature.size(); size += step)
      refuse(sample.target, sample.with(ByteView(sample.signature).first(size)), "bad_signature");
    refuse(sample.target, sample.with(ByteView(sample.signature).first(sample.signature.size() - 1)), "bad_signature");
    refuse(sample.target, sample.with(ByteView(sample.signature).last(sample.signature.size() - 1)), "bad_signature");
    for (const std::size_t more : {1u, 2u, 64u, 4096u}) {
      Bytes longer = sample.signature;
      longer.resize(longer.size() + more);
      refuse(sample.target, sample.with(longer), "bad_signature");
      longer.assign(more, 0);
      longer.insert(longer.end(), sample.signature.begin(), sample.signature.end());
      refuse(sample.target, sample.with(longer), "bad_signature");
    }
    Bytes twice = sample.signature;
    twice.insert(twice.end(), sample.signature.begin(), sample.signature.end());
    refuse(sample.target, sample.with(twice), "bad_signature");
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
  for (const auto* row : all_rows()) {
    if (!is_ecdsa(*row)) continue;
    const Sample sample = sample_of(*row);
    const std::size_t half = sample.signature.size() / 2;
    Bytes body = der_integer(ByteView(sample.signature).first(half));
    const Bytes s = der_integer(ByteView(sample.signature).last(half));
    body.insert(body.end(), s.begin(), s.end());
    const auto size = static_cast<std::uint8_t>(body.size());
    // DER, the same in BER (long form, indefinite), with something behind it, and as an OCTET STRING.
    const std::vector<Bytes> heads = {size > 127 ? Bytes{0x30, 0x81, size} : Bytes{0x30, size},
                                      {0x30, 0x82, 0x00, size},
                                      {0x30, 0x80},
                                      {0x31, size},
                                      {0x04, size}};
    for (Bytes der : heads) {
      der.insert(der.end(), body.begin(), body.end());
      if (der[1] == 0x80) der.insert(der.end(), {0, 0});
      refuse(sample.target, sample.with(der), "bad_signature");
      der.push_back(0);
      refuse(sample.target, sample.with(der), "bad_signature");
    }
  }
}

TEST(Attack26, EveryOctetOfAnRsaSignatureCounts) {
  for (const auto* row : all_rows()) {
    if (describe(*row).kty != "RSA") continue;
    const Sample sample = sample_of(*row);
    for (std::size_t octet = 0; octet < sample.signature.size(); ++octet) {
      Bytes changed = sample.signature;
      changed[octet] = static_cast<std::uint8_t>(changed[octet] ^ (1u << (octet % 8)));
      refuse(sample.target, sample.with(changed), "bad_signature");
    }
  }
}

// s + n is the same residue, where it fits; s = 0, 1, n - 1 and n are forgeries for small exponents.
TEST(Attack26, NumbersThatAreNoRsaSignature) {
  const auto jwk = json::Document::parse(key_for(row("RS256")).to_public_jwk().value()).value();
  const Bytes n = base64url::decode(*jwk.root().find("n")->string()).value();
  Bytes before = n;
  before.back() = static_cast<std::uint8_t>(before.back() - 1);  // n is odd
  Bytes one(n.size(), 0);
  one.back() = 1;
  for (const auto* asked : all_rows()) {
    if (describe(*asked).kty != "RSA") continue;
    const Sample sample = sample_of(*asked);
    for (const Bytes& number : {n, before, one, Bytes(n.size(), 0), Bytes(n.size(), 0xff)})
      refuse(sample.target, sample.with(number), "bad_signature");
    Bytes sum = sample.signature;
    unsigned carry = 0;
    for (std::size_t i = sum.size(); i-- > 0;) {
      carry += static_cast<unsigned>(sum[i]) + n[i];
      sum[i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    if (carry != 0) sum.insert(sum.begin(), static_cast<std::uint8_t>(carry));
    refuse(sample.target, sample.with(sum), "bad_signature");
  }
}

// The order of the group, little-endian, added to S: another spelling of the same signature.
struct EdwardsCase {
  std::string_view crv, order;
};
constexpr EdwardsCase kOrders[] = {
    {"Ed25519", "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"},
    {"Ed448",
     "f34458ab92c27823558fc58d72c26c219036d6ae49db4ec4e923ca7cffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "ff3f00"}};

TEST(Attack27, TheGroupOrderAddedToS) {
  for (const auto* row : all_rows()) {
    for (const auto& [crv, hex] : kOrders) {
      if (key_for(*row).crv() != crv) continue;
      const Sample sample = sample_of(*row);
      const Bytes order = from_hex(hex);
      const std::size_t half = sample.signature.size() / 2;
      ASSERT_EQ(order.size(), half);
      Bytes changed = sample.signature;
      for (int times = 0; times < 4; ++times) {
        unsigned carry = 0;
        for (std::size_t i = 0; i < half; ++i) {
          carry += static_cast<unsigned>(changed[half + i]) + order[i];
          changed[half + i] = static_cast<std::uint8_t>(carry);
          carry >>= 8;
        }
        refuse(sample.target, sample.with(changed), "bad_signature");
      }
    }
  }
}

// Points of small order and points that have a second spelling: neither a key, nor the R of a signature.
std::vector<std::pair<std::string_view, std::string>> bad_points() {
  std::vector<std::pair<std::string_view, std::string>> points;
  for (const std::string_view hex : {"0100000000000000000000000000000000000000000000000000000000000000",
                                     "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                     "0000000000000000000000000000000000000000000000000000000000000080",
                                     "0000000000000000000000000000000000000000000000000000000000000000",
                                     "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                                     "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                                     "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                                     "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                                     "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                     "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                     "0100000000000000000000000000000000000000000000000000000000000080"})
    points.emplace_back("Ed25519", hex);
  // Of Ed448: (0, 1), (0, -1), (1, 0) and (-1, 0); y = p and y = p + 1; a sign where x is 0; a last octet that is not
  // 0.
  const std::string zeros(110, '0');
  const std::string f(54, 'f');
  points.emplace_back("Ed448", "01" + zeros + "00");
  points.emplace_back("Ed448", "fe" + f + "fe" + f + "ff" + "00");
  points.emplace_back("Ed448", "00" + zeros + "00");
  points.emplace_back("Ed448", "00" + zeros + "80");
  points.emplace_back("Ed448", "ff" + f + "fe" + f + "ff" + "00");
  points.emplace_back("Ed448", "00" + std::string(54, '0') + "ff" + f + "ff" + "00");
  points.emplace_back("Ed448", "01" + zeros + "80");
  points.emplace_back("Ed448", "05" + zeros + "01");
  return points;
}

TEST(Attack27, SmallOrderPointsAreNoKeysAndNoSignatures) {
  for (const auto* row : all_rows()) {
    for (const auto& [crv, hex] : bad_points()) {
      if (key_for(*row).crv() != crv) continue;
      const Sample sample = sample_of(*row);
      Bytes point = from_hex(hex);
      point.resize(sample.signature.size() / 2);
      refuse_key(R"({"kty":"OKP","crv":")" + std::string(crv) + R"(","x":")" + base64url::encode(point) + "\"}",
                 "weak_key(x)|malformed_key(x)", name_of(*row));
      Bytes signature = point;  // R small, S = 0: with A of small order it would fit any message
      signature.resize(sample.signature.size());
      refuse(sample.target, sample.with(signature), "bad_signature");
      std::copy(sample.signature.begin() + static_cast<std::ptrdiff_t>(point.size()), sample.signature.end(),
                signature.begin() + static_cast<std::ptrdiff_t>(point.size()));
      refuse(sample.target, sample.with(signature), "bad_signature");
    }
  }
}

// Row 28: ML-DSA's encodings, where libcrypto has it; each third of the signature (challenge, response, hint) changed.
TEST(Attack28, EveryPartOfASignatureCounts) {
  for (const auto* row : all_rows()) {
    const Sample sample = sample_of(*row);
    for (std::size_t part = 0; part < 64; ++part) {
      Bytes changed = sample.signature;
      const std::size_t octet = part * (changed.size() - 1) / 63;
      changed[octet] = static_cast<std::uint8_t>(changed[octet] ^ (1u << (part % 8)));
      refuse(sample.target, sample.with(changed), "bad_signature");
    }
  }
}

TEST(Attack28, KeysOfMlDsaThatAreNone) {
  for (const std::string_view alg : {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "ML-DSA-99", "ml-dsa-44", ""}) {
    const std::string start = R"({"kty":"AKP","alg":")" + std::string(alg) + "\"";
    for (const std::size_t octets : {0u, 1u, 32u, 1311u, 1313u, 1951u, 1953u, 2591u, 2593u, 65536u}) {
      const Bytes pub(octets, 0x5a);
      refuse_key(start + R"(,"pub":")" + base64url::encode(pub) + "\"}",
                 "key_unsupported(kty)|key_unsupported(alg)|malformed_key(pub)|malformed_key(alg)|"
                 "alg_unavailable(" +
                     std::string(alg) + (octets > 4096 ? ")|limit_exceeded(pub)" : ")"),
                 "AKP");
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
      refuse_result(Form::key, name_of(*row), outcome(key.prepare(*row)), expected);
    }
    for (const std::string alg : {"EdDSA", "Ed25519", "Ed448"})
      refuse_key(std::string(text) + R"(,"alg":")" + alg + "\"}", "key_mismatch(alg)", alg);
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
    const Sample sample = sample_of(row(name));
    for (std::size_t bit = 0; bit < sample.signature.size() * 8; ++bit) {
      Bytes changed = sample.signature;
      changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1u << (bit % 8)));
      refuse(sample.target, sample.with(changed), "bad_signature");
    }
  }
}

}  // namespace
}  // namespace signet::test
