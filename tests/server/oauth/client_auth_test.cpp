// How clients prove who they are, and what they are answered when they do not.
#include <gtest/gtest.h>

#include <thread>

#include "server/oauth/test_server.h"
#include "signet/dpop.h"
#include "signet/jwt.h"

namespace signet::server::test {
namespace {

const FormFields kAsk{{"grant_type", "client_credentials"}};
constexpr std::string_view kType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

class ClientAuth : public testing::Test {
 protected:
  net::Response assert_with(std::string_view assertion) {
    return server.token(
        {{"grant_type", "client_credentials"}, {"client_assertion_type", kType}, {"client_assertion", assertion}});
  }
  jwt::Builder assertion(std::string_view client, std::string_view id = "1") const {
    jwt::Builder builder;
    builder.issuer(client)
        .subject(client)
        .audience(server.issuer())
        .expires_at(server.now() + std::chrono::minutes(1))
        .token_id(id);
    return builder;
  }
  /// A client with a key of its own.
  NewClient with_key(const std::string& more = {}) {
    return server.client(R"("auth":"private_key_jwt","jwks":)" + *key.to_public_jwk() + more);
  }
  std::string sign(const jwt::Builder& builder) const { return *builder.sign(**key.signer()); }

  TestServer server;
  Key key = *Key::generate({.alg = "ES256"});
};

TEST_F(ClientAuth, BySecretInTheFieldAndInTheBody) {
  const NewClient first = server.client("");
  EXPECT_EQ(server.token(kAsk, {basic(first.id, first.secret)}).status, 200);
  const NewClient second = server.client(R"("auth":"client_secret_post")");
  const FormFields form{
      {"grant_type", "client_credentials"}, {"client_id", second.id}, {"client_secret", second.secret}};
  EXPECT_EQ(server.token(form).status, 200);
  // Each by its own method alone.
  EXPECT_EQ(server.token(kAsk, {basic(second.id, second.secret)}).status, 401);
  EXPECT_EQ(
      server.token({{"grant_type", "client_credentials"}, {"client_id", first.id}, {"client_secret", first.secret}})
          .status,
      401);
}

TEST_F(ClientAuth, RefusalsDoNotTellWhetherThereIsSuchAClient) {
  const NewClient client = server.client("");
  const net::Response wrong = server.token(kAsk, {basic(client.id, "wrong")});
  const net::Response unknown = server.token(kAsk, {basic("nobody", "wrong")});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(wrong.fields.size(), unknown.fields.size());
  //= rfc6749#5.2 401 with WWW-Authenticate of the scheme that was used
  EXPECT_TRUE(net::find_field(wrong.fields, "WWW-Authenticate")->starts_with("Basic "));
  server.admin("PATCH", "/tenants/default/clients/" + client.id, R"({"enabled":false})");
  EXPECT_EQ(server.token(kAsk, {basic(client.id, client.secret)}).body, wrong.body);
}

TEST_F(ClientAuth, BasicThatCannotBeRead) {
  for (const std::string_view value :
       {"Basic", "Basic ", "Basic !!!", "Basic Zm9v", "Basic Og==", "Bearer abc", "basic"})
    EXPECT_EQ(server.token(kAsk, {{"Authorization", std::string(value)}}).status, 401) << value;
  EXPECT_EQ(member(server.token(kAsk), "error"), "invalid_client");
}

TEST_F(ClientAuth, TwoSecretsDuringARotation) {
  const NewClient client = server.client("");
  const json::Document made =
      server.admin("POST", "/tenants/default/clients/" + client.id + "/secrets", R"({"overlap":"1h"})");
  const std::string next = text(made.root(), "client_secret");
  EXPECT_EQ(server.token(kAsk, {basic(client.id, client.secret)}).status, 200);
  EXPECT_EQ(server.token(kAsk, {basic(client.id, next)}).status, 200);
  server.clock().move(std::chrono::hours(1));
  EXPECT_EQ(server.token(kAsk, {basic(client.id, client.secret)}).status, 401);
  EXPECT_EQ(server.token(kAsk, {basic(client.id, next)}).status, 200);
  server.restart();
  EXPECT_EQ(server.token(kAsk, {basic(client.id, next)}).status, 200);
}

TEST_F(ClientAuth, ByAKeyOfItsOwnOnceForEachAssertion) {
  const NewClient client = with_key();
  const std::string good = sign(assertion(client.id));
  EXPECT_EQ(assert_with(good).status, 200);
  EXPECT_EQ(assert_with(good).status, 401);
  EXPECT_EQ(assert_with(sign(assertion(client.id, "2"))).status, 200);
}

TEST_F(ClientAuth, AssertionsThatAreNotForItOfItOrOfNow) {
  const NewClient client = with_key();
  const Key other = *Key::generate({.alg = "ES256"});
  const std::string token_url = server.issuer() + "/oauth2/token";
  const std::string issuer = server.issuer();
  const std::string_view array[] = {issuer};
  const auto refuse = [&](const std::string& text) { EXPECT_EQ(assert_with(text).status, 401) << text; };
  refuse(*assertion(client.id).sign(**other.signer()));
  refuse(sign(assertion(client.id).audience(token_url)));
  refuse(sign(assertion(client.id).audience(array)));
  refuse(sign(assertion(client.id).audience("https://other.example")));
  refuse(sign(assertion(client.id).subject("other")));
  refuse(sign(assertion(client.id).expires_at(server.now() - std::chrono::minutes(1))));
  refuse(sign(assertion(client.id).expires_at(server.now() + std::chrono::hours(1))));
  refuse(sign(assertion("nobody")));
}

TEST_F(ClientAuth, LegacyClientsMayNameTheTokenEndpoint) {
  const NewClient client = with_key(R"(,"legacy_audience":true)");
  EXPECT_EQ(assert_with(sign(assertion(client.id).audience(server.issuer() + "/oauth2/token"))).status, 200);
}

TEST_F(ClientAuth, ByASignatureWithItsSecret) {
  const NewClient client = server.client(R"("auth":"client_secret_jwt")");
  const auto secret = Key::from_octets(Secret::copy_of(as_bytes(client.secret)));
  const auto signer = secret->signer(*find_signature_algorithm("HS256"));
  EXPECT_EQ(assert_with(*assertion(client.id).sign(**signer)).status, 200);
  EXPECT_EQ(assert_with(sign(assertion(client.id, "2"))).status, 401);
  EXPECT_EQ(server.token(kAsk, {basic(client.id, client.secret)}).status, 401);
}

TEST_F(ClientAuth, FailuresAreLimitedWhereTheyComeFrom) {
  const NewClient client = server.client("");
  const auto ask = [&](std::string_view address, std::string_view secret) {
    net::Request request{.method = "POST", .target = "/default/oauth2/token"};
    request.peer.address = address;
    request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}, basic(client.id, secret)};
    request.body = "grant_type=client_credentials";
    return server.ask(std::move(request)).status;
  };
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ask("2001:db8::1", "wrong"), 401);
  // The network of version 6 is one client; another one is not touched.
  EXPECT_EQ(ask("2001:db8::2", client.secret), 429);
  EXPECT_EQ(ask("2001:db8:0:1::1", client.secret), 200);
  EXPECT_EQ(ask("192.0.2.7", client.secret), 200);
  server.clock().move(std::chrono::minutes(1));
  EXPECT_EQ(ask("2001:db8::2", client.secret), 200);
  // Behind a proxy that tells nobody's address, nobody keeps out another.
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ask("127.0.0.1", "wrong"), 401);
  EXPECT_EQ(ask("127.0.0.1", client.secret), 200);
}

