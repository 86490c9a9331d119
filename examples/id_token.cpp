// id_token KEYS.jwks ID_TOKEN NONCE ACCESS_TOKEN: what a client does with the answer of a token endpoint. Prints who
// has logged in.
#include <iostream>
#include <string>
#include <string_view>

#include "now.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/profiles.h"

namespace {

int refuse(const signet::Error& error) {
  std::cout << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

// [login]
int log_in(const signet::JwkSet& keys, std::string_view id_token, std::string_view nonce,
           std::string_view access_token) {
  const auto verifier = signet::jwt::Verifier::build(signet::jwt::Policy()
                                                         .profile(*signet::jwt::find_profile("openid-id-token"))
                                                         .issuer("https://as.example")
                                                         .audience("api")
                                                         .algorithms({"ES256"})
                                                         .typ_jwt(),
                                                     keys);
  if (!verifier) return refuse(verifier.error());
  const auto token = verifier->verify(id_token, now(), {.nonce = nonce, .access_token = access_token});
  if (!token) return refuse(token.error());
  std::cout << "logged in: " << *token->claims().subject() << '\n';
  return 0;
}
// [/login]

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const auto keys = signet::JwkSet::load(argv[1]);
  if (!keys) return refuse(keys.error());
  return log_in(*keys, argv[2], argv[3], argv[4]);
}
