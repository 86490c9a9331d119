// The seam through which keys for decrypting are found.
#pragma once

#include <optional>
#include <string_view>

#include "signet/result.h"
#include "signet/seams/key_source.h"

namespace signet {

struct KeyManagementAlgorithm;
class DecryptionKey;

/// What a JWE says about the key of a recipient, and the row that policy has already chosen. Nothing in it has been
/// proven.
struct DecryptionQuery {
  std::optional<std::string_view> kid;
  const KeyManagementAlgorithm* algorithm = nullptr;  // never null
};

using DecryptionCandidates = Candidates<DecryptionKey>;

/// Finds keys that are prepared for the query's algorithm. Implementations may be used from many threads at once.
class DecryptionKeySource {
 public:
  virtual ~DecryptionKeySource() = default;
  /// At least one candidate, in the order in which they should be tried.
  /// Errors: key_not_found(kid), and why the first key cannot be used when keys were there and none fits:
  /// key_mismatch(MEMBER), private_key(MEMBER), alg_unavailable(ALG). An exception is internal(keys) for who decrypts.
  virtual Result<DecryptionCandidates> find(const DecryptionQuery& query) const = 0;
};

}  // namespace signet
