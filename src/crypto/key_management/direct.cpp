#include "crypto/key_management/families.h"

namespace signet::crypto {

std::span<const KeyManagementAlgorithm> key_families::direct() noexcept {
  return {};
}

}  // namespace signet::crypto
