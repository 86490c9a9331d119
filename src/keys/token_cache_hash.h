// A fast keyed hash by which tokens are found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::jwt {

/// Spreads tokens over a table in a way that nobody can foresee who does not have the key. It is no cryptographic
/// primitive: who saw its values could find texts that share one. They never leave the process, and nothing is believed
/// because of them: the text that was found is compared as a whole.
///
/// It is of the length and of the last octets, where the signature stands: tokens that hold and differ anywhere do not
/// have the same signature, and others are not remembered.
class TokenHash {
 public:
  static constexpr std::size_t kOctets = 256;
  static constexpr std::size_t kLanes = 4;
  using Key = std::array<std::uint64_t, 2 * kLanes + 2>;

  explicit TokenHash(const Key& key) noexcept : key_(key) {}
  ~TokenHash() { wipe(key_.data(), sizeof key_); }
  TokenHash(const TokenHash&) = default;
  TokenHash& operator=(const TokenHash&) = default;

  /// With a key of libcrypto's generator. Errors: internal(random).
  static Result<TokenHash> random();
  std::uint64_t operator()(std::string_view token) const noexcept;

 private:
  std::uint64_t of_end(const char* end_octets, std::size_t length) const noexcept;
  Key key_;
};

}  // namespace signet::jwt
