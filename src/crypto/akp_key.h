// Algorithm Key Pairs (RFC 9964): a public key and the seed that it was made from, for one algorithm.
#pragma once

#include "crypto/key_material.h"
#include "crypto/libcrypto.h"

namespace signet::crypto {

/// The sizes, and the seed against the public key. `pkey` is left null for a public key that this libcrypto cannot
/// take. Errors: malformed_key(pub|priv), key_mismatch(priv), alg_unavailable(ALG) for a seed that nothing here can
/// check.
Result<PkeyPtr> make_akp_pkey(const AkpKey& key);

/// Fills `pub` from `priv`, for forms that leave the public half out. Errors: malformed_key(priv),
/// alg_unavailable(ALG).
Result<> derive_public(AkpKey& key);

/// Whether `expanded` is what the seed gives (FIPS 204 section 6.1); for forms that hold both.
bool is_expansion_of(ByteView expanded, const AkpKey& key);

/// Errors: alg_unavailable(ALG), internal(ALG).
Result<AkpKey> make_akp_key(const AkpAlgorithm& algorithm);

}  // namespace signet::crypto
