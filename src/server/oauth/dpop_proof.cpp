// Tokens that are bound to a key of the client: RFC 9449 sections 5 and 8.
#include "server/oauth/judgement.h"
#include "server/oauth/services.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kTokenPath = "/oauth2/token";

}  // namespace

Outcome<std::string> prove_dpop(Exchange& exchange) {
  const std::vector<std::string_view> fields = exchange.http.all("DPoP");
  if (fields.empty()) return std::string();
  const std::string url = exchange.settings->issuer + std::string(kTokenPath);
  dpop::Request request{.method = exchange.http.method, .url = url};
  const resource::Nonces& nonces = exchange.services.nonces();
  if (exchange.settings->record.dpop_nonces)
    request.nonce = [&nonces, now = exchange.now](std::string_view nonce) { return nonces.accepts(nonce, now); };
  const auto proof = exchange.services.dpop().verify_fields(fields, request, exchange.now);
  if (!proof) {
    const bool wants_nonce = dpop::oauth_error(proof.error()) == "use_dpop_nonce";
    return refuse(wants_nonce ? Refused::use_dpop_nonce : Refused::invalid_dpop_proof,
                  wants_nonce ? "the DPoP proof needs the nonce of the field DPoP-Nonce" : "the DPoP proof is not good",
                  proof.error());
  }
  const ReplayId& id = proof->replay_id();
  exchange.uses.push_back({.id = use_id("dpop", as_text(id.owner), as_text(id.token)),
                           .expires = proof->acceptable_until(),
                           .otherwise = {.what = Refused::invalid_dpop_proof,
                                         .description = "the DPoP proof was used before",
                                         .cause = Error{Errc::replayed, "jti"}}});
  return std::string(proof->jkt());
}

}  // namespace signet::server::oauth
