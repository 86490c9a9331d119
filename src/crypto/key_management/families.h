// The families of key management, one function each; a line missing in list.inc is an unused function, a file missing
// for a line does not link.
#pragma once

#include <span>

#include "crypto/key_management.h"

namespace signet::crypto::key_families {

#define SIGNET_FAMILY(name) std::span<const KeyManagementAlgorithm> name() noexcept;
#include "crypto/key_management/list.inc"
#undef SIGNET_FAMILY

}  // namespace signet::crypto::key_families
