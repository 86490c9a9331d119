// The hash under which a revocation is kept.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::keys {

/// 128 bits that stand for issuer and value; kinds are kept apart.
struct RevocationDigest {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  bool operator==(const RevocationDigest&) const = default;
};

/// Hashes under a key that nobody knows outside this process. It is no cryptographic primitive: whoever saw its values
/// could find texts that share one; they never leave the process. Two values that did share one would refuse a token
/// too many, never let one pass, and with ten million entries that happens to one look-up in 10^31.
class RevocationHash {
 public:
  /// With a key of libcrypto's generator. Errors: internal(random).
  static Result<RevocationHash> random();
  ~RevocationHash() { wipe(key_.data(), sizeof key_); }
  RevocationHash(const RevocationHash&) = default;
  RevocationHash& operator=(const RevocationHash&) = default;

  /// What all values of one issuer begin from.
  RevocationDigest of_issuer(std::string_view issuer) const noexcept;
  RevocationDigest of(const RevocationDigest& issuer, std::string_view value) const noexcept;

 private:
  static constexpr std::size_t kWords = 6;
  using Key = std::array<std::uint64_t, kWords>;
  explicit RevocationHash(const Key& key) noexcept : key_(key) {}
  RevocationDigest digest(RevocationDigest from, std::string_view text) const noexcept;
  Key key_;
};

}  // namespace signet::keys
