#include "crypto/content_encryption/families.h"

namespace signet::crypto {

std::span<const ContentEncryption> content_families::aes_cbc_hmac() noexcept {
  return {};
}

}  // namespace signet::crypto
