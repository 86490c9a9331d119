// The heart of decryption, shared by every serialization of JWE.
#pragma once

#include "jose/jwe_form.h"
#include "signet/json.h"
#include "signet/jwe.h"
#include "signet/result.h"
#include "signet/seams/decryption_key_source.h"

namespace signet::jwe {

/// Steps 3 to 19 of RFC 7516 section 5.2 for a token that has been taken apart. Errors: those of decrypt_general().
Result<Decrypted> open(const jose::JweForm& form, const DecryptionKeySource& keys, const Policy& policy);

/// Whether a policy decides what it must. Errors: policy_incomplete(alg|enc), limit_exceeded(max_size|max_inflated).
Result<> check_policy(const Policy& policy);

}  // namespace signet::jwe