TEST_F(ClientAuth, KeysThatCannotBeFetchedAreNobodysFailure) {
  const NewClient client = server.client(R"("auth":"private_key_jwt","jwks_uri":"http://127.0.0.1:9/jwks")");
  std::vector<std::jthread> threads;
  threads.reserve(12);
  for (int i = 0; i < 12; ++i)
    threads.emplace_back([&, i] { EXPECT_EQ(assert_with(sign(assertion(client.id, std::to_string(i)))).status, 503); });
  threads.clear();
  EXPECT_EQ(assert_with(sign(assertion(client.id, "x"))).status, 503);
}

TEST_F(ClientAuth, TokensAreBoundToTheKeyOfAProof) {
  const NewClient client = server.client(R"("dpop_required":true)");
  EXPECT_EQ(member(server.token(kAsk, {basic(client.id, client.secret)}), "error"), "invalid_dpop_proof");
  const auto prover = dpop::Prover::build(key);
  const std::string url = server.issuer() + "/oauth2/token";
  const auto ask = [&](const std::string& proof) {
    return server.token(kAsk, {basic(client.id, client.secret), {"DPoP", proof}});
  };
  const net::Response first = ask(*prover->prove({.method = "POST", .url = url}, server.now()));
  EXPECT_EQ(first.status, 400);
  EXPECT_EQ(member(first, "error"), "use_dpop_nonce");
  const std::string* nonce = net::find_field(first.fields, "DPoP-Nonce");
  ASSERT_NE(nonce, nullptr);
  const std::string proof = *prover->prove({.method = "POST", .url = url, .nonce = *nonce}, server.now());
  const net::Response second = ask(proof);
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(member(second, "token_type"), "DPoP");
  EXPECT_EQ(text(*payload_of(member(second, "access_token")).root().find("cnf"), "jkt"), prover->jkt());
  EXPECT_EQ(member(ask(proof), "error"), "invalid_dpop_proof");
  const std::string elsewhere =
      *prover->prove({.method = "POST", .url = "https://other.example/", .nonce = *nonce}, server.now());
  EXPECT_EQ(member(ask(elsewhere), "error"), "invalid_dpop_proof");
}

}  // namespace
}  // namespace signet::server::test
