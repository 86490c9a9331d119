#include "server/oauth/test_server.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>

#include "codec/form.h"
#include "codec/pem.h"
#include "signet/base64url.h"
#include "signet/jwt.h"

namespace signet::server::test {
namespace {

constexpr std::string_view kBase = "http://127.0.0.1:8080";

std::filesystem::path make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "signet-server-XXXXXX").string();
  EXPECT_NE(mkdtemp(name.data()), nullptr);
  return name;
}

std::string part_of(std::string_view token, std::size_t index) {
  for (; index != 0; --index) token = token.substr(std::min(token.find('.') + 1, token.size()));
  const auto octets = base64url::decode(token.substr(0, token.find('.')));
  return octets ? std::string(as_text(*octets)) : std::string("{}");
}

json::Document parse(std::string_view text) {
  auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << text;
  return document ? *std::move(document) : json::Document();
}

}  // namespace

std::string form_of(const FormFields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) codec::append_form_field(body, name, value);
  return body;
}

HttpField basic(std::string_view id, std::string_view secret) {
  const std::string pair = codec::form_encoded(id) + ":" + codec::form_encoded(secret);
  return {"Authorization", "Basic " + codec::encode_base64(as_bytes(pair))};
}

TestServer::TestServer() : folder_(make_folder()) {
  open();
  make_tenant("default");
}

TestServer::~TestServer() {
  application_.reset();
  std::filesystem::remove_all(folder_);
}

void TestServer::open() {
  ServeConfig config;
  config.data = (folder_ / "data").string();
  config.master_key_file = (folder_ / "master.key").string();
  config.base_url = BaseUrl::parse(kBase);
  config.log.decisions = LogWhat::none;
  config.fetch.allow_loopback = true;
  auto opened = Application::open(config, {}, clock_);
  ASSERT_TRUE(opened) << to_string(opened.error());
  application_ = *std::move(opened);
}

void TestServer::restart() {
  application_.reset();
  open();
}

std::string TestServer::issuer(std::string_view tenant) const {
  return std::string(kBase) + "/" + std::string(tenant);
}

net::Response TestServer::ask(net::Request request) {
  if (request.find("Host") == nullptr) request.fields.push_back({"Host", "127.0.0.1:8080"});
  const std::size_t question = request.target.find('?');
  request.path = request.target.substr(0, question);
  request.query = question == std::string::npos ? "" : request.target.substr(question + 1);
  if (request.peer.address.empty()) request.peer.address = "192.0.2.1";
  std::promise<net::Response> promise;
  std::future<net::Response> answer = promise.get_future();
  application_->door().answer(
      request, net::Pending([&promise](net::Response response) { promise.set_value(std::move(response)); }));
  return answer.get();
}

net::Response TestServer::get(std::string_view path, std::vector<HttpField> fields) {
  net::Request request{.method = "GET", .target = std::string(path), .fields = std::move(fields)};
  return ask(std::move(request));
}

net::Response TestServer::post(std::string_view path, const FormFields& form, std::vector<HttpField> fields) {
  net::Request request{.method = "POST", .target = std::string(path), .fields = std::move(fields)};
  request.fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = form_of(form);
  return ask(std::move(request));
}

net::Response TestServer::token(const FormFields& form, std::vector<HttpField> fields, std::string_view tenant) {
  return post("/" + std::string(tenant) + "/oauth2/token", form, std::move(fields));
}

net::Response TestServer::try_admin(std::string_view method, std::string_view path, std::string body) {
  net::Request request{.method = std::string(method)};
  const std::size_t question = path.find('?');
  request.path = "/admin/v1" + std::string(path.substr(0, question));
  if (question != std::string_view::npos) request.query = path.substr(question + 1);
  request.fields = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  return application_->admin().answer(request, "test");
}

json::Document TestServer::admin(std::string_view method, std::string_view path, std::string body) {
  const net::Response answer = try_admin(method, path, std::move(body));
  EXPECT_LT(answer.status, 300) << method << " " << path << ": " << answer.body;
  return parse(answer.body.empty() ? "{}" : answer.body);
}

NewClient TestServer::client(std::string members, std::string_view tenant) {
  if (!members.contains("\"grants\"")) {
    if (!members.empty()) members += ',';
    members += R"("grants":["client_credentials"])";
  }
  const json::Document answer = admin("POST", "/tenants/" + std::string(tenant) + "/clients", "{" + members + "}");
  const auto made = answer.root().find("client");
  return {.id = made ? text(*made, "id") : "", .secret = text(answer.root(), "client_secret")};
}

void TestServer::make_tenant(std::string_view name, const std::string& members) {
  std::string body = R"({"name":")" + std::string(name) + "\"";
  if (!members.empty()) body += "," + members;
  admin("POST", "/tenants", body + "}");
}

json::Document json_of(const net::Response& response) {
  return parse(response.body);
}

std::string text(const json::Value& object, std::string_view name) {
  const auto value = object.find(name);
  return std::string(value ? value->string().value_or("") : "");
}

std::string member(const net::Response& response, std::string_view name) {
  const json::Document document = json_of(response);
  return text(document.root(), name);
}

json::Document payload_of(std::string_view token) {
  return parse(part_of(token, 1));
}

json::Document header_of(std::string_view token) {
  return parse(part_of(token, 0));
}

}  // namespace signet::server::test
