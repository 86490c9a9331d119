// The one place where a key becomes something that everybody may read.
#pragma once

#include <span>
#include <string>

#include "signet/key.h"
#include "signet/result.h"

namespace signet::server::keyring {

enum class Certificates : bool { left_out, included };

/// A JWK with kty, crv, the public numbers, kid, use (sig) and alg; with certificates also x5c, x5t and x5t#S256, where
/// the key has one. Everything else that the key may say is left out. Errors: symmetric_key(kty),
/// key_incomplete(kid|alg), private_key(MEMBER) should one ever appear.
Result<std::string> to_published_jwk(const Key& key, Certificates certificates);

/// {"keys":[...]} in the order that is given. Errors: as to_published_jwk.
Result<std::string> to_published_set(std::span<const Key> keys, Certificates certificates);

}  // namespace signet::server::keyring
