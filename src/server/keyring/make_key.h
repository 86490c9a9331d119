// New keys, their names and their certificates.
#pragma once

#include <string>
#include <string_view>

#include "server/keyring/policy.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::server::keyring {

/// A key with kid, use and alg, and x5c, x5t and x5t#S256 where the policy wants certificates. A kid in the style
/// `date` may be there already: who stores the key finds out. Errors: as Key::generate; internal(random),
/// internal(certificate).
Result<Key> make_key(const Policy& policy, std::string_view alg, Timestamp now);

/// A private key with a certificate that it signed itself, for ten years. Errors: internal(certificate|random).
Result<Key> certify(const Key& key, const Policy& policy, Timestamp now);

/// Errors: internal(random).
Result<std::string> make_kid(KidStyle style, const Key& key, Timestamp now);

}  // namespace signet::server::keyring
