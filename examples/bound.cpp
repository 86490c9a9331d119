// bound KEYS.jwks ACCESS_TOKEN PROOF: a resource server takes an access token only from who holds the key that it is
// bound to. Prints how it is bound.
#include <iostream>
#include <string>
#include <string_view>

#include "now.h"
#include "signet/confirmation.h"
#include "signet/dpop.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"

namespace {

using signet::Result;

// [confirm]
Result<signet::confirmation::Bound> take(const signet::jwt::Verifier& tokens, const signet::dpop::Verifier& proofs,
                                         const signet::confirmation::Engine& engine, std::string_view access_token,
                                         std::string_view proof_text) {
  const auto token = tokens.verify(access_token, now());
  if (!token) return std::unexpected(token.error());
  const auto proof = proofs.verify(
      proof_text, {.method = "GET", .url = "https://rs.example/items", .access_token = access_token, .any_key = true},
      now());
  if (!proof) return std::unexpected(proof.error());
  return engine.confirm(*token, {.dpop = &*proof});
}
// [/confirm]

Result<signet::confirmation::Bound> run(const std::string& key_set_file, std::string_view token,
                                        std::string_view proof) {
  const auto keys = signet::JwkSet::load(key_set_file);
  if (!keys) return std::unexpected(keys.error());
  const auto tokens = signet::jwt::Verifier::build(
      signet::jwt::Policy().any_issuer().any_audience().algorithms({"ES256"}).typ("at+jwt"), *keys);
  if (!tokens) return std::unexpected(tokens.error());
  const auto proofs = signet::dpop::Verifier::build(signet::dpop::Policy().any_replay());
  if (!proofs) return std::unexpected(proofs.error());
  const auto engine = signet::confirmation::Engine::build({});
  if (!engine) return std::unexpected(engine.error());
  return take(*tokens, *proofs, *engine, token, proof);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto bound = run(argv[1], argv[2], argv[3]);
  std::cout << (bound ? "bound by " + std::string(bound->methods().front())
                      : "refused: " + signet::to_string(bound.error()))
            << '\n';
  return bound ? 0 : 1;
}
