#include "cli/verify_policy.h"

#include <chrono>
#include <cstdint>
#include <utility>

#include "cli/batch_case.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

using std::chrono::seconds;

// A member that names what is expected: a string, an array of strings, or null to ignore it by name.
template <class Expect, class Ignore>
Result<> add_expectation(const json::Value& line, std::string_view name, Expect expect, Ignore ignore) {
  SIGNET_TRY(const json::Value value, member_of(line, name));
  if (value.is_null()) {
    ignore();
    return {};
  }
  if (const auto one = value.string()) {
    expect(*one);
    return {};
  }
  if (!value.is_array() || value.size() == 0) return fail(Errc::malformed_case, name);
  for (const json::Value element : value.elements()) {
    if (!element.is_string()) return fail(Errc::malformed_case, name);
    expect(*element.string());
  }
  return {};
}

Result<> add_leeway(const json::Value& line, jwt::Policy& policy) {
  const auto leeway = line.find("leeway");
  if (!leeway || leeway->is_null()) return {};
  const auto number = leeway->integer();
  if (!number || *number < 0) return fail(Errc::malformed_case, "leeway");
  if (*number > std::chrono::duration_cast<seconds>(jwt::kMaxLeeway).count())
    return fail(Errc::limit_exceeded, "leeway");
  policy.leeway(seconds(*number));
  return {};
}

/// "profile" and "typ": a profile with a typ of its own decides it, so that "typ" may be left out.
Result<> add_profiles(const json::Value& line, jwt::Policy& policy) {
  SIGNET_TRY(const Profiles profiles, profiles_of(line));
  for (const jwt::Profile* profile : profiles) policy.profile(*profile);
  if (!line.find("typ") && decide_typ(profiles)) return {};
  return add_expectation(line, "typ", [&](std::string_view text) { policy.typ(text); }, [&] { policy.any_typ(); });
}

/// Says more about a policy that does not fit its profiles.
Failure explain_policy(const Demands& demands, Error error) {
  Failure failure(std::move(error));
  const jwt::Profile* kind = kind_of(demands.profiles);
  if (failure.error.code != Errc::policy_incomplete || failure.error.subject != "typ" || kind == nullptr)
    return failure;
  failure.sentence = text("a token of the profile {} has the typ {}", kind->id, accepted_typs(*kind));
  failure.hint = demands.any_typ ? "leave out --any-typ: the profile decides" : "leave out --typ: the profile decides";
  return failure;
}

Outcome<jwt::Verifier> explained(const Demands& demands, Result<jwt::Verifier> built) {
  if (!built) return std::unexpected(explain_policy(demands, std::move(built).error()));
  return *std::move(built);
}

}  // namespace

Outcome<jwt::Verifier> build_verifier(const Demands& demands, const Trust& trust,
                                      const std::optional<Decryption>& decryption) {
  jwt::Policy policy = to_policy(demands).algorithms(trust.allowed);
  trust.revocations.add_to(policy);
  if (!decryption) return explained(demands, jwt::Verifier::build(std::move(policy), trust.keys));
  policy.encrypted(decryption->policy);
  if (decryption->shared_key_claims) policy.shared_key_claims();
  return explained(demands, jwt::Verifier::build(std::move(policy), trust.keys, decryption->keys));
}

std::string decisions_of(const json::Value& line) {
  std::string decisions;
  for (const std::string_view name : {"key", "algs", "issuer", "audience", "typ", "leeway", "profile"}) {
    if (const auto value = line.find(name)) decisions += value->source();
    decisions += '\n';  // a line holds none, so the parts cannot run into each other
  }
  return decisions;
}

Result<jwt::Verifier> build_verifier(const json::Value& line, const Revocations& revocations) {
  jwt::Policy policy;
  revocations.add_to(policy);
  SIGNET_CHECK(add_expectation(
      line, "issuer", [&](std::string_view text) { policy.issuer(text); }, [&] { policy.any_issuer(); }));
  SIGNET_CHECK(add_expectation(
      line, "audience", [&](std::string_view text) { policy.audience(text); }, [&] { policy.any_audience(); }));
  SIGNET_CHECK(add_profiles(line, policy));
  SIGNET_CHECK(add_leeway(line, policy));
  SIGNET_TRY(const AlgorithmSet allowed, algorithms_of(line));
  policy.algorithms(allowed);
  SIGNET_TRY(const json::Value key, member_of(line, "key"));
  SIGNET_TRY(const JwkSet keys, keys_of(key));
  return jwt::Verifier::build(std::move(policy), keys);
}

}  // namespace signet::cli
