#include <cstring>

#include "signet/bytes.h"

namespace signet {

void wipe(void* data, std::size_t size) noexcept {
  if (size == 0) return;
  std::memset(data, 0, size);
  // The compiler must assume that this reads the memory, so it cannot drop the stores before it.
  __asm__ __volatile__("" : : "r"(data) : "memory");
}

}  // namespace signet
