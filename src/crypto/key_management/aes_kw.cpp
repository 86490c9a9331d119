#include "crypto/key_management/families.h"

namespace signet::crypto {

std::span<const KeyManagementAlgorithm> key_families::aes_kw() noexcept {
  return {};
}

}  // namespace signet::crypto
