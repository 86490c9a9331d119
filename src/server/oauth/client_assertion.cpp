#include "server/oauth/client_assertion.h"

#include "server/oauth/keys_missing.h"
#include "signet/jwt.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long an assertion is remembered behind its exp: for clocks that differ.
constexpr Duration kMargin = std::chrono::minutes(2);

bool is_symmetric(std::string_view token) {
  const auto looked_at = jwt::Unverified::decode(token);
  if (!looked_at) return false;
  const auto alg = looked_at->header().find("alg");
  const SignatureAlgorithm* row = alg ? find_signature_algorithm(alg->string().value_or("")) : nullptr;
  return row != nullptr && describe(*row).kty == "oct";
}

}  // namespace

bool presents_assertion(const Exchange& exchange, bool symmetric) {
  const std::string* assertion = exchange.form.find("client_assertion");
  if (assertion == nullptr) return !symmetric && exchange.form.has("client_assertion_type");
  return is_symmetric(*assertion) == symmetric;
}

Outcome<std::string> client_of_assertion(const Exchange& exchange) {
  const std::string* type = exchange.form.find("client_assertion_type");
  const std::string* assertion = exchange.form.find("client_assertion");
  if (type == nullptr || assertion == nullptr)
    return refuse(Refused::invalid_request, "client_assertion and client_assertion_type belong together");
  if (*type != kType) return refuse(Refused::invalid_request, "client_assertion_type is not that of a JWT");
  auto issuer = jwt::peek_issuer(*assertion);
  if (!issuer) return refuse(Refused::invalid_client, "the assertion cannot be read", std::move(issuer).error());
  return *std::move(issuer);
}

Outcome<> prove_assertion(Exchange& exchange, const Client& client) {
  const std::string& assertion = *exchange.form.find("client_assertion");
  Error error{Errc::key_not_found, "kid"};
  for (const AssertionKey& key : client.assertions) {
    if (key.expires != Timestamp{} && exchange.now >= key.expires) continue;
    jwt::Context context;
    context.client_id = client.record.id;
    context.legacy_audience = client.record.legacy_audience;
    const auto verified = key.verifier->verify(assertion, exchange.now, context);
    if (!verified) {
      error = verified.error();
      continue;
    }
    const jwt::Claims& claims = verified->claims();
    //= rfc7523#3 the server MAY ensure that JWTs are not replayed, by their jti for as long as they are good
    exchange.uses.push_back({.id = use_id("client-assertion", client.record.id, *claims.token_id()),
                             .expires = *claims.expires_at() + kMargin,
                             .otherwise = {.what = Refused::invalid_client,
                                           .description = "the client could not be authenticated",
                                           .cause = Error{Errc::replayed, "jti"}}});
    return {};
  }
  if (are_keys_missing(client.remote.get(), error)) return keys_missing(error);
  return refuse(Refused::invalid_client, {}, std::move(error));
}

}  // namespace signet::server::oauth
