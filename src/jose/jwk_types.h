// The key types of JWK: which members each "kty" has and which of them are private (RFC 7518 section 6, RFC 8037,
// RFC 9964).
#pragma once

#include <span>
#include <string_view>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/key.h"
#include "signet/result.h"

namespace signet::jose {

/// A member that holds key material in base64url. `octets` gives what the member of a key says; empty: not there.
struct JwkMember {
  std::string_view name;
  bool is_private;
  ByteView (*octets)(const crypto::KeyMaterial&) noexcept;
};

/// One key type. Its members stand in the order in which they are written; "crv" comes before them.
struct JwkType {
  KeyType type;
  std::span<const JwkMember> members;
  /// Errors: malformed_key(MEMBER), key_unsupported(crv|alg|oth), limit_exceeded(MEMBER), and those of KeyMaterial.
  Result<crypto::KeyMaterial::Ptr> (*read)(const json::Value& jwk);
};

/// The row of exactly this "kty", or null.
const JwkType* find_jwk_type(std::string_view kty) noexcept;
const JwkType& jwk_type_of(KeyType type) noexcept;
/// The first private member of the type: "d", "k" or "priv".
std::string_view private_member_of(KeyType type) noexcept;

/// The first private member of its type that a JWK object has, or empty. "k" of an oct key is one; of an unknown type
/// those that registered types have.
std::string_view find_private_member(const json::Value& jwk) noexcept;

}  // namespace signet::jose
