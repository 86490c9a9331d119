// How much work an attacker's input made: memory that was asked for. What libcrypto takes from malloc is not counted.
#pragma once

#include <cstddef>

namespace signet::test {

struct Work {
  std::size_t allocations = 0;
  std::size_t octets = 0;
};

/// Of this thread, since it started. ThreadSanitizer's operator new cannot be replaced: there it stays as it is.
Work work_so_far() noexcept;

}  // namespace signet::test
