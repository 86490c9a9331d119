#include "crypto/key_management/families.h"

namespace signet::crypto {

std::span<const KeyManagementAlgorithm> key_families::rsa_pkcs1_5() noexcept {
  return {};
}

}  // namespace signet::crypto
