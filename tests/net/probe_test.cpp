// The probes, through a real socket: one answer, and no request that hides behind it is heard.
#include <gtest/gtest.h>

#include <string>

#include "net/fixture.h"
#include "net/probes.h"

namespace signet::net::test {
namespace {

const std::string kHidden = "GET /below/hidden HTTP/1.1\r\nHost: x\r\n\r\n";

std::string start_of(int status) {
  return "HTTP/1.1 " + std::to_string(status) + " ";
}

TEST_F(ServerTest, EachProbeHasOneAnswerAndTheConnectionIsClosed) {
  start(options());
  for (const Probe& probe : refused_probes()) {
    RawClient client = connect();
    client.send(probe.request + kHidden);
    client.finish();
    const std::string all = client.read_to_end();
    EXPECT_TRUE(all.starts_with(start_of(probe.status))) << probe.name << ": " << all.substr(0, 200);
    EXPECT_EQ(count(all, "HTTP/1.1 "), 1) << probe.name << ": " << all;
    EXPECT_EQ(count(all, "\r\nConnection: close\r\n"), 1) << probe.name;
    EXPECT_EQ(count(all, "hidden"), 0) << probe.name;
  }
  std::uint64_t refused = 0;
  for (const std::uint64_t one : server_->counters().refused) refused += one;
  EXPECT_EQ(refused, refused_probes().size());
  EXPECT_EQ(server_->counters().requests, 0U);
  EXPECT_GE(refused_probes().size(), 120U);
}

TEST_F(ServerTest, EachProbeIsRefusedOctetByOctet) {
  start(options());
  for (const Probe& probe : refused_probes()) {
    if (probe.request.size() > 1000) continue;
    RawClient client = connect();
    for (const char octet : probe.request)
      if (!client.send({&octet, 1})) break;
    client.send(kHidden);
    client.finish();
    const std::string all = client.read_to_end();
    EXPECT_TRUE(all.starts_with(start_of(probe.status))) << probe.name << ": " << all.substr(0, 200);
    EXPECT_EQ(count(all, "HTTP/1.1 "), 1) << probe.name << ": " << all;
  }
}

TEST_F(ServerTest, TheServerClosesItselfAfterARefusal) {
  start(options());
  for (const Probe& probe : refused_probes()) {
    RawClient client = connect();  // which does not say that it sends nothing more
    client.send(probe.request);
    EXPECT_EQ(count(client.read_to_end(), "<OPEN>"), 0) << probe.name;
  }
}

TEST_F(ServerTest, WhatHoldsIsAnsweredInOrder) {
  start(options());
  for (const Probe& probe : accepted_probes()) {
    RawClient client = connect();
    client.send(probe.request);
    client.finish();
    const std::string all = client.read_to_end();
    EXPECT_EQ(count(all, "HTTP/1.1 "), probe.status) << probe.name << ": " << all;
    EXPECT_EQ(count(all, "HTTP/1.1 200 OK"), probe.status) << probe.name << ": " << all;
  }
}

}  // namespace
}  // namespace signet::net::test
