// Comparison of secrets.
#pragma once

#include "signet/bytes.h"

namespace signet::crypto {

/// Whether two byte strings are equal; the time it takes depends on their sizes alone.
bool equal_in_constant_time(ByteView a, ByteView b) noexcept;

}  // namespace signet::crypto
