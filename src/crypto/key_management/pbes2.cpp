#include "crypto/key_management/families.h"

namespace signet::crypto {

std::span<const KeyManagementAlgorithm> key_families::pbes2() noexcept {
  return {};
}

}  // namespace signet::crypto
