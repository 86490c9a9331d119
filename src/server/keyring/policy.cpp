#include "server/keyring/policy.h"

#include <algorithm>
#include <string_view>

#include "signet/algorithm.h"
#include "signet/key.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

Result<> check_algorithm(std::string_view name) {
  const SignatureAlgorithm* row = find_signature_algorithm(name);
  if (row == nullptr) return fail_on_input(Errc::alg_unknown, name);
  const AlgorithmInfo info = describe(*row);
  // Who verifies with a shared key can also sign with it, and it can never be published.
  if (info.kty == name_of(KeyType::oct)) return fail(Errc::symmetric_key, info.name);
  if (!info.available) return fail(Errc::alg_unavailable, info.name);
  return {};
}

Result<> check_algorithms(const std::vector<std::string>& names) {
  if (names.empty()) return fail(Errc::policy_incomplete, "algorithms");
  if (names.size() > kMaxAlgorithms) return fail(Errc::limit_exceeded, "algorithms");
  for (auto name = names.begin(); name != names.end(); ++name) {
    SIGNET_CHECK(check_algorithm(*name));
    if (std::find(names.begin(), name, *name) != name) return fail_on_input(Errc::duplicate_name, *name);
  }
  return {};
}

}  // namespace

Result<> check(const Policy& policy) {
  SIGNET_CHECK(check_algorithms(policy.algorithms));
  const struct {
    std::string_view name;
    Duration value;
  } times[] = {{"active_for", policy.active_for},
               {"publish_ahead", policy.publish_ahead},
               {"longest_token", policy.longest_token},
               {"max_age", policy.max_age}};
  for (const auto& time : times)
    if (time.value <= Duration::zero() || time.value > kLongestTime) return fail(Errc::limit_exceeded, time.name);
  // Clocks may be said to agree.
  if (policy.skew < Duration::zero() || policy.skew > kLongestTime) return fail(Errc::limit_exceeded, "skew");
  if (policy.rsa_bits < static_cast<int>(kMinRsaBits) || policy.rsa_bits > static_cast<int>(kMaxRsaBits) ||
      policy.rsa_bits % 8 != 0)
    return fail(Errc::limit_exceeded, "rsa_bits");
  if (policy.certificates && policy.subject.empty()) return fail(Errc::policy_incomplete, "subject");
  return {};
}

Duration publish_ahead_of(const Policy& policy) noexcept {
  return std::max(policy.publish_ahead, soonest_of(policy));
}

Duration soonest_of(const Policy& policy) noexcept {
  return 2 * policy.max_age;
}

Duration retire_after_of(const Policy& policy) noexcept {
  return policy.longest_token + policy.skew + policy.max_age;
}

}  // namespace signet::server::keyring
