// HMAC with the key already hashed: RFC 2104 section 4.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include <openssl/sha.h>

#include "crypto/digest.h"
#include "signet/bytes.h"

namespace signet::crypto {

/// A key of HMAC-SHA-256, -384 or -512 as the two states that a hash has after its first block of padded key.
/// libcrypto's EVP_MAC copies those states into memory that it allocates for each message and takes 1.8 times as long;
/// here they are copied on the stack. This is the one place that calls the hash functions below the provider API.
class HmacKey {
 public:
  HmacKey(Hash hash, ByteView key) noexcept;
  ~HmacKey();
  HmacKey(const HmacKey&) = delete;
  HmacKey& operator=(const HmacKey&) = delete;

  /// Writes the MAC of `input` and returns the part of `out` that it fills.
  ByteView mac(ByteView input, std::span<std::uint8_t, kMaxDigest> out) const noexcept;

 private:
  friend class RunningMac;
  union State {
    SHA256_CTX sha256;
    SHA512_CTX sha512;  // SHA-384 too
  };
  /// From the inner hash after the whole message to the MAC; wipes `inner`.
  ByteView close(State& inner, std::span<std::uint8_t, kMaxDigest> out) const noexcept;

  Hash hash_;
  State inner_;
  State outer_;
};

/// The MAC of one message that comes in pieces: what HmacKey::mac makes of them together. The key must outlive it.
class RunningMac {
 public:
  explicit RunningMac(const HmacKey& key) noexcept : key_(&key), inner_(key.inner_) {}
  ~RunningMac();
  RunningMac(const RunningMac&) = delete;
  RunningMac& operator=(const RunningMac&) = delete;

  void update(ByteView piece) noexcept;
  /// As HmacKey::mac; empty the second time.
  ByteView finish(std::span<std::uint8_t, kMaxDigest> out) noexcept;

 private:
  const HmacKey* key_;  // null: finished
  HmacKey::State inner_;
};

}  // namespace signet::crypto
