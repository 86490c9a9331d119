// jwt-bearer: somebody whom the tenant trusts says for whom a token is: RFC 7523 sections 2.1 and 3.
#include <algorithm>

#include "server/oauth/grant.h"
#include "server/oauth/keys_missing.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kRefused = "the assertion is not one that is taken";
/// How long an assertion is remembered behind its exp: for clocks that differ.
constexpr Duration kMargin = std::chrono::minutes(2);

std::unexpected<Refusal> refused(Error cause) {
  return refuse(Refused::invalid_grant, kRefused, std::move(cause));
}

/// Anchored at both ends, but where the pattern ends with "*".
bool matches(std::string_view pattern, std::string_view subject) {
  if (!pattern.ends_with('*')) return subject == pattern;
  return subject.starts_with(pattern.substr(0, pattern.size() - 1));
}

std::vector<std::string> both(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> in_both;
  std::ranges::copy_if(a, std::back_inserter(in_both),
                       [&](const std::string& one) { return std::ranges::find(b, one) != b.end(); });
  return in_both;
}

/// A client that authenticated gets no more by an assertion than it may have.
void narrow(Authorization& authorization, const ClientRecord& client, const Settings& settings) {
  authorization.client_id = client.id;
  authorization.scopes = both(authorization.scopes, client.scopes);
  authorization.apis = both(authorization.apis, allowed_apis(client.apis, settings));
  if (client.token_lifetime)
    authorization.token_lifetime =
        std::min(*client.token_lifetime, authorization.token_lifetime.value_or(Duration::max()));
}

Outcome<std::shared_ptr<const TrustedIssuer>> find_issuer(const Exchange& exchange, const std::string& assertion) {
  auto name = jwt::peek_issuer(assertion);
  if (!name) return refused(std::move(name).error());
  const auto found = exchange.settings->issuers.find(*name);
  if (found == exchange.settings->issuers.end()) return refused({Errc::claim_mismatch, "iss"});
  return found->second;
}

Outcome<Authorization> authorize(Exchange& exchange, const Client* client) {
  const std::string* assertion = exchange.form.find("assertion");
  if (assertion == nullptr) return refuse(Refused::invalid_request, "assertion is missing");
  auto issuer = find_issuer(exchange, *assertion);
  if (!issuer) return std::unexpected(std::move(issuer).error());
  const TrustedIssuerRecord& trusted = (*issuer)->record;
  if (trusted.client_required && client == nullptr)
    return refuse(Refused::invalid_client, "a client has to authenticate with this assertion");
  auto verified = (*issuer)->assertions->verify(*assertion, exchange.now);
  if (!verified) {
    if (are_keys_missing((*issuer)->remote.get(), verified.error())) return keys_missing(verified.error());
    //= rfc7523#3.1 an assertion that is not valid is answered invalid_grant
    return refused(std::move(verified).error());
  }
  auto token = std::make_shared<const jwt::Verified>(*std::move(verified));
  const std::string subject(*token->claims().subject());
  if (std::ranges::none_of(trusted.subjects, [&](const std::string& one) { return matches(one, subject); }))
    return refused({Errc::claim_mismatch, "sub"});
  Authorization authorization{.subject = subject,
                              .client_id = trusted.client_id.empty() ? trusted.issuer : trusted.client_id,
                              .scopes = trusted.scopes,
                              .apis = allowed_apis(trusted.apis, *exchange.settings),
                              .token_lifetime = trusted.token_lifetime,
                              .issuer = *issuer};
  if (const auto id = token->claims().token_id()) {
    authorization.grant_id = use_id("assertion", trusted.issuer, *id);
    //= rfc7523#3 the jti of an assertion is used once, for as long as it is good
    if (trusted.single_use)
      exchange.uses.push_back(
          {.id = authorization.grant_id,
           .expires = *token->claims().expires_at() + kMargin,
           .otherwise = {
               .what = Refused::invalid_grant, .description = kRefused, .cause = Error{Errc::replayed, "jti"}}});
  }
  authorization.assertion = std::move(token);
  if (client != nullptr) narrow(authorization, client->record, *exchange.settings);
  return authorization;
}

}  // namespace

constexpr Grant grant_rows::jwt_bearer{
    .type = "urn:ietf:params:oauth:grant-type:jwt-bearer",
    .alias = "jwt-bearer",
    .needs_client = false,
    .authorize = authorize,
};

}  // namespace signet::server::oauth
