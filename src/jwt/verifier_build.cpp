// From a policy to a verifier: nothing is left open, nothing is decided twice.
#include <algorithm>
#include <utility>

#include "jwt/verifier_state.h"
#include "try.h"

namespace signet::jwt {
namespace {

constexpr Rule kDecided{"RFC 8725 3", "issuer, audience, algorithms and typ are each expected or ignored by name"};

/// Exactly one of an expectation and "any": neither leaves the question open, both contradict each other. An empty
/// expectation would be a value that was forgotten in a configuration.
Result<> check_decided(const std::vector<std::string>& expected, bool any, std::string_view subject) {
  const bool has_empty = std::ranges::find(expected, std::string_view{}) != expected.end();
  if (expected.empty() != any || has_empty) return fail(Errc::policy_incomplete, subject, &kDecided);
  return {};
}

Result<AlgorithmSet> decide_algorithms(const std::vector<std::string>& names, AlgorithmSet rows) {
  if (names.empty() && rows.empty()) return fail(Errc::policy_incomplete, "alg", &kDecided);
  const std::vector<std::string_view> views(names.begin(), names.end());
  SIGNET_TRY(const AlgorithmSet named, AlgorithmSet::of(views));
  for (const SignatureAlgorithm* row : named.rows()) rows.add(*row);
  return rows;
}

Result<> check_bounds(Duration leeway, std::optional<Duration> max_age, std::size_t max_size) {
  if (leeway < Duration::zero() || leeway > kMaxLeeway) return fail(Errc::limit_exceeded, "leeway");
  if (max_age && *max_age <= Duration::zero()) return fail(Errc::limit_exceeded, "max_age");
  if (max_size == 0 || max_size > jws::kMaxSize) return fail(Errc::limit_exceeded, "max_size");
  return {};
}

/// Each name once, and none that another rule demands anyway, so that a missing claim is one error.
std::vector<std::string> distinct_required(std::vector<std::string> asked, const ClaimRules& rules) {
  if (rules.max_age) asked.emplace_back("iat");
  std::vector<std::string> required;
  for (std::string& name : asked) {
    const bool demanded_anyway =
        (name == "iss" && !rules.issuers.empty()) || (name == "aud" && !rules.audiences.empty());
    const bool repeated = std::ranges::find(required, name) != required.end();
    if (!demanded_anyway && !repeated) required.push_back(std::move(name));
  }
  return required;
}

Result<> check_own_rules(const std::vector<std::string>& required,
                         const std::vector<std::pair<std::string, Check>>& checks) {
  if (std::ranges::find(required, std::string_view{}) != required.end()) {
    return fail(Errc::policy_incomplete, "required");
  }
  for (const auto& [name, rule] : checks) {
    if (name.empty() || !rule) return fail(Errc::policy_incomplete, "check");
  }
  return {};
}

}  // namespace

Result<Verifier> Verifier::build(Policy policy, std::shared_ptr<const KeySource> keys) {
  SIGNET_CHECK(check_decided(policy.issuers_, policy.any_issuer_, "issuer"));
  SIGNET_CHECK(check_decided(policy.audiences_, policy.any_audience_, "audience"));
  SIGNET_TRY(AlgorithmSet algorithms, decide_algorithms(policy.algorithm_names_, std::move(policy.algorithms_)));
  SIGNET_CHECK(check_decided(policy.typs_, policy.any_typ_, "typ"));
  SIGNET_CHECK(check_bounds(policy.leeway_, policy.max_age_, policy.max_size_));
  SIGNET_CHECK(check_own_rules(policy.required_, policy.checks_));
  if (!keys) return fail(Errc::policy_incomplete, "keys");

  VerifierState state;
  state.rules.issuers = std::move(policy.issuers_);
  state.rules.audiences = std::move(policy.audiences_);
  state.rules.typs = std::move(policy.typs_);
  state.rules.typ_may_be_absent = policy.typ_may_be_absent_;
  state.rules.leeway = policy.leeway_;
  state.rules.max_age = policy.max_age_;
  state.rules.required = distinct_required(std::move(policy.required_), state.rules);
  state.rules.checks = std::move(policy.checks_);
  state.algorithms = std::move(algorithms);
  state.max_size = policy.max_size_;
  state.keys = std::move(keys);
  return Verifier(std::make_shared<const VerifierState>(std::move(state)));
}

Result<Verifier> Verifier::build(Policy policy, const JwkSet& keys) {
  return build(std::move(policy), std::make_shared<const JwkSet>(keys));
}

}  // namespace signet::jwt
