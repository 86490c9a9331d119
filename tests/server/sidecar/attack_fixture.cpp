#include "server/sidecar/attack_fixture.h"

#include <array>
#include <atomic>
#include <chrono>

#include "crypto/digest.h"
#include "signet/base64url.h"
#include "support.h"

namespace signet::server::test {
namespace {

using signet::test::joined;

constexpr std::string_view kEnd = " HTTP/1.1\r\nHost: sidecar.example\r\n";

std::string with_query(std::string_view path, const Told& told) {
  return joined({path, told.query.empty() ? "" : "?", told.query});
}

constexpr std::array<Proxy, 3> kProxies{{
    {"nginx",
     [](const Told& told) {
       return joined({"GET ", with_query("/verify/nginx", told), kEnd, "X-Original-Method: ", told.method,
                      "\r\nX-Original-URI: ", told.target, "\r\n"});
     }},
    {"traefik",
     [](const Told& told) {
       return joined({"GET ", with_query("/verify/traefik", told), kEnd, "X-Forwarded-Method: ", told.method,
                      "\r\nX-Forwarded-Uri: ", told.target, "\r\n"});
     }},
    {"envoy",
     [](const Told& told) {
       const std::size_t equals = told.query.find('=');
       const std::string policy = equals == std::string::npos ? "orders" : told.query.substr(equals + 1);
       return joined({told.method, " /verify/envoy/", policy, told.target, kEnd});
     }},
}};

bool is_one_of(std::string_view said, std::string_view expected) {
  while (!expected.empty()) {
    const std::string_view one = expected.substr(0, expected.find('|'));
    if (said == one) return true;
    expected.remove_prefix(std::min(one.size() + 1, expected.size()));
  }
  return false;
}

/// What a refusal has to be, by what is said.
bool is_refusal(std::string_view verdict, std::string_view expected) {
  if (expected == "-") return verdict == "400" || verdict == "431";
  const bool is_bad_request = verdict.starts_with("400 malformed_request(");
  return (is_bad_request || verdict.starts_with("401 ")) && is_one_of(verdict.substr(4), expected);
}

}  // namespace

std::span<const Proxy> proxies() {
  return kProxies;
}

std::string verdict_of(const net::test::Answer& answer) {
  const std::string real = field_of(answer, "Signet-Status");
  std::string shown = real.empty() ? std::to_string(answer.status) : real;
  // To nginx a refusal is a 401 or a 403, whatever it is.
  if (!real.empty() && real != "200" && answer.status != 401 && answer.status != 403) return "nginx got another status";
  if ((real == "200") != (answer.status == 200) && !real.empty()) return "nginx got another verdict";
  constexpr std::string_view kDescription = "error_description=\"";
  const std::size_t at = answer.head.find(kDescription);
  if (at == std::string::npos) return shown;
  const std::size_t begin = at + kDescription.size();
  const std::string said = answer.head.substr(begin, answer.head.find('"', begin) - begin);
  return joined({shown, " ", said});
}

std::string token_for(const SignatureAlgorithm& row) {
  return token_with(joined({R"("scope":"read","cnf":{"jkt":")", signet::test::key_for(row).thumbprint(), R"("})"}));
}

std::string hash_of(std::string_view token) {
  return base64url::encode(crypto::digest(crypto::Hash::sha256, as_bytes(token)));
}

std::string presented(std::string_view token, std::string_view proof) {
  return joined({"Authorization: DPoP ", token, "\r\nDPoP: ", proof, "\r\n"});
}

ProofDraft draft_for(std::string_view token, const SignatureAlgorithm& row) {
  static std::atomic<int> count = 0;
  const auto now = std::chrono::floor<std::chrono::seconds>(wall_now()).time_since_epoch().count();
  return {.row = &row,
          .iat = std::to_string(now),
          .more = joined({R"(,"ath":")", hash_of(token), "\""}),
          .jti = joined({"jti-", std::to_string(++count)})};
}

AttackTest::AttackTest() : token_(token_for(signet::test::row("ES256"))) {
  policy_.dpop.emplace();
  policy_.origin = "https://as.example";
}

std::string AttackTest::say(const Proxy& proxy, const std::string& fields, const Told& told) const {
  auto client = net::test::RawClient::to_port(port());
  // A server that will not hear it all may close before all is sent.
  const bool is_sent = client.send(joined({proxy.ask(told), fields, "\r\n"}));
  const net::test::Answer answer = client.read();
  EXPECT_TRUE(is_sent || answer.status != 200);
  return verdict_of(answer);
}

void AttackTest::refuse(const std::string& fields, std::string_view expected, const Told& told,
                        const std::source_location& where) const {
  const testing::ScopedTrace trace(where.file_name(), static_cast<int>(where.line()), "refused");
  for (const Proxy& proxy : proxies()) {
    EXPECT_EQ(say(proxy, good_fields()), "200") << proxy.name;
    const std::string verdict = say(proxy, fields, told);
    EXPECT_TRUE(is_refusal(verdict, expected)) << proxy.name << ": " << verdict << ", not " << expected << "\n"
                                               << fields.substr(0, 2000);
  }
}

void AttackTest::refuse_proofs(const std::vector<Hostile>& all, const std::source_location& where) const {
  EXPECT_FALSE(all.empty());
  for (const Hostile& one : all) refuse(with_proof(one.text), one.expected, {}, where);
}

}  // namespace signet::server::test
