// Certificates that a key signs for itself.
#pragma once

#include <string_view>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::crypto {

struct CertificateSpec {
  std::string_view subject;  // the common name, UTF-8; cut to the 64 characters that RFC 5280 allows
  Timestamp not_before;      // whole seconds count
  Timestamp not_after;
};

/// A certificate of version 3 (RFC 5280) in DER: issuer and subject the same, a random serial number of 127 bits, key
/// usage digitalSignature, signed by the key itself: RSA with PKCS #1 v1.5 and SHA-256, EC keys with the hash of their
/// size, EdDSA and ML-DSA with their own. Errors: private_key(d) for a public key, symmetric_key(kty),
/// malformed_key(subject) for one that is empty or not UTF-8, internal(random), internal(certificate).
Result<Bytes> make_self_signed(const KeyMaterial& key, const CertificateSpec& spec);

}  // namespace signet::crypto
