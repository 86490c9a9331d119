// Signatures over a digest, made and checked with contexts that were set up when the key was prepared.
#pragma once

#include <memory>
#include <span>

#include "crypto/context_pool.h"
#include "crypto/digest.h"
#include "crypto/key_material.h"
#include "crypto/libcrypto.h"
#include "signet/bytes.h"

namespace signet::crypto {

/// A digest context and a public key context that are used together.
struct HashedSignatureContext {
  MdCtxPtr digest;
  PkeyCtxPtr pkey;
  std::unique_ptr<HashedSignatureContext> copy() const noexcept;
};

/// The digest of one message that comes in pieces. It has a context of its own, since it may live long and be given up.
class RunningDigest {
 public:
  explicit RunningDigest(const EVP_MD* md) noexcept;
  void update(ByteView piece) noexcept;
  /// Empty when libcrypto failed at any step, and the second time.
  ByteView finish(std::span<std::uint8_t, kMaxDigest> out) noexcept;

 private:
  MdCtxPtr context_;  // null: failed or finished
};

/// A key with its hash and padding for RSA and ECDSA. Signatures are in libcrypto's form.
class HashedSignature {
 public:
  enum class Purpose : std::uint8_t { verify, sign };
  /// Sets padding and the like on a context that already has its purpose and hash.
  using Setup = bool (*)(EVP_PKEY_CTX*, const EVP_MD*) noexcept;

  /// Null when libcrypto refuses key, hash or setup.
  static std::unique_ptr<const HashedSignature> make(const KeyMaterial& key, Hash hash, Purpose purpose,
                                                     Setup setup) noexcept;

  bool verify(ByteView input, ByteView signature) const noexcept;
  /// The part of `out` that the signature fills; empty when libcrypto fails.
  std::span<std::uint8_t> sign(ByteView input, std::span<std::uint8_t> out) const noexcept;

  /// The same by pieces: a context is borrowed for the end alone.
  RunningDigest begin() const noexcept { return RunningDigest(md_); }
  bool verify(RunningDigest& message, ByteView signature) const noexcept;
  std::span<std::uint8_t> sign(RunningDigest& message, std::span<std::uint8_t> out) const noexcept;

  HashedSignature(const EVP_MD* md, HashedSignatureContext prototype) noexcept;

 private:
  /// The digest of `input` in `out`; empty when libcrypto fails.
  ByteView digest(EVP_MD_CTX* context, ByteView input, std::span<std::uint8_t, kMaxDigest> out) const noexcept;

  const EVP_MD* md_;
  ContextPool<HashedSignatureContext> contexts_;
};

}  // namespace signet::crypto
