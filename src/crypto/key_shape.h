// Which structure the DER of a key is, told by its tags alone.
#pragma once

#include <cstdint>
#include <optional>

#include "signet/bytes.h"

namespace signet::crypto {

enum class KeyShape : std::uint8_t {
  spki,             // SubjectPublicKeyInfo, RFC 5280 section 4.1
  pkcs8,            // PrivateKeyInfo and OneAsymmetricKey, RFC 5958 section 2
  encrypted_pkcs8,  // EncryptedPrivateKeyInfo, RFC 5958 section 3
  rsa_public,       // RSAPublicKey, RFC 8017 appendix A.1.1
  rsa_private,      // RSAPrivateKey, RFC 8017 appendix A.1.2
  sec1,             // ECPrivateKey, RFC 5915 section 3
  certificate,      // RFC 5280 section 4.1
  pkcs12,           // PFX, RFC 7292 section 4; known only to be named when it is refused
};

/// The shape of one SEQUENCE that fills `der`, with whole elements in it. No two shapes have the same tags, so this is
/// no guess; nothing for anything else. What the elements hold is for the reader of the shape to judge.
std::optional<KeyShape> find_shape(ByteView der) noexcept;

/// Whether the content of a file is meant as DER: it begins with the tag of a SEQUENCE ("0" in ASCII) and holds a
/// control character that no text has; the tags of INTEGER, BIT STRING and OCTET STRING are such.
bool is_der(ByteView content) noexcept;

}  // namespace signet::crypto
