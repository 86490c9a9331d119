// Policies of DPoP, and the verifiers that they become.
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "profiles/dpop/verifier_state.h"
#include "signet/dpop.h"
#include "try.h"

namespace signet::dpop {
namespace {

bool is_symmetric(const SignatureAlgorithm* row) {
  return describe(*row).kty == name_of(KeyType::oct);
}

Result<> check_algorithms(const AlgorithmSet& rows) {
  if (rows.empty()) return fail(Errc::policy_incomplete, "alg");
  //= rfc9449#11.6 only asymmetric digital signature algorithms
  const auto symmetric = std::ranges::find_if(rows.rows(), is_symmetric);
  if (symmetric != rows.rows().end()) return fail(Errc::symmetric_key, describe(**symmetric).name);
  return {};
}

Result<> check_limits(Duration max_age, Duration skew, std::size_t max_size) {
  if (max_age <= Duration::zero() || max_age > kMaxMaxAge) return fail(Errc::limit_exceeded, "max_age");
  if (skew < Duration::zero() || skew > kMaxSkew) return fail(Errc::limit_exceeded, "skew");
  if (max_size > kMaxProof) return fail(Errc::limit_exceeded, "max_size");
  return {};
}

}  // namespace

AlgorithmSet asymmetric_algorithms() {
  AlgorithmSet rows;
  for (const SignatureAlgorithm* row : signature_algorithms())
    if (!is_symmetric(row) && describe(*row).available) rows.add(*row);
  return rows;
}

AcceptNonce one_of(std::vector<std::string> nonces) {
  return [accepted = std::move(nonces)](std::string_view nonce) {
    return std::ranges::find(accepted, nonce) != accepted.end();
  };
}

Policy& Policy::algorithms(std::initializer_list<std::string_view> names) {
  algorithm_names_.emplace(names.begin(), names.end());
  return *this;
}

Policy& Policy::algorithms(const AlgorithmSet& rows) {
  algorithm_names_.reset();
  algorithms_ = rows;
  if (rows.empty()) algorithm_names_.emplace();
  return *this;
}

Policy& Policy::max_age(Duration since_iat) {
  max_age_ = since_iat;
  return *this;
}

Policy& Policy::skew(Duration of_clocks) {
  skew_ = of_clocks;
  return *this;
}

Policy& Policy::max_size(std::size_t bytes) {
  max_size_ = bytes;
  return *this;
}

Policy& Policy::replay_store(std::shared_ptr<ReplayStore> store) {
  replay_ = std::move(store);
  return *this;
}

Policy& Policy::any_replay() {
  any_replay_ = true;
  return *this;
}

Result<Verifier> Verifier::build(const Policy& policy) {
  if (policy.replay_.has_value() == policy.any_replay_) return fail(Errc::policy_incomplete, "replay");
  if (policy.replay_ && *policy.replay_ == nullptr) return fail(Errc::policy_incomplete, "replay");
  SIGNET_CHECK(check_limits(policy.max_age_, policy.skew_, policy.max_size_));
  VerifierState state;
  state.algorithms = policy.algorithms_.empty() ? asymmetric_algorithms() : policy.algorithms_;
  if (policy.algorithm_names_) {
    const std::vector<std::string_view> names(policy.algorithm_names_->begin(), policy.algorithm_names_->end());
    SIGNET_TRY(state.algorithms, AlgorithmSet::of(names));
  }
  SIGNET_CHECK(check_algorithms(state.algorithms));
  state.rules.typs = {"dpop+jwt"};
  state.rules.leeway = policy.skew_;
  state.rules.max_age = policy.max_age_;
  state.max_size = policy.max_size_;
  state.replay = policy.replay_.value_or(nullptr);
  return Verifier(std::make_shared<const VerifierState>(std::move(state)));
}

}  // namespace signet::dpop
