// A program of a user: makes a key, signs a token, and verifies it with the public half. Only installed headers.
#include <iostream>

#include <signet/jwk_set.h>
#include <signet/jwt.h>
#include <signet/key.h>

namespace {

int refuse(const signet::Error& error) {
  std::cerr << signet::to_string(error) << ": " << signet::text_of(error.code) << '\n';
  return 1;
}

}  // namespace

int main() {
  const auto key = signet::Key::generate({.alg = "ES256"});
  if (!key) return refuse(key.error());
  const auto signer = key->signer();
  if (!signer) return refuse(signer.error());
  const auto now = std::chrono::time_point_cast<signet::Duration>(std::chrono::system_clock::now());
  const auto token = signet::jwt::Builder()
                         .issuer("https://as.example")
                         .audience("api")
                         .subject("user-42")
                         .issued_at(now)
                         .sign(**signer);
  if (!token) return refuse(token.error());

  const auto published = key->to_public_jwk();
  if (!published) return refuse(published.error());
  const auto keys = signet::JwkSet::parse("{\"keys\":[" + *published + "]}");
  if (!keys) return refuse(keys.error());
  const auto verifier = signet::jwt::Verifier::build(
      signet::jwt::Policy().issuer("https://as.example").audience("api").algorithms({"ES256"}).typ_jwt(), *keys);
  if (!verifier) return refuse(verifier.error());
  const auto verified = verifier->verify(*token, now);
  if (!verified) return refuse(verified.error());
  std::cout << "verified " << verified->claims().subject().value_or("nobody") << '\n';
  return 0;
}
