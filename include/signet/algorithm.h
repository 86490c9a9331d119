// Which algorithms there are, and what is known about each.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "signet/result.h"

namespace signet {

enum class KeyType : std::uint8_t { oct, rsa, ec, okp, akp };
/// The value of "kty": "oct", "RSA", "EC", "OKP", "AKP".
std::string_view name_of(KeyType type) noexcept;

/// One row of the table of JWS algorithms (RFC 7518 section 3.1). Rows are constants; a pointer to one is its identity.
struct SignatureAlgorithm;

/// The row of exactly this name (RFC 7515 section 4.1.1: case-sensitive), or null. "none" is no row.
const SignatureAlgorithm* find_signature_algorithm(std::string_view name) noexcept;

/// What a row says, for people.
struct AlgorithmInfo {
  std::string_view name;  ///< "ES256"
  std::string_view kty;   ///< "EC"
  /// "P-256": the curves that it may be used with; none where the type of key has no curve
  std::span<const std::string_view> curves;
  std::string_view hash;           ///< "SHA-256", or empty
  std::uint16_t signature_octets;  ///< 0: the key decides
  std::uint16_t min_key_octets;    ///< for symmetric keys, else 0
  std::string_view requirement;    ///< of the IANA registry: "Required", "Recommended+", "Optional", "Deprecated"
  std::string_view spec;           ///< "RFC 7518 3.4"
  bool available;                  ///< whether libcrypto on this machine has it
};
AlgorithmInfo describe(const SignatureAlgorithm& algorithm);

/// All rows, in the order of registration.
std::vector<const SignatureAlgorithm*> signature_algorithms();

/// One row of the table of JWE key management algorithms, the "alg" of a JWE (RFC 7518 section 4.1).
struct KeyManagementAlgorithm;
/// The row of exactly this name, or null.
const KeyManagementAlgorithm* find_key_management_algorithm(std::string_view name) noexcept;
std::vector<const KeyManagementAlgorithm*> key_management_algorithms();

/// How an algorithm arrives at the content encryption key (RFC 7516 section 2, "Key Management Mode").
enum class KeyManagementMode : std::uint8_t {
  key_encryption,
  key_wrapping,
  direct_key_agreement,
  key_agreement_with_key_wrapping,
  direct_encryption,
};
/// "key encryption", "direct key agreement" ...
std::string_view name_of(KeyManagementMode mode) noexcept;

struct KeyManagementInfo {
  std::string_view name;                     ///< "ECDH-ES+A256KW"
  std::span<const KeyType> types;            ///< of the keys that it works with
  std::span<const std::string_view> curves;  ///< of EC and OKP keys
  KeyManagementMode mode;
  std::uint16_t key_octets;  ///< symmetric keys: exactly this many; 0: the algorithm takes several sizes
  std::span<const std::string_view> parameters;  ///< what a header must have beside alg and enc: "epk", "p2s" ...
  bool legacy;                                   ///< only where a policy named legacy allows it: RSA1_5
  std::string_view requirement;
  std::string_view spec;
  bool available;  ///< whether libcrypto on this machine has it
};
KeyManagementInfo describe(const KeyManagementAlgorithm& algorithm);

/// One row of the table of JWE content encryption algorithms, the "enc" of a JWE (RFC 7518 section 5.1).
struct ContentEncryption;
/// The row of exactly this name, or null.
const ContentEncryption* find_content_encryption(std::string_view name) noexcept;
std::vector<const ContentEncryption*> content_encryptions();

struct ContentEncryptionInfo {
  std::string_view name;     ///< "A128CBC-HS256"
  std::uint16_t key_octets;  ///< of the content encryption key
  std::uint16_t iv_octets;
  std::uint16_t tag_octets;
  std::string_view requirement;
  std::string_view spec;
  bool available;
};
ContentEncryptionInfo describe(const ContentEncryption& algorithm);

/// An allow-list: a set of rows, never of strings. Cheap to copy.
template <class Row>
class RowSet {
 public:
  RowSet() = default;
  /// Errors: alg_unknown(NAME).
  static Result<RowSet> of(std::span<const std::string_view> names);
  void add(const Row& row);
  bool empty() const noexcept { return rows_.empty(); }
  /// The row of the set that has this name, or null. Names are compared exactly.
  const Row* find(std::string_view name) const noexcept;
  std::span<const Row* const> rows() const noexcept { return rows_; }

 private:
  std::vector<const Row*> rows_;
};
extern template class RowSet<SignatureAlgorithm>;
extern template class RowSet<KeyManagementAlgorithm>;
extern template class RowSet<ContentEncryption>;

using AlgorithmSet = RowSet<SignatureAlgorithm>;
using KeyManagementSet = RowSet<KeyManagementAlgorithm>;
using ContentEncryptionSet = RowSet<ContentEncryption>;

}  // namespace signet
