#include "jwt/policy_reader.h"

#include <algorithm>
#include <utility>

#include "jose/header.h"
#include "jose/jwe_open.h"
#include "jwt/profile_rules.h"
#include "signet/policy_table.h"
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

Result<> check_bounds(Duration leeway, std::optional<Duration> max_age, std::size_t max_size) {
  if (leeway < Duration::zero() || leeway > kMaxLeeway) return fail(Errc::limit_exceeded, "leeway");
  if (max_age && *max_age <= Duration::zero()) return fail(Errc::limit_exceeded, "max_age");
  if (max_size == 0 || max_size > jws::kMaxSize) return fail(Errc::limit_exceeded, "max_size");
  return {};
}

/// Each name once, and none that another rule demands anyway, so that a missing claim is one error.
std::vector<RequiredClaim> distinct_required(std::span<const std::string> asked, const ClaimRules& rules) {
  std::vector<RequiredClaim> required;
  const auto add = [&](std::string_view name, const Rule* rule) {
    const bool demanded_anyway =
        (name == "iss" && !rules.issuers.empty()) || (name == "aud" && !rules.audiences.empty());
    const bool repeated = std::ranges::find(required, name, &RequiredClaim::name) != required.end();
    if (!demanded_anyway && !repeated) required.push_back({std::string(name), rule});
  };
  for (const Profile* profile : rules.profiles) {
    for (const std::string_view name : profile->required) add(name, &profile->members);
  }
  for (const std::string& name : asked) add(name, nullptr);
  if (rules.max_age) add("iat", nullptr);
  return required;
}

/// What a kind of token says about its typ takes the place of what the policy leaves open. A policy that says something
/// chooses among what the document accepts; where nothing distinguishes the kind, an application has a typ of its own.
Result<> decide_typ(const Profile& kind, std::vector<std::string>& typs, bool any_typ, bool& may_be_absent) {
  if (kind.needs_explicit_typ()) return {};
  if (typs.empty() && !any_typ) {
    typs.assign(kind.accepted_typs.begin(), kind.accepted_typs.end());
    may_be_absent = kind.typ_may_be_absent;
    return {};
  }
  const auto accepted = [&kind](const std::string& typ) {
    return std::ranges::any_of(kind.accepted_typs,
                               [&typ](std::string_view one) { return jose::same_media_type(typ, one); });
  };
  const bool narrower = !any_typ && std::ranges::all_of(typs, accepted) && (kind.typ_may_be_absent || !may_be_absent);
  return narrower ? Result<>{} : fail(Errc::policy_incomplete, "typ", &kDecided);
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

/// Null when no dated policy is named. Errors: policy_incomplete(policy).
Result<const DatedPolicy*> find_dated(const std::optional<std::string>& name) {
  if (!name) return nullptr;
  const DatedPolicy* found = find_dated_policy(*name);
  if (found == nullptr) return fail(Errc::policy_incomplete, "policy");
  return found;
}

}  // namespace

Result<ClaimRules> PolicyReader::rules(Policy policy) {
  SIGNET_CHECK(check_decided(policy.issuers_, policy.any_issuer_, "issuer"));
  SIGNET_CHECK(check_decided(policy.audiences_, policy.any_audience_, "audience"));
  SIGNET_TRY(const std::vector<const Profile*> profiles, with_bases(policy.profiles_));
  SIGNET_CHECK(check_usable(profiles));
  if (const Profile* kind = token_kind(profiles))
    SIGNET_CHECK(decide_typ(*kind, policy.typs_, policy.any_typ_, policy.typ_may_be_absent_));
  SIGNET_CHECK(check_decided(policy.typs_, policy.any_typ_, "typ"));
  SIGNET_CHECK(check_bounds(policy.leeway_, policy.max_age_, policy.max_size_));
  SIGNET_CHECK(check_own_rules(policy.required_, policy.checks_));
  if (policy.asks_for_revocations_ && !policy.revocations_) return fail(Errc::policy_incomplete, "revocations");
  SIGNET_TRY(const DatedPolicy* dated, find_dated(policy.dated_));
  if (dated != nullptr)
    policy.required_.insert(policy.required_.end(), dated->required_claims.begin(), dated->required_claims.end());

  ClaimRules rules;
  rules.issuers = std::move(policy.issuers_);
  rules.audiences = std::move(policy.audiences_);
  rules.typs = std::move(policy.typs_);
  rules.typ_may_be_absent = policy.typ_may_be_absent_;
  rules.leeway = policy.leeway_;
  rules.max_age = policy.max_age_;
  rules.profiles = profiles;
  rules.registered_claims = policy.registered_claims_;
  rules.required = distinct_required(policy.required_, rules);
  rules.revocations = {.source = std::move(policy.revocations_), .grant_claim = std::move(policy.grant_claim_)};
  rules.checks = std::move(policy.checks_);
  return rules;
}

Result<AlgorithmSet> PolicyReader::algorithms(const Policy& policy) {
  AlgorithmSet rows = policy.algorithms_;
  const std::vector<std::string_view> names(policy.algorithm_names_.begin(), policy.algorithm_names_.end());
  SIGNET_TRY(const AlgorithmSet named, AlgorithmSet::of(names));
  for (const SignatureAlgorithm* row : named.rows()) rows.add(*row);
  SIGNET_TRY(const DatedPolicy* dated, find_dated(policy.dated_));
  if (rows.empty() && dated != nullptr) return AlgorithmSet::of(dated->algorithms);
  if (rows.empty()) return fail(Errc::policy_incomplete, "alg", &kDecided);
  return rows;
}

Result<std::optional<EncryptionRules>> PolicyReader::encryption(const Policy& policy,
                                                                std::shared_ptr<const DecryptionKeySource> keys) {
  if (!policy.encryption_) {
    if (keys || policy.shared_key_claims_) return fail(Errc::policy_incomplete, "encryption");
    return std::nullopt;
  }
  if (!keys) return fail(Errc::policy_incomplete, "decryption_keys");
  EncryptionRules rules{
      .policy = *policy.encryption_, .keys = std::move(keys), .shared_key_claims = policy.shared_key_claims_};
  rules.policy.max_size = policy.max_size_;
  rules.policy.max_inflated = std::min(rules.policy.max_inflated, policy.max_size_);
  SIGNET_CHECK(jwe::check_policy(rules.policy));
  return rules;
}

bool PolicyReader::has_algorithms(const Policy& policy) noexcept {
  return !policy.algorithm_names_.empty() || !policy.algorithms_.empty() || policy.dated_.has_value();
}

}  // namespace signet::jwt
