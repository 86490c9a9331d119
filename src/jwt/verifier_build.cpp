// From a policy and keys to a verifier.
#include <utility>

#include "jwt/policy_reader.h"
#include "jwt/verifier_state.h"
#include "try.h"

namespace signet::jwt {

// NOLINTNEXTLINE(performance-unnecessary-value-param): it is handed over, so that a later change may keep it
Result<Verifier> Verifier::build(Policy policy, std::shared_ptr<const KeySource> keys,
                                 std::shared_ptr<const DecryptionKeySource> decryption_keys) {
  VerifierState state;
  state.max_size = PolicyReader::max_size(policy);
  SIGNET_TRY(state.rules, PolicyReader::rules(policy));
  SIGNET_TRY(state.algorithms, PolicyReader::algorithms(policy));
  SIGNET_TRY(state.encryption, PolicyReader::encryption(policy, std::move(decryption_keys)));
  if (!keys) return fail(Errc::policy_incomplete, "keys");
  state.keys = std::move(keys);
  return Verifier(std::make_shared<const VerifierState>(std::move(state)));
}

Result<Verifier> Verifier::build(Policy policy, std::shared_ptr<const KeySource> keys) {
  return build(std::move(policy), std::move(keys), nullptr);
}

Result<Verifier> Verifier::build(Policy policy, const JwkSet& keys) {
  return build(std::move(policy), std::make_shared<const JwkSet>(keys), nullptr);
}

Result<Verifier> Verifier::build(Policy policy, const JwkSet& keys, const JwkSet& decryption_keys) {
  return build(std::move(policy), std::make_shared<const JwkSet>(keys),
               std::make_shared<const JwkSet>(decryption_keys));
}

}  // namespace signet::jwt
