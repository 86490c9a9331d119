#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "server/sidecar/decision_log.h"
#include "server/sidecar/fixture.h"
#include "server/sidecar/resource_metadata.h"
#include "support.h"

namespace signet::server::test {
namespace {

using net::test::Answer;
using signet::test::joined;
using testing::HasSubstr;
using testing::Not;

class StatusTest : public SidecarTest {
 protected:
  std::string log() const {
    std::ifstream in(folder_ / "decisions.jsonl");
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
  }
};

TEST_F(StatusTest, ItIsReadyWithKeysOfAFile) {
  start();
  EXPECT_EQ(ask("/livez").body, R"({"live":true})");
  EXPECT_EQ(ask("/readyz").body, R"({"ready":true})");
  EXPECT_EQ(ask("/livez", "", "POST").status, 405);
}

TEST_F(StatusTest, MetricsCountDecisions) {
  start();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
  EXPECT_EQ(ask_nginx(""), "401");
  EXPECT_EQ(ask("/verify/traefik?policy=none").status, 500);
  const Answer answer = ask("/metrics");
  EXPECT_THAT(field_of(answer, "Content-Type"), HasSubstr("text/plain; version=0.0.4"));
  for (const std::string_view line :
       {R"(signet_decisions_total{dialect="nginx",policy="orders",status="200"} 3)",
        R"(signet_decisions_total{dialect="nginx",policy="orders",status="401"} 1)",
        R"(signet_decisions_total{dialect="traefik",policy="",status="500"} 1)",
        R"(signet_refusals_total{policy="orders",reason="token_missing"} 1)",
        R"(signet_decision_duration_seconds_count{policy="orders"} 4)",
        R"(signet_cache_misses_total{policy="orders"} 3)", "# TYPE signet_http_requests_total counter"})
    EXPECT_THAT(answer.body, HasSubstr(line));
}

TEST_F(StatusTest, StatusMayHaveAnAddressOfItsOwn) {
  config_.status_listen = {{.path = (folder_ / "status.sock").string()}};
  start();
  EXPECT_EQ(ask("/livez").status, 404);
  EXPECT_EQ(ask("/metrics").status, 404);
  auto client = net::test::RawClient::to_path((folder_ / "status.sock").string());
  EXPECT_TRUE(client.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(StatusTest, MetadataTellWhatTheResourceWants) {
  policy_.resource = "https://api.example/orders";
  policy_.dpop = DpopConfig{.algorithms = {"ES256"}};
  policy_.certificates = true;
  policy_.binding = resource::Binding::required;
  start();
  const Answer answer = ask("/.well-known/oauth-protected-resource/orders");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(field_of(answer, "Content-Type"), "application/json");
  EXPECT_EQ(answer.body,
            R"({"resource":"https://api.example/orders","authorization_servers":["https://as.example"],)"
            R"("scopes_supported":["read"],"bearer_methods_supported":["header"],"resource_name":"orders",)"
            R"("tls_client_certificate_bound_access_tokens":true,"dpop_signing_alg_values_supported":["ES256"],)"
            R"("dpop_bound_access_tokens_required":false})");
  EXPECT_EQ(ask("/.well-known/oauth-protected-resource").status, 404);
  EXPECT_EQ(ask("/.well-known/oauth-protected-resource/other").status, 404);
}

TEST_F(StatusTest, MetadataNameTheAlgorithmsOfProofs) {
  policy_.resource = "https://api.example";
  policy_.dpop.emplace();
  start();
  EXPECT_THAT(ask("/.well-known/oauth-protected-resource").body,
              HasSubstr(R"("dpop_signing_alg_values_supported":["RS256",)"));
}

TEST_F(StatusTest, OfTwoResourcesWithOnePathTheHostDecides) {
  policy_.resource = "https://api.example/v1";
  config_.policies.push_back(policy_);
  config_.policies.back().name = "second";
  config_.policies.back().resource = "https://other.example/v1";
  start();
  const std::string target = "/.well-known/oauth-protected-resource/v1";
  EXPECT_THAT(ask(target).body, HasSubstr("https://api.example/v1"));
  EXPECT_THAT(ask(target, "X-Forwarded-Host: Other.example\r\n").body, HasSubstr("https://other.example/v1"));
  EXPECT_EQ(ask(target, "X-Forwarded-Host: third.example\r\n").status, 404);
}

TEST(Metadata, UrlsHaveTheWellKnownPartBehindTheirHost) {
  EXPECT_EQ(metadata_url("https://a.example"), "https://a.example/.well-known/oauth-protected-resource");
  EXPECT_EQ(metadata_url("https://a.example/"), "https://a.example/.well-known/oauth-protected-resource");
  EXPECT_EQ(metadata_url("https://a.example:8443/b/c?d=e"),
            "https://a.example:8443/.well-known/oauth-protected-resource/b/c?d=e");
}

TEST_F(StatusTest, TheLogTellsDecisionsAndNoToken) {
  config_.log = {.decisions = LogWhat::all, .file = (folder_ / "decisions.jsonl").string()};
  start();
  const std::string token = token_with(R"("scope":"read","email":"joe@example.org")");
  const std::string told =
      "X-Original-Method: GET\r\nX-Original-URI: /orders?secret=1\r\nX-Forwarded-For: 192.0.2.1, 203.0.113.9\r\n"
      "X-Forwarded-Proto: https\r\nX-Forwarded-Host: api.example\r\ntraceparent: 00-a-b-01\r\n";
  EXPECT_EQ(ask_nginx(told + bearer(token)), "200");
  EXPECT_EQ(ask_nginx(told + bearer(token_with(R"("scope":"none")"))), "403 scope_insufficient(scope)");
  sidecar_.reset();
  const std::string lines = log();
  EXPECT_EQ(net::test::count(lines, "\n"), 2);
  EXPECT_THAT(lines,
              HasSubstr(R"("event":"decision","policy":"orders","dialect":"nginx","status":200,"issuer":"main",)"));
  EXPECT_THAT(lines, HasSubstr(R"("status":403,"error":"scope_insufficient","subject":"scope")"));
  EXPECT_THAT(lines,
              HasSubstr(R"("method":"GET","origin":"https://api.example","path":"/orders","client":"203.0.113.9",)"));
  EXPECT_THAT(lines, HasSubstr(R"("peer":"127.0.0.1","traceparent":"00-a-b-01","took_us":)"));
  for (const std::string_view secret :
       std::initializer_list<std::string_view>{"secret", "joe", "token-", "eyJ", std::string_view(token).substr(0, 12)})
    EXPECT_THAT(lines, Not(HasSubstr(secret))) << secret;
}

TEST_F(StatusTest, TheLogMayHoldRefusalsAlone) {
  config_.log = {.decisions = LogWhat::refused, .file = (folder_ / "decisions.jsonl").string()};
  start();
  EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
  EXPECT_EQ(ask_nginx(""), "401");
  sidecar_.reset();
  EXPECT_EQ(net::test::count(log(), "\n"), 1);
}

TEST(DecisionLog, LinesAreJsonWhateverIsAskedFor) {
  const Error error{Errc::claim_mismatch, "a\"b"};
  const std::string line = to_json({.time = Timestamp(std::chrono::seconds(1'800'000'000)),
                                    .dialect = "envoy",
                                    .status = 401,
                                    .jti = "id",
                                    .error = &error,
                                    .target = "/\xff\"\n?x",
                                    .took = std::chrono::microseconds(7)});
  const auto parsed = json::Document::parse(line);
  ASSERT_TRUE(parsed) << line;
  EXPECT_EQ(parsed->root().find("path")->string(), "/?\"\n");
  EXPECT_EQ(parsed->root().find("time")->string(), "2027-01-15T08:00:00Z");
  // SHA-256 of "id".
  EXPECT_EQ(parsed->root().find("jti_sha256")->string(), "pWFFJwzms769HdAStzlIZ33WGNSWSIvGCKPLQ841R90");
}

TEST(DecisionLog, AReaderThatTakesNothingHoldsNobodyUp) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("signet-log-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  std::uint64_t lost = 0;
  {
    const auto log = DecisionLog::open({.file = pipe}).value();
    for (int i = 0; i < 20'000; ++i) log->write({.policy = "orders", .dialect = "nginx", .status = 200});
    while (log->lost() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    lost = log->lost();
  }  // and it ends
  EXPECT_GT(lost, 0u);
  ::close(reader);
  const int second = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  const auto log = DecisionLog::open({.file = pipe}).value();
  ::close(second);  // nor does one that ends
  log->write({.policy = "orders", .dialect = "nginx", .status = 200});
  while (log->lost() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::filesystem::remove_all(folder);
}

TEST(DecisionLog, AFileThatCannotBeWrittenIsAnError) {
  const auto opened = DecisionLog::open({.file = "/nowhere/at/all.log"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(to_string(opened.error()), "file_unreadable(/nowhere/at/all.log)");
}

}  // namespace
}  // namespace signet::server::test
