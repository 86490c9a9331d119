// Which addresses may be connected to.
#include "keys/address_guard.h"

#include <arpa/inet.h>

#include "support.h"

namespace signet::test {
namespace {

keys::IpAddress address(const std::string& text) {
  std::array<std::uint8_t, 16> octets{};
  if (text.contains(':')) {
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), octets.data()), 1) << text;
    return keys::ip_v6(octets);
  }
  EXPECT_EQ(inet_pton(AF_INET, text.c_str(), octets.data()), 1) << text;
  return keys::ip_v4(std::span(octets).first<4>());
}

TEST(AddressGuard, WhatIsGlobalIsAsked) {
  for (const std::string text :
       {"1.1.1.1",         "8.8.8.8",          "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.1",        "169.253.255.255", "169.255.0.0",     "172.15.255.255", "172.32.0.0",
        "192.0.1.0",       "192.0.3.0",        "192.167.255.255", "192.169.0.0",     "198.17.255.255", "198.20.0.0",
        "223.255.255.255", "2600::1",          "2a00:1450::1",    "2606:4700::1111", "2001:4860::1",   "2003::1",
        "::ffff:8.8.8.8",  "64:ff9b::8.8.8.8", "2002:808:808::1"}) {
    EXPECT_TRUE(keys::is_global_unicast(address(text))) << text;
    EXPECT_TRUE(keys::may_connect(address(text), false)) << text;
    EXPECT_FALSE(keys::is_loopback(address(text))) << text;
  }
}

TEST(AddressGuard, WhatIsNotGlobalIsNot) {
  for (const std::string text : {"0.0.0.0",
                                 "0.1.2.3",
                                 "10.0.0.0",
                                 "10.255.255.255",
                                 "100.64.0.0",
                                 "100.127.255.255",
                                 "169.254.0.0",
                                 "169.254.169.254",
                                 "172.16.0.0",
                                 "172.31.255.255",
                                 "192.0.0.0",
                                 "192.0.0.255",
                                 "192.0.2.1",
                                 "192.31.196.1",
                                 "192.52.193.1",
                                 "192.88.99.1",
                                 "192.168.0.0",
                                 "192.168.255.255",
                                 "192.175.48.1",
                                 "198.18.0.0",
                                 "198.19.255.255",
                                 "198.51.100.1",
                                 "203.0.113.1",
                                 "224.0.0.0",
                                 "239.255.255.255",
                                 "240.0.0.0",
                                 "255.255.255.255",
                                 "::",
                                 "::2",
                                 "::ffff:10.0.0.1",
                                 "::ffff:0:1.1.1.1",
                                 "::1.1.1.1",
                                 "64:ff9b::10.0.0.1",
                                 "64:ff9b:1::1.1.1.1",
                                 "100::1",
                                 "2001::1",
                                 "2001:2::1",
                                 "2001:10::1",
                                 "2001:1ff:ffff::1",
                                 "2001:db8::1",
                                 "2002:a00:1::1",
                                 "2002:c0a8:101::1",
                                 "2620:4f:8000::1",
                                 "3ffe::1",
                                 "3fff::1",
                                 "4000::1",
                                 "5f00::1",
                                 "fc00::1",
                                 "fdff::1",
                                 "fe80::1",
                                 "febf::1",
                                 "fec0::1",
                                 "ff02::1",
                                 "ff0e::1"}) {
    EXPECT_FALSE(keys::is_global_unicast(address(text))) << text;
    EXPECT_FALSE(keys::may_connect(address(text), false)) << text;
    EXPECT_FALSE(keys::may_connect(address(text), true)) << text;
  }
}

TEST(AddressGuard, LoopbackByPermissionAlone) {
  for (const std::string text : {"127.0.0.1", "127.255.255.255", "::1"}) {
    EXPECT_TRUE(keys::is_loopback(address(text))) << text;
    EXPECT_FALSE(keys::may_connect(address(text), false)) << text;
    EXPECT_TRUE(keys::may_connect(address(text), true)) << text;
  }
  for (const std::string text : {"::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::1"}) {
    EXPECT_TRUE(keys::is_loopback(address(text))) << text;
    EXPECT_FALSE(keys::may_connect(address(text), true)) << "nobody has a reason to write it so: " << text;
  }
}

}  // namespace
}  // namespace signet::test
