// Tenants: found by what is configured and by nothing else, and apart from each other.
#include <gtest/gtest.h>

#include "server/oauth/test_server.h"

namespace signet::server::test {
namespace {

const FormFields kAsk{{"grant_type", "client_credentials"}};

TEST(Tenants, AreFoundByPathAndHost) {
  TestServer server;
  server.make_tenant("acme");
  server.make_tenant("own", R"("issuer":"https://login.acme.example")");
  EXPECT_EQ(member(server.get("/acme/.well-known/openid-configuration"), "issuer"), server.issuer("acme"));
  EXPECT_EQ(member(server.get("/.well-known/oauth-authorization-server/acme"), "issuer"), server.issuer("acme"));
  EXPECT_EQ(member(server.get("/.well-known/openid-configuration", {{"Host", "login.acme.example"}}), "issuer"),
            "https://login.acme.example");
  EXPECT_EQ(member(server.get("/.well-known/oauth-authorization-server", {{"Host", "login.acme.example"}}), "issuer"),
            "https://login.acme.example");
  for (const auto& [path, host] : std::vector<std::pair<std::string, std::string>>{
           {"/nobody/.well-known/jwks.json", "127.0.0.1:8080"},
           {"/acme/.well-known/jwks.json", "evil.example"},
           {"/acme/.well-known/jwks.json", "login.acme.example"},
           {"/.well-known/jwks.json", "127.0.0.1:8080"},
           {"/acme/../default/.well-known/jwks.json", "127.0.0.1:8080"},
           {"/acme/oauth2/token/x", "127.0.0.1:8080"},
           {"/.well-known/oauth-authorization-server/acme/x", "127.0.0.1:8080"},
           {"//", "127.0.0.1:8080"},
           {"/own/.well-known/jwks.json", "127.0.0.1:8080"},
           {"/nobody/oauth2/token", "127.0.0.1:8080"},
           {"/", "127.0.0.1:8080"}})
    EXPECT_EQ(server.get(path, {{"Host", host}}).status, 404) << path << " at " << host;
}

TEST(Tenants, KnowNothingOfEachOther) {
  TestServer server;
  server.make_tenant("a");
  server.make_tenant("b");
  const NewClient client = server.client("", "a");
  EXPECT_EQ(server.token(kAsk, {basic(client.id, client.secret)}, "a").status, 200);
  EXPECT_EQ(server.token(kAsk, {basic(client.id, client.secret)}, "b").status, 401);
  // A token of one is none of the other, whoever asks.
  const std::string token = member(server.token(kAsk, {basic(client.id, client.secret)}, "a"), "access_token");
  const NewClient api = server.client(R"("introspects":["http://127.0.0.1:8080/a/api"])", "b");
  const net::Response answer = server.post("/b/oauth2/introspect", {{"token", token}}, {basic(api.id, api.secret)});
  EXPECT_EQ(answer.body, R"({"active":false})");
  EXPECT_NE(server.get("/a/.well-known/jwks.json").body, server.get("/b/.well-known/jwks.json").body);
}

TEST(Tenants, AreChangedExportedImportedAndDeleted) {
  TestServer server;
  server.make_tenant("acme", R"("title":"Acme")");
  server.admin("POST", "/tenants/acme/apis", R"({"audience":"orders","scopes":["read"]})");
  server.client(R"("id":"c1","scopes":["read"],"apis":["orders"])", "acme");
  server.admin("PATCH", "/tenants/acme", R"({"token_lifetime":"2m","title":null})");
  const json::Document shown = server.admin("GET", "/tenants/acme");
  EXPECT_EQ(text(*shown.root().find("tenant"), "token_lifetime"), "2m");
  EXPECT_EQ(text(*shown.root().find("tenant"), "title"), "");
  const std::string exported = server.try_admin("GET", "/tenants/acme/export").body;
  EXPECT_FALSE(exported.contains("kept"));
  EXPECT_EQ(server.try_admin("POST", "/import", exported).status, 409);
  server.admin("DELETE", "/tenants/acme");
  EXPECT_EQ(server.get("/acme/.well-known/jwks.json").status, 404);
  const json::Document made = server.admin("POST", "/import", exported);
  std::string secret;
  for (const json::Value one : made.root().find("secrets")->elements()) secret = text(one, "secret");
  const net::Response answer =
      server.token({{"grant_type", "client_credentials"}, {"audience", "orders"}}, {basic("c1", secret)}, "acme");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer).root().find("expires_in")->integer(), 120);
}

TEST(Tenants, TellAllFaultsOfABody) {
  TestServer server;
  const net::Response answer = server.try_admin(
      "POST", "/tenants", R"({"name":"UPPER","tokenlifetime":"1h","leeway":"5m","keys":{"algorithms":["HS256"]}})");
  EXPECT_EQ(answer.status, 400);
  const json::Document body = json_of(answer);
  std::string keys;
  for (const json::Value fault : body.root().find("faults")->elements()) keys += text(fault, "key") + " ";
  EXPECT_EQ(keys, "name keys.algorithms leeway tokenlifetime ");
  EXPECT_EQ(server.try_admin("POST", "/tenants", R"({"name":"metrics"})").status, 400);
  EXPECT_EQ(server.try_admin("POST", "/tenants", "[]").status, 400);
  EXPECT_EQ(server.try_admin("POST", "/tenants", "{").status, 400);
  EXPECT_EQ(server.try_admin("PUT", "/tenants", "{}").status, 405);
  EXPECT_EQ(server.try_admin("GET", "/nothing").status, 404);
}

TEST(Tenants, ListOnlyWhatWorksInTheirMetadata) {
  TestServer server;
  const json::Document metadata = json_of(server.get("/default/.well-known/openid-configuration"));
  EXPECT_EQ(text(metadata.root(), "token_endpoint"), server.issuer() + "/oauth2/token");
  EXPECT_EQ(text(metadata.root(), "jwks_uri"), server.issuer() + "/.well-known/jwks.json");
  EXPECT_FALSE(metadata.root().find("authorization_endpoint"));
  EXPECT_EQ(metadata.root().find("response_types_supported")->size(), 0U);
  EXPECT_EQ(metadata.root().find("grant_types_supported")->source(),
            R"(["client_credentials","urn:ietf:params:oauth:grant-type:jwt-bearer"])");
}

}  // namespace
}  // namespace signet::server::test
