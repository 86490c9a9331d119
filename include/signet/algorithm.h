// Which algorithms there are, and what is known about each.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "signet/result.h"

namespace signet {

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

/// An allow-list: a set of rows, never of strings. Cheap to copy.
class AlgorithmSet {
 public:
  AlgorithmSet() = default;
  /// Errors: alg_unknown(NAME).
  static Result<AlgorithmSet> of(std::span<const std::string_view> names);
  void add(const SignatureAlgorithm& row);
  bool empty() const noexcept { return rows_.empty(); }
  /// The row of the set that has this name, or null. Names are compared exactly.
  const SignatureAlgorithm* find(std::string_view name) const noexcept;
  std::span<const SignatureAlgorithm* const> rows() const noexcept { return rows_; }

 private:
  std::vector<const SignatureAlgorithm*> rows_;
};

}  // namespace signet
