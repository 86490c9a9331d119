#include "server/sidecar/config_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "server/sidecar/config_text.h"

namespace signet::server {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::faults_of;
using test::read;
using testing::ElementsAre;

std::string every_key() {
  std::ifstream in(SIGNET_SOURCE_DIR "/tests/server/sidecar/every_key.toml");
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

TEST(SidecarConfig, HasDefaults) {
  const auto config = read(test::Text().text());
  ASSERT_TRUE(config) << faults_of(config);
  EXPECT_THAT(config->listen, ElementsAre(ListenAt{.address = "127.0.0.1", .port = 4180}));
  EXPECT_TRUE(config->status_listen.empty());
  EXPECT_EQ(config->threads, 1U);
  EXPECT_TRUE(config->trusts_unix);
  EXPECT_THAT(config->trusted_proxies,
              ElementsAre(net::IpRange::parse("127.0.0.0/8").value(), net::IpRange::parse("::1").value()));
  EXPECT_EQ(config->stop_grace, seconds(10));
  EXPECT_EQ(config->log.file, "-");
  ASSERT_EQ(config->issuers.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<DiscoveredIssuer>(config->issuers[0].keys));
  EXPECT_EQ(config->issuers[0].tenant, "main");
  ASSERT_EQ(config->policies.size(), 1U);
  const PolicyConfig& policy = config->policies[0];
  EXPECT_THAT(policy.issuers, ElementsAre("main"));
  EXPECT_EQ(policy.realm, "api");
  EXPECT_EQ(policy.leeway, seconds(10));
  EXPECT_EQ(policy.cache_entries, 16'384U);
  EXPECT_EQ(policy.binding, resource::Binding::allowed);
  EXPECT_FALSE(policy.dpop || policy.cookie || policy.certificates || policy.claims_header);
}

TEST(SidecarConfig, ReadsEveryKeyOfTheWhole) {
  const auto config = read(every_key());
  ASSERT_TRUE(config) << faults_of(config);
  EXPECT_THAT(config->listen,
              ElementsAre(ListenAt{.address = "127.0.0.1", .port = 0}, ListenAt{.address = "::1", .port = 4180},
                          ListenAt{.path = "/etc/signet/run/s.sock"}, ListenAt{.is_systemd = true}));
  EXPECT_THAT(config->status_listen, ElementsAre(ListenAt{.address = "127.0.0.1", .port = 4181}));
  EXPECT_EQ(config->threads, 4U);
  EXPECT_THAT(config->trusted_proxies, ElementsAre(net::IpRange::parse("10.0.0.0/8").value()));
  EXPECT_FALSE(config->trusts_unix);
  EXPECT_EQ(config->stop_grace, seconds(5));
  EXPECT_EQ(config->tls, (TlsFiles{.certificate = "/etc/signet/server.pem",
                                   .key = "/etc/signet/server.key",
                                   .client_authorities = "/srv/clients.pem"}));
  EXPECT_EQ(config->log.decisions, LogWhat::refused);
  EXPECT_EQ(config->log.file, "/etc/log/sidecar.log");
  EXPECT_EQ(config->fetch, (FetchConfig{.ca_file = "/etc/signet/ca.pem", .allow_loopback = true}));
}

TEST(SidecarConfig, ReadsEveryKeyOfIssuers) {
  const auto config = read(every_key());
  ASSERT_TRUE(config) << faults_of(config);
  EXPECT_THAT(config->issuers,
              ElementsAre(IssuerConfig{.name = "main",
                                       .issuer = "https://as.example",
                                       .keys = KeySetUrl{"http://127.0.0.1:8080/jwks"},
                                       .tenant = "first",
                                       .revocations = RevocationsConfig{.url = "https://as.example/revocations",
                                                                        .grant_claim = "grant_id",
                                                                        .max_silence = seconds(15),
                                                                        .fail_open_for = minutes(5)}},
                          IssuerConfig{.name = "file",
                                       .issuer = "urn:example:as",
                                       .keys = KeySetFile{.path = "/etc/signet/jwks.json"},
                                       .tenant = "file"},
                          IssuerConfig{.name = "own",
                                       .issuer = "own",
                                       .keys = KeySetFile{.path = "/etc/signet/own.jwks", .is_private = true},
                                       .tenant = "own"}));
}

TEST(SidecarConfig, ReadsEveryKeyOfPolicies) {
  const auto config = read(every_key());
  ASSERT_TRUE(config) << faults_of(config);
  ASSERT_EQ(config->policies.size(), 2U);
  const PolicyConfig& policy = config->policies[0];
  EXPECT_EQ(policy.name, "orders-api");
  EXPECT_THAT(policy.issuers, ElementsAre("main", "file"));
  EXPECT_THAT(policy.audiences, ElementsAre("orders"));
  EXPECT_THAT(policy.algorithms, ElementsAre("ES256", "EdDSA"));
  EXPECT_EQ(policy.profile->id, "at+jwt");
  EXPECT_EQ(policy.leeway, seconds(0));
  EXPECT_THAT(policy.demands.scopes, ElementsAre("read", "write"));
  EXPECT_THAT(policy.demands.acr_values, ElementsAre("urn:mace:incommon:iap:silver"));
  EXPECT_EQ(policy.demands.max_age, std::chrono::hours(1));
  ASSERT_EQ(policy.demands.requirements.size(), 2U);
  EXPECT_EQ(policy.demands.requirements[1].text(), "loggedInAs == 'admin'");
  EXPECT_EQ(policy.realm, "orders");
  EXPECT_EQ(policy.resource, "https://api.example/orders");
  EXPECT_EQ(policy.origin, "https://api.example");
  EXPECT_EQ(policy.binding, resource::Binding::required);
  EXPECT_TRUE(policy.certificates && policy.claims_header);
  EXPECT_EQ(policy.cache_entries, 0U);
}

TEST(SidecarConfig, ReadsEveryKeyOfTablesOfPolicies) {
  const auto config = read(every_key());
  ASSERT_TRUE(config) << faults_of(config);
  ASSERT_EQ(config->policies.size(), 2U);
  const PolicyConfig& policy = config->policies[0];
  ASSERT_TRUE(policy.dpop && policy.cookie);
  EXPECT_THAT(policy.dpop->algorithms, ElementsAre("ES256"));
  EXPECT_EQ(policy.dpop->max_age, seconds(30));
  EXPECT_TRUE(policy.dpop->nonces);
  EXPECT_EQ(policy.dpop->nonce_key_file, "/etc/signet/nonce.key");
  EXPECT_EQ(policy.cookie->name, "__Host-token");
  EXPECT_THAT(policy.cookie->origins, ElementsAre("https://app.example"));
  ASSERT_EQ(policy.headers.size(), 2U);
  EXPECT_EQ(policy.headers[0].field + "=" + policy.headers[0].claim, "Remote-User=sub");
  const PolicyConfig& other = config->policies[1];
  EXPECT_TRUE(other.any_audience);
  EXPECT_THAT(other.typs, ElementsAre("JWT"));
  EXPECT_THAT(other.algorithms, ElementsAre("HS256"));
}

/// No key may be forgotten in the file above: the reference lists the same rows.
TEST(SidecarConfig, FileOfEveryKeyHasEveryKey) {
  const std::string text = every_key();
  for (const ConfigSection& section : sidecar_sections()) {
    for (const config::KeyRow& key : section.keys) {
      if (key.name == "FIELD") continue;
      const std::string sought = std::string(key.name) + (key.form.empty() ? "" : " =");
      EXPECT_TRUE(text.contains(sought)) << section.heading << ' ' << key.name;
      EXPECT_FALSE(key.help.empty() || key.help.ends_with('.')) << key.name;
    }
  }
}

}  // namespace
}  // namespace signet::server
