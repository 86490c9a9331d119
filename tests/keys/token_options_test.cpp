// What a source of tokens is made of.
#include <chrono>
#include <functional>
#include <string_view>

#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

using Change = std::function<void(TokenSourceOptions&)>;

class TokenOptionsTest : public TokenTest {
 protected:
  std::string made(const Change& change) const {
    TokenSourceOptions with = options();
    change(with);
    return outcome(TokenSource::make(std::move(with), seams()));
  }
};

TEST_F(TokenOptionsTest, GoByHttpsOrToThisMachine) {
  const auto endpoint = [&](std::string_view url) {
    return made([&](TokenSourceOptions& o) { o.token_endpoint = url; });
  };
  for (const std::string_view url : {"https://as.example/token?x=1", "http://127.0.0.1:8080/token", "http://127.9.9.9/",
                                     "http://[::1]:1/token", "http://LOCALHOST/token"})
    EXPECT_EQ(endpoint(url), "ok") << url;
  for (const std::string_view url : {"http://as.example/token", "http://127.0.0.1.example/", "http://10.0.0.1/",
                                     "http://localhost.example/", "http://[::2]/", "http://127.evil/"})
    EXPECT_EQ(endpoint(url), "fetch_refused(scheme)") << url;
  for (const std::string_view url : {"as.example/token", "https:///token", "ftp://as.example/", "https://as.example/#a",
                                     "https://u:p@as.example/token", "https://as.example/ x"})
    EXPECT_EQ(endpoint(url), "fetch_refused(url)") << url;
  const auto issuer = [&](std::string_view url) {
    return made([&](TokenSourceOptions& o) {
      o.token_endpoint = "";
      o.issuer = url;
    });
  };
  EXPECT_EQ(issuer("https://as.example/tenant"), "ok");
  EXPECT_EQ(issuer("http://127.0.0.1:1"), "ok");
  EXPECT_EQ(issuer("http://as.example"), "fetch_refused(scheme)");
  EXPECT_EQ(issuer("https://as.example?x"), "fetch_refused(issuer)");
  EXPECT_EQ(issuer(""), "policy_incomplete(issuer)");
}

struct Row {
  std::string_view outcome;
  Change change;
};

TEST_F(TokenOptionsTest, AreDecidedByName) {
  const std::shared_ptr<const Signer> es256 = Key::generate({.alg = "ES256"}).value().signer().value();
  const std::shared_ptr<const Signer> hs256 = Key::generate({.alg = "HS256"}).value().signer().value();
  using Method = ClientAuthentication::Method;
  const Row rows[] = {
      {"policy_incomplete(client_id)", [](auto& o) { o.client_id = ""; }},
      {"claim_rule(client_id)", [](auto& o) { o.client_id = "a\nb"; }},
      {"policy_incomplete(secret)", [](auto& o) { o.authentication.secret = nullptr; }},
      {"policy_incomplete(secret)", [](auto& o) { o.authentication = ClientAuthentication::secret_post({}); }},
      {"policy_incomplete(signer)", [](auto& o) { o.authentication = {.method = Method::private_key_jwt}; }},
      {"policy_incomplete(issuer)", [&](auto& o) { o.authentication = ClientAuthentication::private_key(es256); }},
      {"symmetric_key(alg)",
       [&](auto& o) {
         o.issuer = kTokenIssuer;
         o.authentication = ClientAuthentication::private_key(hs256);
       }},
      {"key_mismatch(alg)",
       [&](auto& o) {
         o.issuer = kTokenIssuer;
         o.authentication = {.method = Method::client_secret_jwt, .signer = es256};
       }},
      {"claim_rule(scope)", [](auto& o) { o.scopes = {"a b"}; }},
      {"claim_rule(scope)", [](auto& o) { o.scopes = {""}; }},
      {"claim_rule(resource)", [](auto& o) { o.resources = {"relative"}; }},
      {"claim_rule(resource)", [](auto& o) { o.resources = {"https://a.example/#f"}; }},
      {"claim_rule(audience)", [](auto& o) { o.audiences = {""}; }},
      {"limit_exceeded(scope)", [](auto& o) { o.scopes.assign(101, "a"); }},
      {"malformed_json(authorization_details)", [](auto& o) { o.authorization_details = "{}"; }},
      {"malformed_json(authorization_details)", [](auto& o) { o.authorization_details = "["; }},
  };
  for (const Row& row : rows) EXPECT_EQ(made(row.change), row.outcome);
}

TEST_F(TokenOptionsTest, HaveBounds) {
  const Row rows[] = {
      {"limit_exceeded(renew_at_percent)", [](auto& o) { o.renew_at_percent = 9; }},
      {"limit_exceeded(renew_at_percent)", [](auto& o) { o.renew_at_percent = 91; }},
      {"limit_exceeded(spare)", [](auto& o) { o.spare = minutes(11); }},
      {"limit_exceeded(wait)", [](auto& o) { o.wait = minutes(6); }},
      {"limit_exceeded(timeout)", [](auto& o) { o.timeout = Duration::zero(); }},
      {"limit_exceeded(first_retry)", [](auto& o) { o.first_retry = milliseconds(1); }},
      {"limit_exceeded(max_retry)", [](auto& o) { o.max_retry = milliseconds(500); }},
      {"limit_exceeded(max_lifetime)", [](auto& o) { o.max_lifetime = hours(24 * 367); }},
      {"limit_exceeded(default_lifetime)", [](auto& o) { o.default_lifetime = Duration::zero(); }},
      {"limit_exceeded(max_body)", [](auto& o) { o.max_body = 0; }},
      {"limit_exceeded(secret)",
       [](auto& o) { o.authentication = ClientAuthentication::secret_basic(secret_of(std::string(4097, 's'))); }},
  };
  for (const Row& row : rows) EXPECT_EQ(made(row.change), row.outcome);
}

TEST_F(TokenOptionsTest, WantAllSeams) {
  EXPECT_EQ(outcome(TokenSource::make(options(), {})), "policy_incomplete(seams)");
  EXPECT_EQ(outcome(TokenSource::make(options(), {.http = world, .timers = world, .clock = nullptr})),
            "policy_incomplete(seams)");
}

}  // namespace
}  // namespace signet::test
