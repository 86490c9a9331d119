// Key material from and to PEM and DER.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/key.h"
#include "signet/result.h"

namespace signet::crypto {

/// What a PEM file held: a key, and the certificates that stood in it (leaf first).
struct PemKey {
  KeyMaterial::Ptr material;
  std::vector<Bytes> certificates;
};
/// Errors: limit_exceeded(pem|blocks), malformed_pem(begin|end|label|body|der|keys), malformed_key(x5c),
/// key_unsupported(encrypted|openssh|label|algorithm|curve|oth), certificate_mismatch(x5c), and as KeyMaterial.
Result<PemKey> read_pem(std::string_view pem);

Result<Secret> write_private_pem(const KeyMaterial& key, PemForm form);
Result<std::string> write_public_pem(const KeyMaterial& key, PemForm form);
Result<Bytes> write_spki(const KeyMaterial& key);

}  // namespace signet::crypto
