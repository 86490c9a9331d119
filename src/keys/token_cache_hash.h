// A fast keyed hash by which tokens are found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::jwt {

/// Spreads texts over a table in a way that nobody can foresee who does not have the key. It is no cryptographic
/// primitive: who saw its values could find texts that share one. It never leaves the process, and nothing is believed
/// because of it: the text that was found is compared as a whole.
class TokenHash {
 public:
  static constexpr std::size_t kLanes = 8;
  using Key = std::array<std::uint64_t, 2 * kLanes + 2>;

  explicit TokenHash(const Key& key) noexcept : key_(key) {}
  ~TokenHash() { wipe(key_.data(), sizeof key_); }
  TokenHash(const TokenHash&) = default;
  TokenHash& operator=(const TokenHash&) = default;

  /// With a key of libcrypto's generator. Errors: internal(random).
  static Result<TokenHash> random();
  /// Of every octet of the text, and of its length.
  std::uint64_t operator()(std::string_view text) const noexcept;

 private:
  Key key_;
};

}  // namespace signet::jwt
