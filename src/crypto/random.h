// Random bytes from libcrypto's generator.
#pragma once

#include <cstddef>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

/// Errors: internal(random).
Result<Secret> random_secret(std::size_t octets);

}  // namespace signet::crypto
