#include "keys/token_request.h"

#include <utility>

#include "codec/form.h"
#include "codec/pem.h"
#include "keys/client_assertion.h"
#include "try.h"

namespace signet::keys {
namespace {

using Method = ClientAuthentication::Method;
using codec::append_form_field;

constexpr std::string_view kJwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::string_view kJwtBearerClient = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

// A user's function: what it throws goes no further.
Result<Secret> call(const MakeAssertion& make, Timestamp now) {
  try {
    return make(now);
  } catch (...) {
    return fail(Errc::internal, "assertion");
  }
}

Result<> append_grant(std::string& form, const TokenSourceOptions& options, Timestamp now) {
  if (!options.assertion) {
    //= rfc6749#4.4.2 grant_type REQUIRED: the value MUST be set to "client_credentials"
    append_form_field(form, "grant_type", "client_credentials");
    return {};
  }
  //= rfc7523#2.1 the assertion parameter MUST contain a single JWT
  append_form_field(form, "grant_type", kJwtBearerGrant);
  SIGNET_TRY(const Secret assertion, call(options.assertion, now));
  append_form_field(form, "assertion", as_text(assertion.expose()));
  return {};
}

void append_purpose(std::string& form, const TokenSourceOptions& options) {
  std::string scope;
  for (const std::string& word : options.scopes) {
    if (!scope.empty()) scope += ' ';
    scope += word;
  }
  if (!scope.empty()) append_form_field(form, "scope", scope);
  for (const std::string& resource : options.resources) append_form_field(form, "resource", resource);
  for (const std::string& audience : options.audiences) append_form_field(form, "audience", audience);
  if (!options.authorization_details.empty())
    append_form_field(form, "authorization_details", options.authorization_details);
}

/// "Basic ..." of the client.
std::string basic(const TokenSourceOptions& options) {
  //= rfc6749#2.3.1 identifier and password are both encoded as application/x-www-form-urlencoded has it
  const std::string id = codec::form_encoded(options.client_id);
  const std::string secret = codec::form_encoded(as_text(options.authentication.secret->expose()));
  WipedBytes both(id.begin(), id.end());
  both.push_back(':');
  both.insert(both.end(), secret.begin(), secret.end());
  std::string out = "Basic ";
  out += codec::encode_base64(both);
  return out;
}

Result<> append_client_assertion(std::string& form, const TokenSourceOptions& options, Timestamp now) {
  //= rfc7523#3 iss and sub are the client_id, and aud the authorization server
  const AssertionClaims claims{.issuer = options.client_id,
                               .subject = options.client_id,
                               .audience = options.issuer,
                               .lifetime = kClientAssertionLifetime};
  SIGNET_TRY(const std::string assertion, sign_assertion(claims, *options.authentication.signer, now));
  append_form_field(form, "client_assertion_type", kJwtBearerClient);
  append_form_field(form, "client_assertion", assertion);
  return {};
}

Result<> authenticate(HttpRequest& request, const TokenSourceOptions& options, Timestamp now) {
  switch (options.authentication.method) {
    case Method::client_secret_basic:
      request.fields.push_back({"Authorization", basic(options)});
      return {};
    case Method::client_secret_jwt:
    case Method::private_key_jwt:
      return append_client_assertion(request.body, options, now);
    case Method::client_secret_post:
      append_form_field(request.body, "client_id", options.client_id);
      append_form_field(request.body, "client_secret", as_text(options.authentication.secret->expose()));
      return {};
    case Method::none:
      if (!options.client_id.empty()) append_form_field(request.body, "client_id", options.client_id);
      return {};
  }
  return {};
}

}  // namespace

Result<HttpRequest> make_token_request(const TokenSourceOptions& options, const std::string& endpoint,
                                       const std::optional<std::string>& nonce, Timestamp now) {
  HttpRequest request;
  request.method = "POST";
  request.url = endpoint;
  request.max_body = options.max_body;
  request.timeout = options.timeout;
  request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  SIGNET_CHECK(append_grant(request.body, options, now));
  append_purpose(request.body, options);
  SIGNET_CHECK(authenticate(request, options, now));
  if (request.body.size() > kMaxTokenRequest) return fail(Errc::limit_exceeded, "request");
  if (options.dpop == nullptr) return request;
  dpop::ProofRequest proof{.method = request.method, .url = endpoint};
  if (nonce) proof.nonce = *nonce;
  SIGNET_TRY(std::string text, options.dpop->prove(proof, now));
  request.fields.push_back({"DPoP", std::move(text)});
  return request;
}

}  // namespace signet::keys
