#include "net/ip_range.h"

#include <gtest/gtest.h>

namespace signet::net {
namespace {

bool contains(std::string_view range, std::string_view address) {
  const auto parsed = IpRange::parse(range);
  EXPECT_TRUE(parsed) << range;
  return parsed && parsed->contains(address);
}

TEST(IpRange, HoldsWhatSharesItsFirstBits) {
  EXPECT_TRUE(contains("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(contains("127.0.0.1", "127.0.0.1"));
  EXPECT_FALSE(contains("127.0.0.1", "127.0.0.2"));
  EXPECT_TRUE(contains("0.0.0.0/0", "203.0.113.9"));
  EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(contains("fe80::/10", "fe80::1%eth0"));
}

TEST(IpRange, KnowsMappedAddresses) {
  EXPECT_TRUE(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
  EXPECT_TRUE(contains("::ffff:10.0.0.0/104", "10.1.2.3"));
  EXPECT_FALSE(contains("::/0", "10.1.2.3")) << "says nothing of version 4";
  EXPECT_FALSE(contains("::/0", "::ffff:10.1.2.3"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  EXPECT_FALSE(contains("::1", "127.0.0.1"));
}

TEST(IpRange, RefusesWhatIsUnclear) {
  for (const std::string_view text :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", " 10.0.0.0", "10.0.0/8", "010.0.0.1",
        "10.0.0.1/8", "2001:db8::1/32", "::/129", "localhost", "fe80::1%eth0", "10.0.0.0/8/8",
        "1111:2222:3333:4444:5555:6666:7777:8888:9999:1111:2222"})
    EXPECT_FALSE(IpRange::parse(text)) << text;
}

TEST(IpRange, HoldsNothingThatIsNoAddress) {
  for (const std::string_view text : {"", "unix", "10.0.0.0.0", "::g"}) EXPECT_FALSE(contains("::/0", text)) << text;
}

}  // namespace
}  // namespace signet::net
