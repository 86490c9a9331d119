// What the file of a key may hold besides a JWK.
#pragma once

#include <string_view>
#include <vector>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// A key, and the certificates that stood beside it (leaf first).
struct KeyContent {
  KeyMaterial::Ptr material;
  std::vector<Bytes> certificates;
};

/// DER, a line of OpenSSH, a file of RFC 4716, or PEM. The first octets and the tags decide which, and no two forms
/// have the same: DER as is_der() says, then the name of a key type of SSH, then four dashes and a blank, else PEM.
/// The passphrase is used only when the key is encrypted. Errors: limit_exceeded(key), and those of the form.
Result<KeyContent> read_key_content(ByteView content, const Secret* passphrase);

/// Errors: malformed_pem(der) for what has no shape of a key, key_unsupported(pkcs12), and those of the shape.
Result<KeyContent> read_der(ByteView der, const Secret* passphrase);

/// Errors: limit_exceeded(pem|blocks), malformed_pem(begin|end|label|headers|body|der|ssh|keys), malformed_key(x5c),
/// key_unsupported(label|algorithm|curve|oth|bcrypt), certificate_mismatch(x5c), those of open_pkcs8() and
/// open_pem_block(), and as KeyMaterial.
Result<KeyContent> read_pem(std::string_view pem, const Secret* passphrase = nullptr);

}  // namespace signet::crypto
