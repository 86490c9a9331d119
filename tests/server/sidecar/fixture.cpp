#include "server/sidecar/fixture.h"

#include <atomic>
#include <charconv>
#include <chrono>
#include <fstream>
#include <map>

#include "codec/ascii.h"
#include "support.h"

namespace signet::server::test {
namespace {

using signet::test::joined;

std::filesystem::path new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "signet-sidecar-XXXXXX").string();
  EXPECT_NE(::mkdtemp(name.data()), nullptr);
  return name;
}

}  // namespace

Timestamp wall_now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

const Key& issuer_key(const std::string& kid) {
  static std::map<std::string, Key> keys;
  const auto found = keys.find(kid);
  if (found != keys.end()) return found->second;
  return keys.emplace(kid, Key::generate({.alg = "ES256"}).value().with_info({.kid = kid, .alg = "ES256"}).value())
      .first->second;
}

std::string key_set(std::initializer_list<std::string_view> kids) {
  std::vector<Key> keys;
  keys.reserve(kids.size());
  for (const std::string_view kid : kids) keys.push_back(issuer_key(std::string(kid)));
  return JwkSet::of(keys).to_public_json().value();
}

const dpop::Prover& client() {
  static const dpop::Prover prover = dpop::Prover::build(Key::generate({.alg = "ES256"}).value()).value();
  return prover;
}

std::string token_with(std::string_view claims, const std::string& kid) {
  static std::atomic<int> count = 0;
  return jwt::Builder()
      .issuer(kIssuer)
      .audience("orders")
      .subject("joe")
      .token_id(joined({"token-", std::to_string(++count)}))
      .expires_at(wall_now() + std::chrono::minutes(5))
      .claims_json(joined({"{", claims, "}"}))
      .sign(*issuer_key(kid).signer().value())
      .value();
}

std::string bound_token() {
  return token_with(joined({R"("scope":"read","cnf":{"jkt":")", client().jkt(), R"("})"}));
}

std::string bearer(const std::string& token) {
  return joined({"Authorization: Bearer ", token, "\r\n"});
}

std::string proven(const std::string& token, std::string_view method, std::string_view url,
                   std::optional<std::string_view> nonce) {
  const std::string proof =
      client().prove({.method = method, .url = url, .access_token = token, .nonce = nonce}, wall_now()).value();
  return joined({"Authorization: DPoP ", token, "\r\nDPoP: ", proof, "\r\n"});
}

std::string field_of(const net::test::Answer& answer, std::string_view name) {
  std::string_view head = answer.head;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(line.size() + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && codec::equal_ignoring_case(line.substr(0, colon), name))
      return std::string(codec::trimmed(line.substr(colon + 1)));
  }
  return {};
}

SidecarConfig SidecarTest::first_config(const std::filesystem::path& folder) {
  std::ofstream(folder / "jwks.json") << key_set({"one"});
  SidecarConfig config;
  config.listen = {{.address = "127.0.0.1"}};
  config.trusted_proxies = {*net::IpRange::parse("127.0.0.0/8")};
  config.log.decisions = LogWhat::none;
  config.fetch.allow_loopback = true;
  config.issuers = {{.name = "main",
                     .issuer = std::string(kIssuer),
                     .keys = KeySetFile{.path = (folder / "jwks.json").string()},
                     .tenant = "acme"}};
  config.policies = {{.name = "orders",
                      .issuers = {"main"},
                      .audiences = {"orders"},
                      .algorithms = {"ES256"},
                      .demands = {.scopes = {"read"}},
                      .realm = "orders"}};
  return config;
}

SidecarTest::SidecarTest()
    : folder_(new_folder()),
      config_(first_config(folder_)),
      policy_(config_.policies.front()),
      issuer_(config_.issuers.front()) {}

SidecarTest::~SidecarTest() {
  sidecar_.reset();
  std::filesystem::remove_all(folder_);
}

void SidecarTest::start() {
  auto started = Sidecar::start(config_);
  ASSERT_TRUE(started) << to_string(started.error());
  sidecar_ = *std::move(started);
}

std::uint16_t SidecarTest::port() const {
  const std::string address = sidecar_->addresses().front();
  std::uint16_t port = 0;
  std::from_chars(address.data() + address.rfind(':') + 1, address.data() + address.size(), port);
  return port;
}

net::test::Answer SidecarTest::ask(std::string_view target, const std::string& fields, std::string_view method,
                                   const std::string& body) const {
  auto client = net::test::RawClient::to_port(port());
  std::string text = joined({method, " ", target, " HTTP/1.1\r\nHost: api.example\r\n", fields});
  if (!body.empty()) text += joined({"Content-Length: ", std::to_string(body.size()), "\r\n"});
  EXPECT_TRUE(client.send(joined({text, "\r\n", body})));
  return client.read();
}

std::string SidecarTest::ask_nginx(const std::string& fields, std::string_view query) const {
  const net::test::Answer answer = ask(joined({"/verify/nginx", query}), fields);
  std::string shown = std::to_string(answer.status);
  const std::string real = field_of(answer, "Signet-Status");
  if (real != shown) shown += joined({" (", real, ")"});
  const std::string challenge = field_of(answer, "WWW-Authenticate");
  constexpr std::string_view kDescription = "error_description=\"";
  const std::size_t at = challenge.find(kDescription);
  if (at == std::string::npos) return shown;
  const std::size_t begin = at + kDescription.size();
  return joined({shown, " ", std::string_view(challenge).substr(begin, challenge.find('"', begin) - begin)});
}

}  // namespace signet::server::test
