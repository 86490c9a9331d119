// dpop KEY.jwk ACCESS_TOKEN: a client proves to a resource server that it holds the key that its access token is bound
// to; the server wants a nonce first, and takes each proof once. Prints what the server answers to each request.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <span>

#include "now.h"
#include "signet/dpop.h"
#include "signet/key.h"
#include "signet/memory_replay_store.h"

namespace {

using signet::Result;

constexpr std::string_view kUrl = "https://rs.example/items";

// [build]
Result<signet::dpop::Verifier> make_verifier() {
  return signet::dpop::Verifier::build(signet::dpop::Policy()
                                           .algorithms({"ES256", "EdDSA", "Ed25519", "PS256"})
                                           .max_age(std::chrono::seconds(30))
                                           .replay_store(std::make_shared<signet::MemoryReplayStore>()));
}
// [/build]

// [server]
/// One request to the resource server, whose access token was found good and bound to `jkt`.
std::string answer(const signet::dpop::Verifier& verifier, std::span<const std::string_view> dpop_fields,
                   std::string_view access_token, std::string_view jkt, const std::string& nonce) {
  const auto proof = verifier.verify_fields(
      dpop_fields,
      {.method = "GET", .url = kUrl, .access_token = access_token, .jkt = jkt, .nonce = signet::dpop::one_of({nonce})},
      now());
  if (proof) return "200";
  std::string refusal = "401 DPoP error=\"" + std::string(signet::dpop::oauth_error(proof.error())) + "\"";
  if (refusal.find("use_dpop_nonce") != std::string::npos) refusal += ", DPoP-Nonce: " + nonce;
  return refusal + ", log: " + signet::to_string(proof.error());
}
// [/server]

// [client]
Result<std::string> prove(const signet::dpop::Prover& prover, const signet::dpop::NonceMemory& nonces,
                          std::string_view access_token) {
  const auto nonce = nonces.find(kUrl);
  return prover.prove({.method = "GET", .url = kUrl, .access_token = access_token, .nonce = nonce}, now());
}
// [/client]

Result<signet::dpop::Prover> load(const std::string& key_file) {
  std::ifstream in(key_file, std::ios::binary);
  signet::WipedBytes text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto key = signet::Key::from_content(text);
  if (!key) return std::unexpected(key.error());
  return signet::dpop::Prover::build(*key);
}

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: dpop KEY.jwk ACCESS_TOKEN\n";
    return 2;
  }
  const std::string_view access_token = argv[2];
  const auto prover = load(argv[1]);
  if (!prover) return refuse(prover.error());
  const auto verifier = make_verifier();
  if (!verifier) return refuse(verifier.error());

  signet::dpop::NonceMemory nonces;
  const auto first = prove(*prover, nonces, access_token);
  if (!first) return refuse(first.error());
  const std::string_view without_nonce[] = {*first};
  std::cout << answer(*verifier, without_nonce, access_token, prover->jkt(), "n-1") << '\n';

  if (const auto kept = nonces.remember(kUrl, "n-1"); !kept) return refuse(kept.error());
  const auto second = prove(*prover, nonces, access_token);
  if (!second) return refuse(second.error());
  const std::string_view with_nonce[] = {*second};
  std::cout << answer(*verifier, with_nonce, access_token, prover->jkt(), "n-1") << '\n';
  std::cout << answer(*verifier, with_nonce, access_token, prover->jkt(), "n-1") << '\n';
}
