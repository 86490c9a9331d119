// What everyone encrypts and decrypts: one claims set, three ways to the key.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness.h"
#include "material.h"
#include "signet/encryption_key.h"

namespace signet::bench {

struct JweCase {
  std::string_view alg, crv;
};
inline constexpr std::string_view kJweEnc = "A256GCM";
inline constexpr std::array<JweCase, 3> kJweCases = {{{"dir", ""}, {"ECDH-ES+A256KW", "P-256"}, {"RSA-OAEP-256", ""}}};

struct JweMaterial {
  std::string alg;
  Key key;
  std::string payload{};
  std::string token{};  ///< made by Signet
  std::string private_jwk{}, public_jwk{};
};
JweMaterial make_jwe_material(const JweCase& wanted);

/// The jobs of each library; the raw ones are the calls of libcrypto alone, on parts that are decoded before.
void add_jwe_signet(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material);
void add_jwe_libcrypto(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material);
void add_jwe_rhonabwy(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material);
void add_jwe_node(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material);

/// All cases, decrypting and encrypting.
std::vector<Row> race_jwe(const Plan& plan);
/// The bar for decrypting: 1.3 times the sum of its raw parts; dir within a microsecond of them.
std::string jwe_bar_lines(const std::vector<Row>& rows);

}  // namespace signet::bench
