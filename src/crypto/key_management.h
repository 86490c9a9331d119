// The row of a key management algorithm: everything that the library knows about one JWE "alg".
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "crypto/content_encryption.h"
#include "crypto/digest.h"
#include "crypto/key_material.h"
#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet {
namespace crypto {

/// What a header says for key management beside alg and enc (RFC 7518 sections 4.6 to 4.8), decoded. A header that
/// lacks what its row needs, or has it in a wrong form, is refused before any of this is called.
struct KeyParameters {
  KeyMaterial::Ptr epk{};  // public
  Bytes apu{}, apv{};
  Bytes iv{}, tag{};
  Bytes p2s{};
  std::uint64_t p2c = 0;
};

/// What is to be managed.
struct KeyRequest {
  const ContentEncryption* enc = nullptr;  // never null
  /// The CEK to be wrapped; null for the modes that come with one of their own.
  const Secret* cek = nullptr;
  ByteView apu{}, apv{};
  std::uint64_t p2c = 0;
  // What is drawn at random when it is not there; given only where a vector needs it.
  KeyMaterial::Ptr ephemeral{};  // private
  ByteView iv{}, p2s{};
};

/// What a sender gets.
struct ManagedKey {
  Bytes encrypted_key{};                            // empty for the modes that wrap nothing
  KeyParameters parameters{};                       // what goes into the header
  std::shared_ptr<const ContentKey> content_key{};  // only for the modes that come with one of their own
};

}  // namespace crypto

/// A key in the form in which one algorithm encrypts to its owner. Immutable, shared between threads.
struct PreparedEncrypt {
  virtual ~PreparedEncrypt() = default;
  /// Errors: key_mismatch(k) when a shared key has not enc's size, alg_unavailable(ALG|ENC), internal(random|encrypt).
  virtual Result<crypto::ManagedKey> manage(const crypto::KeyRequest& request) const = 0;
};

/// The same for the owner of the private or shared key.
struct PreparedDecrypt {
  virtual ~PreparedDecrypt() = default;
  /// The CEK of exactly enc's size. Errors: decryption_failed(token), whatever it was that failed;
  /// header_parameter(epk) for a key on another curve, key_mismatch(k) when a shared key has not enc's size,
  /// alg_unavailable(ALG|ENC) when libcrypto refuses: all of them can be seen without the key.
  virtual Result<std::shared_ptr<const crypto::ContentKey>> open(const ContentEncryption& enc,
                                                                 const crypto::KeyParameters& parameters,
                                                                 ByteView encrypted_key) const = 0;
};

/// Rows are constants of their family's file (`key_management/x.cpp`).
struct KeyManagementAlgorithm {
  std::string_view name;
  KeyManagementMode mode{};
  std::span<const KeyType> types;                // of keys
  std::span<const std::string_view> curves;      // of EC and OKP keys; empty: the type alone decides
  std::span<const std::string_view> parameters;  // header parameters that must be there
  crypto::Hash hash{};                           // of OAEP and of PBES2's PRF
  std::uint16_t wrap_octets;                     // of the AES key that wraps the CEK, derived or given; 0: none
  std::uint16_t key_octets;                      // symmetric keys: exactly this many; 0: several sizes
  bool legacy;                                   // refused unless a policy says legacy
  std::string_view requirement;                  // IANA: "Recommended+", "Recommended-", "Optional"
  std::string_view spec;
  bool (*available)() noexcept;  // probed once, by name
  /// The material has been checked to fit the row (type, curve, size) before these are called.
  /// Errors: key_mismatch(k) for a passphrase that is too long, alg_unavailable(ALG|ENC).
  Result<std::unique_ptr<const PreparedEncrypt>> (*prepare_encrypt)(const KeyManagementAlgorithm&,
                                                                    crypto::KeyMaterial::Ptr);
  Result<std::unique_ptr<const PreparedDecrypt>> (*prepare_decrypt)(const KeyManagementAlgorithm&,
                                                                    crypto::KeyMaterial::Ptr);
};

namespace crypto {

/// Whether the CEK comes from the key itself, so that no encrypted key goes with it and only one recipient can be.
bool is_direct(const KeyManagementAlgorithm& row) noexcept;

/// Whether the row's types and curves have the key's.
bool fits_type(const KeyManagementAlgorithm& row, const KeyMaterial& key) noexcept;

/// Type, curve, size and availability: whether `key` can serve `row` at all.
/// Errors: key_mismatch(kty|crv|k), alg_unavailable(ALG).
Result<> check_fit(const KeyManagementAlgorithm& row, const KeyMaterial& key);

/// Every row of every family, in the order of `key_management/list.inc`.
std::span<const KeyManagementAlgorithm* const> key_management_rows() noexcept;

}  // namespace crypto
}  // namespace signet
