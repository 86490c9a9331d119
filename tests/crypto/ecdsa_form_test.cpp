#include <array>

#include "crypto/ecdsa_form.h"

#include "support.h"

namespace signet::test {
namespace {

Bytes der_of(std::string_view raw_hex) {
  std::array<std::uint8_t, crypto::kMaxEcdsaDer> out;
  const ByteView der = crypto::ecdsa_der_from_raw(from_hex(raw_hex), out);
  return {der.begin(), der.end()};
}

struct Form {
  std::string_view raw;
  std::string_view der;
};
constexpr Form kForms[] = {
    {"0102", "3006020101020102"},
    {"7f80", "300702017f02020080"},  // a high bit needs a sign octet
    {"00010080",
     "3007020101"
     "02020080"},  // leading zeros are dropped before that
    {"ff00ff01", "300a020300ff00020300ff01"},
    {"00000000", "3006020100020100"},
};

TEST(EcdsaForm, BothWays) {
  for (const auto& [raw, der] : kForms) {
    EXPECT_EQ(der_of(raw), from_hex(der)) << raw;
    Bytes back(raw.size() / 2, 0xaa);
    EXPECT_TRUE(crypto::ecdsa_raw_from_der(from_hex(der), back)) << der;
    EXPECT_EQ(back, from_hex(raw)) << der;
  }
}

TEST(EcdsaForm, LargestNumbersUseTheLongLength) {
  const std::string raw(4 * crypto::kMaxEcdsaNumber, 'f');
  const Bytes der = der_of(raw);
  EXPECT_EQ(der.size(), crypto::kMaxEcdsaDer);
  EXPECT_EQ((Bytes{der.begin(), der.begin() + 7}), from_hex("30818a024300ff"));
  Bytes back(2 * crypto::kMaxEcdsaNumber);
  EXPECT_TRUE(crypto::ecdsa_raw_from_der(der, back));
  EXPECT_EQ(back, from_hex(raw));
}

TEST(EcdsaForm, RefusesDerThatIsNotMinimalOrDoesNotFit) {
  for (const std::string_view der : {
           "", "30", "3006", "300602010102",
           "30060201010201",      // cut
           "300602010102010200",  // something after it
           "3007020101020102"
           "00",                // something inside
           "3106020101020102",  // a set
           "3006020101030102",  // a bit string
           "3007"
           "02020001"
           "020102",  // a zero too many
           "3006"
           "020181"
           "020102",  // negative
           "3005"
           "0200"
           "020102",                // no octets
           "308106020101020102",    // a long length where a short one does
           "30800201010201020000",  // no length
           "30820006020101020102",  // a length of two octets
           "3007"
           "0202"
           "0101"
           "020102",  // too large for one octet
       }) {
    Bytes raw(2);
    EXPECT_FALSE(crypto::ecdsa_raw_from_der(from_hex(der), raw)) << der;
  }
}

TEST(EcdsaForm, RangeIsOneToOrderLessOne) {
  const Bytes order = from_hex("0107");
  const auto in_range = [&](std::string_view raw) { return crypto::ecdsa_numbers_in_range(from_hex(raw), order); };
  EXPECT_TRUE(in_range("00010106"));
  EXPECT_TRUE(in_range("01060001"));
  EXPECT_TRUE(in_range("00ff00ff"));
  for (const std::string_view raw : {"", "0001", "000101", "0001010600", "00000001", "00010000", "01070001", "00010107",
                                     "ffff0001", "0001ffff", "01080001"}) {
    EXPECT_FALSE(in_range(raw)) << raw;
  }
}

}  // namespace
}  // namespace signet::test
