#include "codec/duration.h"

#include <gtest/gtest.h>

#include <chrono>

namespace signet::codec {
namespace {

TEST(Durations, HaveAUnit) {
  EXPECT_EQ(parse_duration("0s"), Duration::zero());
  EXPECT_EQ(parse_duration("90s"), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("10m"), std::chrono::minutes(10));
  EXPECT_EQ(parse_duration("24h"), std::chrono::hours(24));
  EXPECT_EQ(parse_duration("7d"), std::chrono::hours(7 * 24));
  EXPECT_EQ(parse_duration("300000000000s"), std::chrono::seconds(300'000'000'000));
}

TEST(Durations, AreNothingElse) {
  for (const std::string_view text : {"", "s", "90", "-1s", "+1s", " 1s", "1s ", "1.5s", "1S", "1w", "1ms", "0x1s",
                                      "300000000001s", "3500000d", "99999999999999999999s"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Durations, CountsAreDigitsAlone) {
  EXPECT_EQ(parse_count("0"), 0);
  EXPECT_EQ(parse_count("1793534400"), 1'793'534'400);
  for (const std::string_view text : {"", "-1", "+1", " 1", "1 ", "1e3", "300000000001"})
    EXPECT_FALSE(parse_count(text)) << text;
}

}  // namespace
}  // namespace signet::codec
