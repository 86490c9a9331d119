// The seam through which a verifier finds keys: a file's set now, a remote set or a store later.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "signet/result.h"

namespace signet {

struct SignatureAlgorithm;
class VerificationKey;

/// What a token says about its key, and the row that policy has already chosen. Nothing in it has been proven.
struct KeyQuery {
  std::optional<std::string_view> kid;
  const SignatureAlgorithm* algorithm = nullptr;  // never null
};

/// The most keys that are tried for one token.
inline constexpr std::size_t kMaxKeyCandidates = 4;

/// Keys in the order in which they should be tried.
template <class Prepared>
struct Candidates {
  std::array<std::shared_ptr<const Prepared>, kMaxKeyCandidates> keys;
  std::size_t count = 0;
};
using KeyCandidates = Candidates<VerificationKey>;

/// Finds keys that are prepared for the query's algorithm. Implementations may be used from many threads at once and
/// do not allocate for each query.
class KeySource {
 public:
  virtual ~KeySource() = default;
  /// At least one candidate, in the order in which they should be tried.
  /// Errors: key_not_found(kid), and what Key::check_fit says of the first key when keys were there but none may be
  /// used: key_mismatch(MEMBER), weak_key(k), alg_unavailable(ALG). An exception is internal(keys) for who verifies.
  virtual Result<KeyCandidates> find(const KeyQuery& query) const = 0;
  /// A number that is another one as soon as a key that was found may no longer be: who remembers what a key has
  /// proven forgets it then. A source whose keys never change has 0; one that cannot tell has no verdicts remembered
  /// (token_cache.h).
  virtual std::optional<std::uint64_t> version() const noexcept { return std::nullopt; }
};

}  // namespace signet
