// Why a JWE was not made or not opened, in words for people.
#pragma once

#include "cli/invocation.h"

namespace signet::cli {

/// A refusal of jwe.h with the hint that fits where the general one speaks of signed tokens.
Failure explain_encryption(Error error);
/// The same for decrypting; it also knows whether a mistyped file name was taken as the JWE.
Failure explain_decryption(const Invocation& run, Error error);

}  // namespace signet::cli
