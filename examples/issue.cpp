// issue KEY.jwk KEYS.jwks ISSUER: signs a token with the key of a file and prints it; makes the key, and the set that
// verifiers load, when the file is not there yet.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>

#include "now.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/key.h"

namespace {

using signet::Result;

// [key]
Result<signet::Key> new_key(const std::string& key_file, const std::string& set_file) {
  auto key = signet::Key::generate({.alg = "ES256"});
  if (!key) return key;
  const auto private_jwk = key->to_private_jwk();
  if (!private_jwk) return std::unexpected(private_jwk.error());
  const auto public_set = signet::JwkSet::of(std::span(&*key, 1)).to_public_json();
  if (!public_set) return std::unexpected(public_set.error());
  umask(0077);  // a private key is for its owner alone
  if (!(std::ofstream(key_file) << signet::as_text(private_jwk->expose()))) {
    return signet::fail(signet::Errc::file_unwritable, key_file);
  }
  if (!(std::ofstream(set_file) << *public_set)) return signet::fail(signet::Errc::file_unwritable, set_file);
  return key;
}
// [/key]

Result<signet::Key> load_key(const std::string& key_file) {
  std::ifstream in(key_file, std::ios::binary);
  signet::WipedBytes text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return signet::fail(signet::Errc::file_unreadable, key_file);
  return signet::Key::from_content(text);
}

// [issue]
Result<std::string> issue(const signet::Key& key, std::string_view issuer) {
  const auto signer = key.signer();  // with the algorithm that the key names
  if (!signer) return std::unexpected(signer.error());
  const auto issued_at = std::chrono::floor<std::chrono::seconds>(now());
  return signet::jwt::Builder()
      .issuer(issuer)
      .subject("alice")
      .audience("api")
      .issued_at(issued_at)
      .expires_at(issued_at + std::chrono::minutes(5))
      .claim("scope", "read write")
      .claim_json("address", R"({"country":"DE"})")
      .sign(**signer);
}
// [/issue]

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: issue KEY.jwk KEYS.jwks ISSUER\n";
    return 2;
  }
  const auto key = std::filesystem::exists(argv[1]) ? load_key(argv[1]) : new_key(argv[1], argv[2]);
  if (!key) return refuse(key.error());
  const auto token = issue(*key, argv[3]);
  if (!token) return refuse(token.error());
  std::cout << *token << '\n';
}
