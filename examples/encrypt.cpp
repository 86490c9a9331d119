// Decrypts a compact JWE with a private or shared JWK: encrypt KEYFILE ALG ENC TOKEN
#include <fstream>
#include <iostream>
#include <iterator>

#include "signet/jwe.h"
#include "signet/jwk_set.h"
#include "signet/key.h"

namespace {

int refuse(const signet::Error& error) {
  std::cout << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

int decrypt(const char* file, std::string_view alg, std::string_view enc, std::string_view token) {
  std::ifstream in(file, std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(in), {});
  const auto key = signet::Key::from_content(signet::as_bytes(content));
  if (!key) return refuse(key.error());
  const auto algorithms = signet::KeyManagementSet::of({&alg, 1});
  const auto encryptions = signet::ContentEncryptionSet::of({&enc, 1});
  if (!algorithms) return refuse(algorithms.error());
  if (!encryptions) return refuse(encryptions.error());
  const signet::jwe::Policy policy{.algorithms = *algorithms, .encryptions = *encryptions};
  const auto opened = signet::jwe::decrypt_compact(token, signet::JwkSet::of({&*key, 1}), policy);
  if (!opened) return refuse(opened.error());
  std::cout << signet::as_text(opened->plaintext()) << '\n';
  return 0;
}

}  // namespace

int main(int count, char** values) {
  if (count != 5) return 2;
  return decrypt(values[1], values[2], values[3], values[4]);
}
