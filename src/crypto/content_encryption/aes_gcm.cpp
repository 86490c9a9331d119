#include "crypto/content_encryption/families.h"

namespace signet::crypto {

std::span<const ContentEncryption> content_families::aes_gcm() noexcept {
  return {};
}

}  // namespace signet::crypto
