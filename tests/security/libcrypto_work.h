// How often libcrypto has asked for memory: what it does, as far as that can be counted.
#pragma once

#include <cstddef>

namespace signet::test {

/// Before libcrypto is used for the first time.
void count_libcrypto() noexcept;
/// Of this thread.
std::size_t libcrypto_allocations() noexcept;

}  // namespace signet::test
