// Keys prepared for one algorithm of key management: RFC 7518 section 4.
#pragma once

#include <memory>
#include <string_view>

#include "signet/algorithm.h"
#include "signet/result.h"

namespace signet {

struct KeyState;         // internal
struct PreparedEncrypt;  // internal: the row's own form of the key
struct PreparedDecrypt;

/// The key of a recipient, public or shared, for encrypting to it. Immutable, shared between threads.
class EncryptionKey {
 public:
  EncryptionKey(const KeyManagementAlgorithm& row, std::shared_ptr<const KeyState> key,
                std::unique_ptr<const PreparedEncrypt> prepared);
  ~EncryptionKey();
  EncryptionKey(const EncryptionKey&) = delete;
  EncryptionKey& operator=(const EncryptionKey&) = delete;

  const KeyManagementAlgorithm& algorithm() const noexcept { return *row_; }
  /// The key's "kid", or empty.
  std::string_view kid() const noexcept SIGNET_LIFETIME_BOUND;

  /// Whether sender and recipient have the same key.
  bool is_symmetric() const noexcept;
  /// The content encryption that the key is for, if its "alg" or its size leaves one alone: else empty.
  std::string_view content_encryption() const noexcept SIGNET_LIFETIME_BOUND;

  /// For the functions of jwe.h.
  const PreparedEncrypt& prepared() const noexcept { return *prepared_; }
  /// Errors: key_mismatch(alg) when the key's own "alg" is another content encryption.
  Result<> check_encryption(const ContentEncryption& enc) const;

 private:
  const KeyManagementAlgorithm* row_;
  std::shared_ptr<const KeyState> key_;
  std::unique_ptr<const PreparedEncrypt> prepared_;
};

/// A private or shared key for decrypting. Immutable, shared between threads.
class DecryptionKey {
 public:
  DecryptionKey(const KeyManagementAlgorithm& row, std::shared_ptr<const KeyState> key,
                std::unique_ptr<const PreparedDecrypt> prepared);
  ~DecryptionKey();
  DecryptionKey(const DecryptionKey&) = delete;
  DecryptionKey& operator=(const DecryptionKey&) = delete;

  const KeyManagementAlgorithm& algorithm() const noexcept { return *row_; }
  std::string_view kid() const noexcept SIGNET_LIFETIME_BOUND;
  /// Whether sender and recipient have the same key: then only they can have made what it decrypts, and whoever has
  /// been a recipient beside them of a general JWE: such a one knows the content encryption key that theirs wraps.
  bool is_symmetric() const noexcept;
  /// Whether the key's owner has said what it is for: its "alg".
  bool names_algorithm() const noexcept;

  const PreparedDecrypt& prepared() const noexcept { return *prepared_; }
  /// Errors: key_mismatch(alg) when the key's own "alg" is another content encryption.
  Result<> check_encryption(const ContentEncryption& enc) const;

 private:
  const KeyManagementAlgorithm* row_;
  std::shared_ptr<const KeyState> key_;
  std::unique_ptr<const PreparedDecrypt> prepared_;
};

}  // namespace signet
