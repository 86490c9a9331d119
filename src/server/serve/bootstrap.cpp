#include "server/serve/bootstrap.h"

#include "signet/json.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::string_view kDoneId = "bootstrap";
constexpr std::string_view kTenant = "default";
constexpr std::string_view kClient = "first-client";
constexpr std::string_view kScope = "read write";

storage::Name done_name() {
  return {.kind = storage::Kind::meta, .tenant = {}, .id = std::string(kDoneId)};
}

/// One operation of the admin API; 409 is as good as done where `may_be_there`.
Result<std::string> ask(Application& application, std::string_view method, std::string_view path, std::string body,
                        bool may_be_there = false) {
  net::Request request{.method = std::string(method)};
  request.path = "/admin/v1" + std::string(path);
  request.target = request.path;
  request.fields = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  net::Response answer = application.admin().answer(request, "bootstrap");
  constexpr int kConflict = 409;
  constexpr int kBad = 300;
  if (answer.status < kBad || (may_be_there && answer.status == kConflict)) return std::move(answer.body);
  return fail(Errc::internal, "bootstrap");
}

Result<std::string> secret_of(std::string_view answer) {
  SIGNET_TRY(const json::Document document, json::Document::parse(answer));
  const auto secret = document.root().find("client_secret");
  if (!secret || !secret->string()) return fail(Errc::internal, "bootstrap");
  return std::string(*secret->string());
}

}  // namespace

Result<std::optional<FirstClient>> bootstrap(Application& application) {
  storage::Store& store = application.store();
  SIGNET_TRY(const auto done, storage::wait_for<std::optional<storage::Record>>(
                                  [&](auto answer) { store.get(done_name(), std::move(answer)); }));
  if (done) return std::nullopt;
  SIGNET_TRY(const std::string tenant,
             ask(application, "POST", "/tenants", R"({"name":"default","title":"Made by the first start"})", true));
  std::ignore = tenant;
  // One of a start that was broken off has a secret that nobody knows.
  const std::string client_path = "/tenants/default/clients/" + std::string(kClient);
  std::ignore = ask(application, "DELETE", client_path, {});
  SIGNET_TRY(
      const std::string answer,
      ask(application, "POST", "/tenants/default/clients",
          R"({"id":"first-client","title":"Made by the first start","grants":["client_credentials"],"scopes":["read","write"]})"));
  FirstClient first{.tenant = std::string(kTenant), .id = std::string(kClient), .scope = std::string(kScope)};
  SIGNET_TRY(first.secret, secret_of(answer));
  SIGNET_TRY(const auto loaded, application.catalog().load(kTenant));
  if (!loaded) return fail(Errc::internal, "bootstrap");
  first.issuer = loaded->settings()->issuer;
  SIGNET_TRY(const std::uint64_t version, storage::wait_for<std::uint64_t>([&](auto put) {
               store.put({.name = done_name(), .body = "1"}, std::move(put));
             }));
  std::ignore = version;
  return first;
}

}  // namespace signet::server
