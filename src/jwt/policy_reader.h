// From a policy to the rules that it means: nothing is left open, nothing is decided twice.
#pragma once

#include "jwt/claim_rules.h"
#include "jwt/outer_layer.h"
#include "signet/algorithm.h"
#include "signet/jwt.h"
#include "signet/result.h"

namespace signet::jwt {

class PolicyReader {
 public:
  /// Errors: policy_incomplete(issuer|audience|typ|policy|required|check), limit_exceeded(leeway|max_age|max_size).
  static Result<ClaimRules> rules(Policy policy);
  /// Errors: policy_incomplete(alg|policy), alg_unknown(NAME).
  static Result<AlgorithmSet> algorithms(const Policy& policy);
  /// Whether the policy says anything about algorithms.
  static bool has_algorithms(const Policy& policy) noexcept;
  /// Nothing for a policy without encryption. Errors: policy_incomplete(enc|encryption|decryption_keys),
  /// policy_incomplete(alg), limit_exceeded(max_inflated).
  static Result<std::optional<EncryptionRules>> encryption(const Policy& policy,
                                                           std::shared_ptr<const DecryptionKeySource> keys);
  /// Whether the policy says anything about the issuer.
  static bool decides_issuer(const Policy& policy) noexcept { return policy.any_issuer_ || !policy.issuers_.empty(); }
  static std::size_t max_size(const Policy& policy) noexcept { return policy.max_size_; }
};

}  // namespace signet::jwt
