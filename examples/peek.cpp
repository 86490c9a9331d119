// peek A.jwks B.jwks TOKEN: a service that trusts two issuers, each with keys of its own.
#include <functional>
#include <iostream>
#include <map>

#include "now.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"

namespace {

using signet::Result;
using signet::jwt::Policy;
using signet::jwt::Verifier;

// [peek]
using Issuers = std::map<std::string, Verifier, std::less<>>;

Result<> trust(Issuers& issuers, const std::string& issuer, const std::string& key_set_file) {
  const auto keys = signet::JwkSet::load(key_set_file);
  if (!keys) return std::unexpected(keys.error());
  auto verifier = Verifier::build(Policy().issuer(issuer).audience("api").algorithms({"ES256"}).typ_jwt(), *keys);
  if (!verifier) return std::unexpected(verifier.error());
  issuers.emplace(issuer, *std::move(verifier));
  return {};
}

Result<signet::jwt::Verified> verify(const Issuers& issuers, std::string_view token) {
  const auto claimed = signet::jwt::peek_issuer(token);  // nobody has proven it
  if (!claimed) return std::unexpected(claimed.error());
  const auto found = issuers.find(*claimed);
  if (found == issuers.end()) return signet::fail(signet::Errc::claim_mismatch, "iss");
  return found->second.verify(token, now());  // proves the signature, and demands this issuer again
}
// [/peek]

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: peek A.jwks B.jwks TOKEN\n";
    return 2;
  }
  Issuers issuers;
  if (const auto added = trust(issuers, "https://a.example", argv[1]); !added) return refuse(added.error());
  if (const auto added = trust(issuers, "https://b.example", argv[2]); !added) return refuse(added.error());
  const auto token = verify(issuers, argv[3]);
  if (!token) return refuse(token.error());
  std::cout << "issuer: " << token->claims().issuer().value_or("nobody") << '\n';
}
