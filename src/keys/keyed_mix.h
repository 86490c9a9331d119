// What the keyed hashes of this layer are made of. They are no cryptographic primitives: each says what it is good for.
#pragma once

#include <cstdint>
#include <cstring>

#include "crypto/random.h"
#include "signet/result.h"
#include "try.h"

namespace signet::keys {

__extension__ using Wide = unsigned __int128;

/// Both halves of the product: every bit of it depends on the bits of both factors.
inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

/// Fills a key (an array of numbers) from libcrypto's generator. Errors: internal(random).
template <class Key>
Result<> fill_random(Key& key) {
  SIGNET_TRY(const Secret octets, crypto::random_secret(sizeof key));
  std::memcpy(key.data(), octets.expose().data(), sizeof key);
  return {};
}

}  // namespace signet::keys
