// The seam through which a verifier asks whether a token was revoked.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet {

/// What a proven token says of itself. Absent members are null views.
struct RevocationQuery {
  std::string_view issuer = {};             ///< iss; revocations of one issuer never touch tokens of another
  std::string_view token_id = {};           ///< jti
  std::string_view session_id = {};         ///< sid
  std::string_view subject = {};            ///< sub
  std::string_view client_id = {};          ///< client_id, or azp
  std::string_view grant_id = {};           ///< the claim that names the family of a grant, if the policy has one
  std::string_view key_id = {};             ///< kid of the key that proved the token
  std::optional<Timestamp> issued_at = {};  ///< iat
};

/// Knows what was revoked. Implementations may be used from many threads at once, and do not wait for a network.
class RevocationSource {
 public:
  virtual ~RevocationSource() = default;
  /// Errors: revoked(jti|sid|sub|client_id|grant|kid), revocations_unknown(REASON) when the source does not know enough
  /// to answer. An exception is internal(revocations) for who verifies.
  virtual Result<> check(const RevocationQuery& query, Timestamp now) const = 0;
  /// Another number whenever an answer may be another one than before, time apart: who remembers a verdict asks again
  /// then. Nothing: verdicts are not remembered.
  virtual std::optional<std::uint64_t> version() const noexcept { return std::nullopt; }
};

}  // namespace signet
