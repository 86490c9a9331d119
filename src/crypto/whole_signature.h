// Signatures of algorithms that take a message as a whole and hash it themselves (EdDSA, ML-DSA).
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "crypto/context_pool.h"
#include "crypto/key_material.h"
#include "crypto/libcrypto.h"
#include "crypto/signature_algorithm.h"
#include "signet/bytes.h"

namespace signet::crypto {

struct WholeSignatureContext {
  MdCtxPtr md;
  std::unique_ptr<WholeSignatureContext> copy() const noexcept;
};

/// A key with contexts that were set up when it was prepared.
class WholeSignature {
 public:
  enum class Purpose : std::uint8_t { verify, sign };
  /// Whether a context serves more than one message; see contexts_serve_again().
  enum class Contexts : bool { used_once, used_again };

  /// Null when libcrypto refuses the key.
  static std::unique_ptr<const WholeSignature> make(evp_pkey_st* key, Purpose purpose, Contexts contexts) noexcept;

  bool verify(ByteView input, ByteView signature) const noexcept;
  /// Fills `signature`; false when libcrypto fails or makes one of another size.
  bool sign(ByteView input, std::span<std::uint8_t> signature) const noexcept;

  WholeSignature(WholeSignatureContext prototype, Contexts contexts) noexcept;

 private:
  ContextPool<WholeSignatureContext> contexts_;
};

/// Signs with a private key; `octets` is the size of a signature. Errors: alg_unavailable(ALG).
Result<std::unique_ptr<const PreparedSign>> prepare_whole_sign(const SignatureAlgorithm& row, const KeyMaterial& key,
                                                               std::size_t octets, WholeSignature::Contexts contexts);

/// Whether libcrypto has keys and signatures of this name.
bool have_whole_signature(const char* name) noexcept;

/// Tries it with a private key: contexts serve again in OpenSSL 3.0, and newer releases call them finished after one
/// message.
WholeSignature::Contexts contexts_serve_again(evp_pkey_st* key, std::span<std::uint8_t> signature) noexcept;

}  // namespace signet::crypto
