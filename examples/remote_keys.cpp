// remote_keys ISSUER CA_FILE TOKEN: verifies a token with the keys that its issuer publishes, on this machine as well.
#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "now.h"
#include "signet/fetcher.h"
#include "signet/jwt.h"
#include "signet/remote_jwks.h"
#include "signet/revocation.h"

namespace {

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

// [build]
signet::Result<signet::jwt::Verifier> make_verifier(const std::string& issuer,
                                                    const std::shared_ptr<signet::Fetcher>& fetcher,
                                                    std::shared_ptr<const signet::RevocationSource> revocations) {
  auto keys = signet::RemoteJwkSet::of_issuer(issuer, {.http = fetcher, .timers = fetcher});
  if (!keys) return std::unexpected(keys.error());
  if (const auto loaded = (*keys)->load(std::chrono::seconds(10)); !loaded) return std::unexpected(loaded.error());
  return signet::jwt::Verifier::build(
      signet::jwt::Policy().issuer(issuer).audience("api").algorithms({"ES256"}).typ_jwt().revocations(
          std::move(revocations)),
      *std::move(keys));
}
// [/build]

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: remote_keys ISSUER CA_FILE TOKEN\n";
    return 2;
  }
  const auto fetcher = signet::Fetcher::start({.ca_file = argv[2], .allow_loopback = true});
  if (!fetcher) return refuse(fetcher.error());
  const auto revocations = signet::RevocationSet::make({.max_silence = std::nullopt});
  if (!revocations) return refuse(revocations.error());
  const auto verifier = make_verifier(argv[1], *fetcher, *revocations);
  if (!verifier) return refuse(verifier.error());
  const auto token = verifier->verify(argv[3], now());
  if (!token) return refuse(token.error());
  std::cout << "subject: " << token->claims().subject().value_or("nobody") << '\n';
  return 0;
}
