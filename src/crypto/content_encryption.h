// The row of a content encryption algorithm: everything that the library knows about one JWE "enc".
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet {
namespace crypto {

/// What encrypting a content gives.
struct Sealed {
  Bytes ciphertext;
  Bytes tag;
};

/// A content encryption key (CEK) prepared for one algorithm. Immutable, shared between threads.
class ContentKey {
 public:
  virtual ~ContentKey() = default;
  /// `iv` has the row's size and is used once for each key. Errors: limit_exceeded(plaintext), internal(encrypt).
  virtual Result<Sealed> encrypt(ByteView iv, ByteView aad, ByteView plaintext) const = 0;
  /// The plaintext, which nobody sees before the tag has held. IV and tag of any size may be given: one that is not the
  /// row's is refused. Errors: decryption_failed(token), whatever it was that failed.
  virtual Result<Secret> decrypt(ByteView iv, ByteView aad, ByteView ciphertext, ByteView tag) const = 0;
};

}  // namespace crypto

/// Rows are constants of their family's file (`content_encryption/x.cpp`).
struct ContentEncryption {
  std::string_view name;
  std::uint16_t key_octets;
  std::uint16_t iv_octets;
  std::uint16_t tag_octets;
  std::string_view requirement;  // IANA: "Required", "Recommended+", "Optional"
  std::string_view spec;
  bool (*available)() noexcept;  // probed once, by name
  /// `cek` has exactly key_octets. Errors: alg_unavailable(ENC) when libcrypto refuses it.
  Result<std::unique_ptr<const crypto::ContentKey>> (*prepare)(const ContentEncryption&, ByteView cek);
};

namespace crypto {

/// Every row of every family, in the order of `content_encryption/list.inc`.
std::span<const ContentEncryption* const> content_encryption_rows() noexcept;

/// A CEK of any origin. Errors: decryption_failed(token) when it has another size than the row's (RFC 7516 section 5.2
/// step 10 leaves it to us; to say more would tell what was wrapped), alg_unavailable(ENC).
Result<std::shared_ptr<const ContentKey>> make_content_key(const ContentEncryption& row, const Secret& cek);

}  // namespace crypto
}  // namespace signet
