// nginx's auth_request, and HAProxy by our Lua action. nginx asks with GET and without the body, takes 2xx as yes and
// 401 and 403 as no, and makes everything else a 500.
#include "server/sidecar/dialect.h"
#include "server/sidecar/query_dialect.h"

namespace signet::server {
namespace {

/// nginx 1.22 passes one WWW-Authenticate on, so all challenges stand in one (RFC 9110 section 11.6.1).
void join_challenges(net::Fields& fields) {
  HttpField joined{"WWW-Authenticate", {}};
  std::erase_if(fields, [&](const HttpField& field) {
    if (field.name != joined.name) return false;
    joined.value.append(joined.value.empty() ? "" : ", ").append(field.value);
    return true;
  });
  if (!joined.value.empty()) fields.push_back(std::move(joined));
}

void adapt(net::Response& response) {
  constexpr int kForbidden = 403;
  response.fields.push_back({"Signet-Status", std::to_string(response.status)});
  join_challenges(response.fields);
  if (response.status != 200 && response.status != 401) response.status = kForbidden;
}

}  // namespace

constinit const Dialect dialect_rows::nginx = {.name = "nginx",
                                               .path = "/verify/nginx",
                                               .fields = {.method = "X-Original-Method",
                                                          .target = "X-Original-URI",
                                                          .host = "X-Forwarded-Host",
                                                          .certificate = "X-SSL-Client-Cert"},
                                               .read = read_query_dialect,
                                               .adapt = adapt};

}  // namespace signet::server
