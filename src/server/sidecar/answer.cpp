#include "server/sidecar/answer.h"

#include <array>

#include "signet/json.h"

namespace signet::server {
namespace {

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kInternal = 500;
constexpr int kUnavailable = 503;

void add_json(net::Response& response, std::string body) {
  response.fields.push_back({"Content-Type", "application/json"});
  response.body = std::move(body);
}

std::string_view word_of(int status) noexcept {
  if (status == kUnavailable) return "temporarily_unavailable";
  return status == kInternal ? "server_error" : "invalid_request";
}

std::string error_body(std::string_view word, std::string_view description) {
  json::Writer writer;
  writer.begin_object().member("error", word);
  if (!description.empty()) writer.member("error_description", description);
  return writer.end_object().take_string();
}

/// Members of RFC 7662 section 2.2 and those of RFC 9470 section 6.2 and RFC 9449 section 6.2, as the token has them.
constexpr std::array kToldClaims = {"scope",
                                    "client_id",
                                    "exp",
                                    "iat",
                                    "nbf",
                                    "sub",
                                    "aud",
                                    "iss",
                                    "jti",
                                    "acr",
                                    "auth_time",
                                    "cnf",
                                    "azp",
                                    "roles",
                                    "groups",
                                    "entitlements",
                                    "authorization_details",
                                    "act",
                                    "may_act",
                                    "username"};

/// RFC 6749 section 7.1; a token that is bound to a certificate is presented as a bearer token (RFC 8705 section 3).
std::string_view token_type(const jwt::Claims& claims) {
  const auto cnf = claims.find("cnf");
  return cnf && cnf->find("jkt") ? "DPoP" : "Bearer";
}

}  // namespace

net::Response to_response(const resource::Granted& granted, const Policy& policy) {
  const Issuer* const issuer = policy.issuer_of(*granted.token);
  net::Response response{
      .status = kOk,
      .fields = identity_fields(granted.token->claims(),
                                issuer == nullptr ? std::string_view() : issuer->config().tenant, policy.identity())};
  response.fields.insert(response.fields.end(), granted.fields.begin(), granted.fields.end());
  return response;
}

net::Response to_response(const resource::Refused& refused) {
  net::Response response{.status = refused.status, .fields = refused.fields};
  if (!refused.oauth_error.empty()) {
    add_json(response, error_body(refused.oauth_error, to_string(refused.error)));
  } else if (refused.status >= kInternal) {
    add_json(response, error_body(word_of(refused.status), {}));
  }
  return response;
}

net::Response to_response(int status) {
  net::Response response{.status = status, .fields = {{"Cache-Control", "no-store"}}};
  add_json(response, error_body(word_of(status), status == kBadRequest ? "token" : ""));
  return response;
}

net::Response introspection_of(const jwt::Verified* token) {
  json::Writer writer;
  writer.begin_object().key("active").boolean(token != nullptr);
  if (token != nullptr) {
    for (const std::string_view name : kToldClaims)
      if (const auto value = token->claims().find(name)) writer.key(name).raw(value->source());
    writer.member("token_type", token_type(token->claims()));
  }
  net::Response response{.status = kOk, .fields = {{"Cache-Control", "no-store"}}};
  add_json(response, writer.end_object().take_string());
  return response;
}

}  // namespace signet::server
