// The little of X.509 that keys need.
#pragma once

#include <optional>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::crypto {

struct CertificateFacts {
  KeyMaterial::Ptr key;  // passed the checks of every key
  Timestamp not_before;
  Timestamp not_after;
};
/// Errors: malformed_key(x5c), key_unsupported(x5c), and as KeyMaterial.
Result<CertificateFacts> read_certificate(ByteView der);

/// Whether these octets are one X.509 certificate and nothing behind it; its key may be of any kind.
bool is_certificate(ByteView der) noexcept;

/// Whether two keys have the same public half.
bool same_public_key(const KeyMaterial& a, const KeyMaterial& b) noexcept;

}  // namespace signet::crypto
