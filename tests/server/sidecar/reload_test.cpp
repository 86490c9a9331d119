#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "keys/http_server.h"
#include "server/sidecar/fixture.h"

namespace signet::server::test {
namespace {

using signet::test::HttpServer;
using signet::test::joined;
using signet::test::outcome;

class ReloadTest : public SidecarTest {};

TEST_F(ReloadTest, ANewPolicyCountsFromThenOn) {
  start();
  EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
  policy_.demands.scopes = {"admin"};
  EXPECT_EQ(outcome(sidecar_->reload(config_)), "ok");
  EXPECT_EQ(ask_nginx(bearer(token_with())), "403 scope_insufficient(scope)");
  std::ofstream(folder_ / "jwks.json") << key_set({"two"});
  EXPECT_EQ(outcome(sidecar_->reload(config_)), "ok");
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"admin")"))), "401 key_not_found(kid)");
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"admin")", "two"))), "200");
}

TEST_F(ReloadTest, WithAFaultAllStaysAsItWas) {
  start();
  std::ofstream(folder_ / "jwks.json") << "{";
  EXPECT_NE(outcome(sidecar_->reload(config_)), "ok");
  EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
  EXPECT_NE(ask("/metrics").body.find("signet_reloads_total{result=\"refused\"} 1"), std::string::npos);
}

TEST_F(ReloadTest, WhatOnlyARestartChangesIsAnError) {
  start();
  const auto reloaded = [&](auto change) {
    SidecarConfig next = config_;
    change(next);
    return outcome(sidecar_->reload(std::move(next)));
  };
  EXPECT_EQ(reloaded([](SidecarConfig& next) { next.tls = TlsFiles{"a.pem", "a.key"}; }),
            "malformed_configuration(tls)");
  EXPECT_EQ(reloaded([](SidecarConfig& next) { next.threads = 3; }), "malformed_configuration(threads)");
  EXPECT_EQ(reloaded([](SidecarConfig& next) { next.listen.push_back({.path = "x"}); }),
            "malformed_configuration(listen)");
  EXPECT_EQ(reloaded([](SidecarConfig& next) { next.status_listen = next.listen; }),
            "malformed_configuration(status_listen)");
  EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
}

TEST_F(ReloadTest, NoRequestIsDropped) {
  HttpServer web;
  web.answer("/jwks.json", {HttpServer::ok(key_set({"one"}))});
  issuer_.keys = KeySetUrl{web.url("/jwks.json")};
  start();
  while (ask("/readyz").status != 200) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const std::string fields = bearer(token_with());
  std::atomic<bool> is_over = false;
  std::atomic<int> good = 0;
  std::atomic<int> bad = 0;
  std::thread asks([&] {
    while (!is_over) ++(ask_nginx(fields) == "200" ? good : bad);
  });
  for (int i = 0; i < 20; ++i) {
    // Every other time the issuer is another one, whose keys have to be fetched anew.
    issuer_.tenant = joined({"tenant-", std::to_string(i / 2)});
    EXPECT_EQ(outcome(sidecar_->reload(config_)), "ok");
  }
  is_over = true;
  asks.join();
  EXPECT_GT(good, 0);
  EXPECT_EQ(bad, 0);
}

TEST_F(ReloadTest, ProofsThatWereUsedStayUsed) {
  policy_.dpop.emplace();
  policy_.origin = "https://api.example";
  start();
  const std::string fields = joined({"X-Original-Method: GET\r\nX-Original-URI: /orders\r\n",
                                     proven(bound_token(), "GET", "https://api.example/orders")});
  EXPECT_EQ(ask_nginx(fields), "200");
  EXPECT_EQ(outcome(sidecar_->reload(config_)), "ok");
  EXPECT_EQ(ask_nginx(fields), "401 replayed(jti)");
}

TEST_F(ReloadTest, AnIssuerThatStaysIsNotAskedAgain) {
  HttpServer web;
  web.answer("/jwks.json", {HttpServer::ok(key_set({"one"}))});
  issuer_.keys = KeySetUrl{web.url("/jwks.json")};
  start();
  while (ask("/readyz").status != 200) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  policy_.realm = "other";
  EXPECT_EQ(outcome(sidecar_->reload(config_)), "ok");
  EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
  EXPECT_EQ(web.seen().size(), 1u);
}

}  // namespace
}  // namespace signet::server::test
