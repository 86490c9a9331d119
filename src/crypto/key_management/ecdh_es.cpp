#include "crypto/key_management/families.h"

namespace signet::crypto {

std::span<const KeyManagementAlgorithm> key_families::ecdh_es() noexcept {
  return {};
}

}  // namespace signet::crypto
