// A key as JSON: the JWK itself, and the texts that its thumbprints are hashes of.
#pragma once

#include <string>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/key.h"

namespace signet::jose {

/// Appends a JWK object: kty, crv, key material, kid, use, key_ops, alg, x5u, x5c, x5t, x5t#S256.
/// Without `with_private` private members are left out; the caller has seen to it that the key is not symmetric.
void write_jwk(json::Writer& out, const crypto::KeyMaterial& key, const KeyInfo& info, bool with_private);

/// RFC 7638: base64url of SHA-256 of the required members in lexicographic order.
std::string thumbprint_of(const crypto::KeyMaterial& key);
/// The same hash as octets, for comparing; zeros, which then make all keys one, should libcrypto fail.
KeyIdentity identity_of(const crypto::KeyMaterial& key);

}  // namespace signet::jose
