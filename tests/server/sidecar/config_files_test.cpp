// What the files of a configuration have to hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "server/sidecar/config_text.h"
#include "support.h"

namespace signet::server {
namespace {

using test::faults_of;
using test::Text;
using testing::HasSubstr;
using testing::StartsWith;

class SidecarFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/sidecarXXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  std::string check(const Text& text) const { return faults_of(check_sidecar_config(text.text(), folder_)); }

  std::filesystem::path folder_;
};

constexpr std::string_view kP256 =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr std::string_view kSecret =
    R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})";

std::string set_of(std::string_view key) {
  return signet::test::joined({"{\"keys\":[", key, "]}"});
}

TEST_F(SidecarFiles, AreReadWhereTheyAreNamed) {
  EXPECT_EQ(check({}), "none");
  EXPECT_THAT(check({.issuer = "jwks_file = 'jwks.json'"}), StartsWith("3 issuers.main.jwks_file: the file "));
  write("jwks.json", set_of(kP256));
  EXPECT_EQ(check({.issuer = "jwks_file = 'jwks.json'"}), "none");
  EXPECT_EQ(check({.issuer = "jwks_file = './x/../jwks.json'"}), "none");
}

TEST_F(SidecarFiles, HoldKeysThatFit) {
  write("jwks.json", "{}");
  EXPECT_THAT(check({.issuer = "jwks_file = 'jwks.json'"}), HasSubstr("the file is no JWK Set (malformed_key_set)"));
  write("jwks.json", set_of(kSecret));
  const std::string faults = check({.issuer = "jwks_file = 'jwks.json'"});
  EXPECT_THAT(faults, HasSubstr("the file holds a key that is not public"));
  EXPECT_FALSE(faults.contains("AyM1"));
  write("jwks.json", R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})");
  EXPECT_THAT(check({.issuer = "jwks_file = 'jwks.json'"}),
              HasSubstr("no key of the file fits an algorithm of policy api"));
}

TEST_F(SidecarFiles, MayHoldSymmetricKeysOfOnesOwn) {
  write("own.jwks", set_of(kSecret));
  const Text text{.issuer = "keys_file = 'own.jwks'",
                  .policy = "[policies.api]\nany_audience = true\nany_typ = true\nalgorithms = ['HS256']"};
  EXPECT_EQ(check(text), "none");
}

TEST_F(SidecarFiles, OfTls) {
  constexpr Text kText{.before =
                           "[tls]\ncertificate = 'server1.pem'\nkey = 'server1.key'\nclient_authorities = 'first.pem'"};
  EXPECT_THAT(check(kText), HasSubstr("cannot be read"));
  ASSERT_EQ(std::system(("bash " SIGNET_SOURCE_DIR "/tests/net/certificates.sh " + folder_.string()).c_str()), 0);
  EXPECT_EQ(check(kText), "none");
  EXPECT_THAT(check({.before = "[tls]\ncertificate = 'server1.pem'\nkey = 'server2.key'"}),
              StartsWith("3 tls.key: the key is not that of the certificate"));
  EXPECT_THAT(check({.before = "[tls]\ncertificate = 'server1.key'\nkey = 'server1.key'"}), HasSubstr("tls."));
  EXPECT_THAT(
      check({.before = "[tls]\ncertificate = 'server1.pem'\nkey = 'server1.key'\nclient_authorities = 'no.pem'"}),
      StartsWith("4 tls.client_authorities: the file "));
  EXPECT_EQ(check({.before = "[fetch]\nca_file = 'first.pem'"}), "none");
  EXPECT_THAT(check({.before = "[fetch]\nca_file = 'first.key'"}), StartsWith("2 fetch.ca_file: the file holds no"));
  EXPECT_THAT(check({.before = "[fetch]\nca_file = 'no.pem'"}), StartsWith("2 fetch.ca_file: the file "));
}

TEST_F(SidecarFiles, OfNonces) {
  constexpr Text kText{.more = "[policies.api.dpop]\nnonces = true\nnonce_key_file = 'nonce.key'"};
  EXPECT_THAT(check(kText), StartsWith("9 policies.api.dpop.nonce_key_file: the file "));
  write("nonce.key", std::string(31, 'x'));
  EXPECT_THAT(check(kText), HasSubstr("has to hold 32 to 4096 octets"));
  write("nonce.key", std::string(32, 'x'));
  EXPECT_EQ(check(kText), "none");
  write("nonce.key", std::string(4097, 'x'));
  EXPECT_THAT(check(kText), HasSubstr("has to hold 32 to 4096 octets"));
}

TEST_F(SidecarFiles, ThatAreMadeHaveAFolder) {
  EXPECT_THAT(check({.before = "[log]\nfile = 'no/log'"}), StartsWith("2 log.file: there is no such folder"));
  EXPECT_EQ(check({.before = "[log]\nfile = 'log'"}), "none");
  EXPECT_THAT(check({.before = "listen = ['unix:no/s.sock']"}), StartsWith("1 listen: there is no folder"));
  EXPECT_THAT(check({.before = "status_listen = ['unix:no/s.sock']"}),
              StartsWith("1 status_listen: there is no folder"));
}

}  // namespace
}  // namespace signet::server
