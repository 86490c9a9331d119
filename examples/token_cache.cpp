// token_cache KEYS.jwks TOKEN...: verifies each token, and remembers the good ones.
#include "signet/token_cache.h"

#include <iostream>
#include <memory>

#include "now.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"

namespace {

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

// [build]
signet::Result<signet::jwt::CachingVerifier> make_verifier(const signet::JwkSet& keys) {
  const auto verifier = signet::jwt::Verifier::build(
      signet::jwt::Policy().issuer("https://as.example").audience("api").algorithms({"ES256"}).typ_jwt(), keys);
  if (!verifier) return std::unexpected(verifier.error());
  return signet::jwt::CachingVerifier::build(*verifier, {.max_bytes = 16u << 20, .max_entries = 4096});
}
// [/build]

int verify(const signet::jwt::CachingVerifier& verifier, std::string_view text) {
  // [verify]
  const auto token = verifier.verify(text, now());
  if (!token) return refuse(token.error());
  const std::shared_ptr<const signet::jwt::Verified>& verified = *token;
  std::cout << "subject: " << verified->claims().subject().value_or("nobody") << '\n';
  // [/verify]
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: token_cache KEYS.jwks TOKEN...\n";
    return 2;
  }
  const auto keys = signet::JwkSet::load(argv[1]);
  if (!keys) return refuse(keys.error());
  const auto verifier = make_verifier(*keys);
  if (!verifier) return refuse(verifier.error());
  for (int i = 2; i < argc; ++i) {
    if (const int status = verify(*verifier, argv[i]); status != 0) return status;
  }
  const signet::jwt::TokenCacheReport report = verifier->report();
  std::cout << "hits: " << report.hits << ", misses: " << report.misses << '\n';
  return 0;
}
