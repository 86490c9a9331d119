// A sidecar with one issuer and one policy, its proxy, and the client of that.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/raw_client.h"
#include "server/sidecar/sidecar.h"
#include "signet/dpop.h"
#include "signet/jwt.h"
#include "signet/key.h"

namespace signet::server::test {

inline constexpr std::string_view kIssuer = "https://as.example";

Timestamp wall_now();
/// The key of the issuer; `kid` is "one" or another name.
const Key& issuer_key(const std::string& kid = "one");
/// A JWK Set of public keys.
std::string key_set(std::initializer_list<std::string_view> kids);
const dpop::Prover& client();

/// A good token with these claims besides, as the inside of an object; jti is another one each time.
std::string token_with(std::string_view claims = R"("scope":"read")", const std::string& kid = "one");
/// The same, bound to the key of the client.
std::string bound_token();

/// Fields as they stand in a request, each with its line end.
std::string bearer(const std::string& token);
std::string proven(const std::string& token, std::string_view method, std::string_view url,
                   std::optional<std::string_view> nonce = {});

/// What an answer's head says in the first field of this name; empty without one.
std::string field_of(const net::test::Answer& answer, std::string_view name);

class SidecarTest : public testing::Test {
 protected:
  SidecarTest();
  ~SidecarTest() override;

  /// `config_`, with what was changed in it.
  void start();
  std::uint16_t port() const;
  net::test::Answer ask(std::string_view target, const std::string& fields = "", std::string_view method = "GET",
                        const std::string& body = "") const;
  /// The same through /verify/nginx with the one policy: "200", "401 token_expired(exp)" or "403 (503)" with what
  /// Signet-Status says where it is another status.
  std::string ask_nginx(const std::string& fields, std::string_view query = "") const;

  std::filesystem::path folder_;
  SidecarConfig config_;
  PolicyConfig& policy_;
  IssuerConfig& issuer_;
  std::unique_ptr<Sidecar> sidecar_;

 private:
  static SidecarConfig first_config(const std::filesystem::path& folder);
};

}  // namespace signet::server::test
