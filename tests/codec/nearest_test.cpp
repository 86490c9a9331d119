#include "codec/nearest.h"

#include <gtest/gtest.h>

#include <string>

namespace signet::codec {
namespace {

TEST(Nearest, CountsSlips) {
  EXPECT_EQ(slips_between("", ""), 0U);
  EXPECT_EQ(slips_between("ES256", "ES256"), 0U);
  EXPECT_EQ(slips_between("", "abc"), 3U);
  EXPECT_EQ(slips_between("threads", "threds"), 1U);
  EXPECT_EQ(slips_between("ES265", "ES256"), 1U);  // two that changed their places
  EXPECT_EQ(slips_between("kitten", "sitting"), 3U);
}

TEST(Nearest, FindsWhatIsMeant) {
  constexpr std::string_view kNames[] = {"ES256", "ES384", "EdDSA"};
  EXPECT_EQ(nearest("es256", kNames), "ES256");
  EXPECT_EQ(nearest("ES265", kNames), "ES256");
  EXPECT_EQ(nearest("eddsa", kNames), "EdDSA");
  EXPECT_EQ(nearest("zebra", kNames), std::nullopt);
  EXPECT_EQ(nearest("ES256", {}), std::nullopt);
  EXPECT_EQ(nearest("ES256" + std::string(40, 'x'), kNames), std::nullopt);
}

}  // namespace
}  // namespace signet::codec
