// verify_file KEYS.jwks TOKEN: from the file of a key set to the claims of a token.
#include <iostream>

#include "now.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"

namespace {

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

// [verify]
int verify(const std::string& key_set_file, std::string_view text) {
  const auto keys = signet::JwkSet::load(key_set_file);
  if (!keys) return refuse(keys.error());
  const auto verifier = signet::jwt::Verifier::build(
      signet::jwt::Policy().issuer("https://as.example").audience("api").algorithms({"ES256"}).typ_jwt(), *keys);
  if (!verifier) return refuse(verifier.error());
  const auto token = verifier->verify(text, now());
  if (!token) return refuse(token.error());
  std::cout << "subject: " << token->claims().subject().value_or("nobody") << '\n';
  return 0;
}
// [/verify]

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3) return verify(argv[1], argv[2]);
  std::cerr << "usage: verify_file KEYS.jwks TOKEN\n";
  return 2;
}
