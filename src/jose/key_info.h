// The members of a JWK that are not key material: read, and checked against the key (RFC 7517 section 4).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crypto/key_material.h"
#include "signet/json.h"
#include "signet/key.h"
#include "signet/result.h"

namespace signet::jose {

/// RFC 7517 names eight operations; a key that lists more than this many is not taken seriously.
inline constexpr std::size_t kMaxKeyOps = 32;
inline constexpr std::size_t kMaxCertificates = 16;
inline constexpr std::size_t kMaxCertificateOctets = 64u << 10;

/// The types and the form of every registered member. Errors: malformed_key(MEMBER), limit_exceeded(MEMBER).
Result<KeyInfo> read_key_info(const json::Value& jwk);

/// Whether the members agree with each other and with the key: use with key_ops, alg with kty and crv, the leaf
/// certificate with the key, x5t and x5t#S256 with the leaf. Says nothing about who signed a certificate, or when it
/// ends. Errors: as read_key_info, key_mismatch(key_ops|alg), certificate_mismatch(x5c|x5t|x5t#S256),
/// key_unsupported(x5c).
Result<> check_key_info(const KeyInfo& info, const crypto::KeyMaterial& key);

/// Private operations become their public counterparts, each once: sign, decrypt and unwrapKey.
std::vector<std::string> to_public_operations(const std::vector<std::string>& operations);

}  // namespace signet::jose
