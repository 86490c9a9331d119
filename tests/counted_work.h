// How much memory a thread has asked for, in a program that has counted_new.h.
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
