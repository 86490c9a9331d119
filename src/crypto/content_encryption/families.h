// The families of content encryption, one function each; a line missing in list.inc is an unused function, a file
// missing for a line does not link.
#pragma once

#include <span>

#include "crypto/content_encryption.h"

namespace signet::crypto::content_families {

#define SIGNET_FAMILY(name) std::span<const ContentEncryption> name() noexcept;
#include "crypto/content_encryption/list.inc"
#undef SIGNET_FAMILY

}  // namespace signet::crypto::content_families
