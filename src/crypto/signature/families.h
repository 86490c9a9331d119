// The families of signature algorithms, one function each; a line missing in list.inc is an unused function, a file
// missing for a line does not link.
#pragma once

#include <span>

#include "crypto/signature_algorithm.h"

namespace signet::crypto::families {

#define SIGNET_FAMILY(name) std::span<const SignatureAlgorithm> name() noexcept;
#include "crypto/signature/list.inc"
#undef SIGNET_FAMILY

}  // namespace signet::crypto::families
