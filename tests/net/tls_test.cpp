// TLS and HTTP with a client that we have not written (tls_client.py).
#include "net/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "net/fixture.h"

namespace signet::net::test {
namespace {

namespace fs = std::filesystem;

class TlsTest : public ServerTest {
 protected:
  static void SetUpTestSuite() {
    std::string folder = (fs::temp_directory_path() / "signet-tls-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    made_ = folder;
    ASSERT_EQ(std::system(("bash " SIGNET_SOURCE_DIR "/tests/net/certificates.sh " + folder).c_str()), 0);
  }
  static void TearDownTestSuite() { fs::remove_all(made_); }

  void SetUp() override { use(1); }

  static std::string file(const std::string& name) { return (made_ / name).string(); }
  /// Makes the files of server `number` those that are read.
  static void use(int number) {
    const std::string name = number == 3 ? "log" : "server" + std::to_string(number);
    for (const std::string end : {".pem", ".key"}) {
      const fs::path from = number == 3 ? made_ / "log" : made_ / (name + end);
      fs::copy_file(from, made_ / ("current" + end), fs::copy_options::overwrite_existing);
    }
  }
  TlsOptions usual(ClientTrust trust = ClientTrust::none, bool is_required = false) {
    return {.certificate_file = file("current.pem"),
            .key_file = file("current.key"),
            .client_trust = trust,
            .is_client_required = is_required,
            .client_authorities_file = file("first.pem")};
  }
  Response switch_to(const Request& request) {
    use(request.path.back() - '0');
    const auto reloaded = tls_->reload();
    return {.body = reloaded ? "reloaded" : std::string(name_of(reloaded.error().code))};
  }
  void start_tls(const TlsOptions& chosen) {
    auto loaded = TlsContext::load(chosen);
    ASSERT_TRUE(loaded.has_value()) << to_string(loaded.error());
    tls_ = *loaded;
    std::vector<Endpoint> all = endpoints();
    all.push_back({.path = "/reload", .match = PathMatch::below, .answer = [this](const Request& request) {
                     return switch_to(request);
                   }});
    auto router = Router::make(std::move(all));
    ASSERT_TRUE(router.has_value());
    ServerOptions with_tls{
        .listeners = {{.at = TcpListener{}, .tls = tls_}}, .router = std::move(*router), .threads = 2};
    with_tls.on_event = [this](const Event& event) { events_.add(event); };
    start(std::move(with_tls));
  }
  /// What the client says; empty when all was as it should be.
  std::string run(const std::string& scenario) {
    std::string command = "python3 -W ignore " SIGNET_SOURCE_DIR "/tests/net/tls_client.py ";
    command.append(scenario).append(" ").append(std::to_string(server_->port(0))).append(" ").append(made_.string());
    FILE* out = ::popen(command.append(" 2>&1").c_str(), "r");
    std::string said;
    for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) said.push_back(static_cast<char>(c));
    if (const int status = ::pclose(out); status != 0) said.append("status ").append(std::to_string(status));
    return said;
  }

  static inline fs::path made_;
  std::shared_ptr<TlsContext> tls_;
};

TEST_F(TlsTest, PythonsHttpClientIsServedWithoutTls) {
  start(options());
  EXPECT_EQ(run("plain"), "");
}

TEST_F(TlsTest, Tls12And13AreSpokenAndNothingOlder) {
  start_tls(usual());
  EXPECT_EQ(run("usual"), "");
  EXPECT_EQ(run("old"), "");
  EXPECT_EQ(run("protocols"), "");
  EXPECT_EQ(server_->counters().handshake_failed, 2U);
}

TEST_F(TlsTest, CertificatesOfClientsMayBeAskedFor) {
  start_tls(usual(ClientTrust::authorities));
  EXPECT_EQ(run("optional"), "");
}

TEST_F(TlsTest, CertificatesOfClientsMayBeRequired) {
  start_tls(usual(ClientTrust::authorities, true));
  EXPECT_EQ(run("required"), "");
}

TEST_F(TlsTest, AnyCertificateMayBeTaken) {
  start_tls(usual(ClientTrust::any, true));
  EXPECT_EQ(run("any"), "");
}

TEST_F(TlsTest, FilesAreReadAgainUnderLoad) {
  start_tls(usual());
  EXPECT_EQ(run("reload"), "");
}

TEST_F(TlsTest, WhoSpeaksNoTlsIsClosed) {
  start_tls(usual());
  RawClient client = connect();
  client.send(get("/"));
  EXPECT_EQ(count(client.read_to_end(), "HTTP/1.1"), 0);
  wait_for_active(0);
  EXPECT_EQ(server_->counters().handshake_failed, 1U);
}

TEST_F(TlsTest, AHandshakeThatDoesNotEndIsClosed) {
  auto loaded = TlsContext::load(usual());
  ASSERT_TRUE(loaded.has_value());
  ServerOptions chosen = options();
  chosen.listeners.front().tls = *loaded;
  chosen.limits.handshake_time = milliseconds(100);
  start(std::move(chosen));
  RawClient client = connect();
  client.send("\x16\x03\x01");
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_F(TlsTest, RefusalsReachTheClient) {
  auto loaded = TlsContext::load(usual());
  ASSERT_TRUE(loaded.has_value());
  ServerOptions chosen = options();
  chosen.listeners.front().tls = *loaded;
  chosen.limits.head_time = milliseconds(100);
  start(std::move(chosen));
  EXPECT_EQ(run("late"), "");
  EXPECT_EQ(run("long"), "");
}

TEST_F(TlsTest, ErrorsNameTheFile) {
  const auto error = [](const TlsOptions& chosen) {
    const auto loaded = TlsContext::load(chosen);
    return loaded ? "" : to_string(loaded.error());
  };
  TlsOptions chosen = usual();
  chosen.certificate_file = file("nowhere");
  EXPECT_EQ(error(chosen), "file_unreadable(" + file("nowhere") + ")");
  chosen.certificate_file = file("current.key");
  EXPECT_EQ(error(chosen), "malformed_pem(" + file("current.key") + ")");
  chosen = usual();
  chosen.key_file = file("client.key");
  EXPECT_EQ(error(chosen), "certificate_mismatch(" + file("client.key") + ")");
  chosen.key_file = file("locked.key");
  EXPECT_EQ(error(chosen), "malformed_pem(" + file("locked.key") + ")");
  chosen = usual(ClientTrust::authorities);
  chosen.client_authorities_file = file("client.key");
  EXPECT_EQ(error(chosen), "malformed_pem(" + file("client.key") + ")");
}

}  // namespace
}  // namespace signet::net::test
