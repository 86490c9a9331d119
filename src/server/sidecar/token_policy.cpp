#include "server/sidecar/token_policy.h"

#include <vector>

#include "jwt/profile_rules.h"
#include "try.h"

namespace signet::server {

bool decides_typ(const jwt::Profile* profile) {
  if (profile == nullptr) return false;
  const jwt::Profile* const named[] = {profile};
  const auto bases = jwt::with_bases(named);
  const jwt::Profile* const kind = bases ? jwt::token_kind(*bases) : nullptr;
  return kind != nullptr && !kind->needs_explicit_typ();
}

Result<jwt::Policy> token_policy(const PolicyConfig& config) {
  jwt::Policy policy;
  const std::vector<std::string_view> names(config.algorithms.begin(), config.algorithms.end());
  SIGNET_TRY(const AlgorithmSet rows, AlgorithmSet::of(names));
  policy.leeway(config.leeway).algorithms(rows);
  for (const std::string& audience : config.audiences) policy.audience(audience);
  if (config.any_audience) policy.any_audience();
  if (config.profile != nullptr) policy.profile(*config.profile);
  for (const std::string& typ : config.typs) policy.typ(typ);
  if (config.any_typ) {
    policy.any_typ();
  } else if (config.typs.empty() && !decides_typ(config.profile)) {
    policy.typ_jwt();
  }
  return policy;
}

}  // namespace signet::server
