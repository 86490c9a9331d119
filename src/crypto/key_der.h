// Keys in DER: the structures that PEM blocks and certificates hold.
#pragma once

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

// Reading. All octets must belong to the structure. Errors: malformed_pem(der), key_unsupported(algorithm|curve|oth),
// and as KeyMaterial.

/// SubjectPublicKeyInfo, RFC 5280 section 4.1.2.7.
Result<KeyMaterial::Ptr> read_spki_der(ByteView der);
/// PrivateKeyInfo and OneAsymmetricKey, RFC 5958 section 2.
Result<KeyMaterial::Ptr> read_pkcs8_der(ByteView der);
/// RSAPublicKey and RSAPrivateKey, RFC 8017 appendix A.1.
Result<KeyMaterial::Ptr> read_rsa_public_der(ByteView der);
Result<KeyMaterial::Ptr> read_rsa_private_der(ByteView der);
/// ECPrivateKey, RFC 5915 section 3; the curve must be named in it.
Result<KeyMaterial::Ptr> read_sec1_der(ByteView der);

// Writing. The caller has asked for a form that the key has. The memory is wiped: it may be private.

WipedBytes write_spki_der(const KeyMaterial& key);
WipedBytes write_pkcs8_der(const KeyMaterial& key);
WipedBytes write_rsa_public_der(const RsaNumbers& numbers);
WipedBytes write_rsa_private_der(const RsaNumbers& numbers);
enum class NamedCurve : bool { left_out, included };
WipedBytes write_sec1_der(const CurveNumbers& numbers, NamedCurve parameters);

}  // namespace signet::crypto
