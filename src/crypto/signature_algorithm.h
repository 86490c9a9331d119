// The row of a signature algorithm: everything that the library knows about one JWS "alg".
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "crypto/digest.h"
#include "crypto/key_material.h"
#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/signer.h"

namespace signet {

/// A key in the form in which one algorithm verifies with it. Immutable, shared between threads.
struct PreparedVerify {
  virtual ~PreparedVerify() = default;
  /// Whether `signature` is one of `input`; allocates no context and fetches nothing.
  virtual bool verify(ByteView input, ByteView signature) const noexcept = 0;
  /// A verification by pieces with a context of its own, which refers to this; null when the algorithm needs the whole
  /// input at once.
  virtual std::unique_ptr<VerificationStream> begin() const { return nullptr; }
};

/// The same for signing.
struct PreparedSign {
  virtual ~PreparedSign() = default;
  virtual Result<Bytes> sign(ByteView input) const = 0;
  virtual std::unique_ptr<SigningStream> begin() const { return nullptr; }
};

/// Rows are constants of their family's file (`signature/x.cpp`); nothing else enumerates algorithms.
struct SignatureAlgorithm {
  std::string_view name;
  KeyType kty{};
  std::span<const std::string_view> curves;  // the ones that it may be used with; empty: the type alone decides
  crypto::Hash hash{};
  std::uint16_t signature_octets;  // 0: the key decides (size of the modulus, curve)
  std::uint16_t min_key_octets;    // symmetric keys: RFC 7518 section 3.2
  std::uint16_t generated_octets;  // symmetric keys: what `generate` makes
  /// Values of a JWK's "alg" that fit this row beside its own name (EdDSA and Ed25519, RFC 9864).
  std::span<const std::string_view> also_fits;
  std::string_view requirement;  // IANA: "Required", "Recommended+", "Optional", "Deprecated"
  std::string_view spec;
  bool (*available)() noexcept;  // probed once, by name
  /// The material has been checked to fit the row (type, curve, size) before these are called.
  Result<std::unique_ptr<const PreparedVerify>> (*prepare_verify)(const SignatureAlgorithm&, crypto::KeyMaterial::Ptr);
  Result<std::unique_ptr<const PreparedSign>> (*prepare_sign)(const SignatureAlgorithm&, crypto::KeyMaterial::Ptr);
};

namespace crypto {

/// Whether the row's set of curves has the key's.
bool fits_curve(const SignatureAlgorithm& row, const KeyMaterial& key) noexcept;

/// Type, curve, size and availability: whether `key` can serve `row` at all.
/// Errors: key_mismatch(kty|crv|alg), weak_key(k), alg_unavailable(ALG).
Result<> check_fit(const SignatureAlgorithm& row, const KeyMaterial& key);

/// Every row of every family, in the order of `signature/list.inc`.
std::span<const SignatureAlgorithm* const> signature_rows() noexcept;

}  // namespace crypto
}  // namespace signet
