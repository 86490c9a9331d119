#include "cli/verify_policy.h"

#include <chrono>
#include <cstdint>
#include <utility>

#include "cli/batch_case.h"
#include "cli/keys.h"
#include "cli/text.h"
#include "cli/when.h"
#include "try.h"

namespace signet::cli {
namespace {

using std::chrono::seconds;

// Each of the two must be decided by name: by what is expected, or by "any".
struct Decision {
  std::string_view flag;
  std::string_view any_flag;
  std::string_view subject;
  std::string_view sentence;
  std::string_view hint;
};
constexpr Decision kDecisions[] = {
    {"--issuer", "--any-issuer", "issuer", "nothing says which issuer is accepted",
     "give --issuer with the exact text of iss, or --any-issuer to accept every issuer"},
    {"--audience", "--any-audience", "audience", "nothing says for whom the token must be",
     "give --audience with your own name in aud, or --any-audience to accept every audience"},
};

Outcome<> check_decided(const Arguments& args) {
  for (const Decision& decision : kDecisions) {
    if (args.has(decision.flag) && args.has(decision.any_flag))
      return usage(decision.any_flag, text("the flag contradicts {}", decision.flag), "give one of the two");
    if (args.has(decision.flag) || args.has(decision.any_flag)) continue;
    Failure failure(Error{Errc::policy_incomplete, std::string(decision.subject)});
    failure.sentence = decision.sentence;
    failure.hint = decision.hint;
    return std::unexpected(std::move(failure));
  }
  if (args.has("--typ") && args.has("--any-typ"))
    return usage("--any-typ", "the flag contradicts --typ", "give one of the two");
  return {};
}

void add_typ(const Arguments& args, jwt::Policy& policy) {
  for (const std::string& typ : args.values("--typ")) policy.typ(typ);
  if (args.has("--any-typ")) {
    policy.any_typ();
  } else if (!args.has("--typ")) {
    policy.typ_jwt();
  }
}

Outcome<> add_times(const Invocation& run, jwt::Policy& policy) {
  if (run.args.has("--leeway")) {
    SIGNET_TRY(const Duration leeway, run.duration("--leeway"));
    if (leeway > jwt::kMaxLeeway)
      return usage("--leeway", "the leeway is more than 60s", "clocks that differ more have to be set");
    policy.leeway(leeway);
  }
  if (run.args.has("--max-age")) {
    SIGNET_TRY(const Duration age, run.duration("--max-age"));
    if (age == Duration::zero()) return usage("--max-age", "no token can be that young", "write --max-age 10m");
    policy.max_age(age);
  }
  return {};
}

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

}  // namespace

Outcome<jwt::Verifier> build_verifier(Invocation& run) {
  const Arguments& args = run.args;
  SIGNET_CHECK(check_decided(args));
  SIGNET_TRY(const std::size_t max_size, run.max_size(jwt::kMaxSize, jws::kMaxSize));
  jwt::Policy policy;
  policy.max_size(max_size);
  for (const std::string& issuer : args.values("--issuer")) policy.issuer(issuer);
  if (args.has("--any-issuer")) policy.any_issuer();
  for (const std::string& audience : args.values("--audience")) policy.audience(audience);
  if (args.has("--any-audience")) policy.any_audience();
  add_typ(args, policy);
  SIGNET_CHECK(add_times(run, policy));
  SIGNET_TRY(const std::vector<std::string> required, args.list("--require"));
  for (const std::string& claim : required) policy.require(claim);
  SIGNET_TRY(const JwkSet keys, load_verification_keys(run));
  SIGNET_TRY(const AlgorithmSet allowed, allowed_algorithms(run, keys));
  policy.algorithms(allowed);
  SIGNET_TRY(jwt::Verifier verifier, jwt::Verifier::build(std::move(policy), keys));
  return verifier;
}

std::string decisions_of(const json::Value& line) {
  std::string decisions;
  for (const std::string_view name : {"key", "algs", "issuer", "audience", "typ", "leeway"}) {
    if (const auto value = line.find(name)) decisions += value->source();
    decisions += '\n';  // a line holds none, so the parts cannot run into each other
  }
  return decisions;
}

Result<jwt::Verifier> build_verifier(const json::Value& line) {
  jwt::Policy policy;
  SIGNET_CHECK(add_expectation(
      line, "issuer", [&](std::string_view text) { policy.issuer(text); }, [&] { policy.any_issuer(); }));
  SIGNET_CHECK(add_expectation(
      line, "audience", [&](std::string_view text) { policy.audience(text); }, [&] { policy.any_audience(); }));
  SIGNET_CHECK(
      add_expectation(line, "typ", [&](std::string_view text) { policy.typ(text); }, [&] { policy.any_typ(); }));
  SIGNET_CHECK(add_leeway(line, policy));
  SIGNET_TRY(const AlgorithmSet allowed, algorithms_of(line));
  policy.algorithms(allowed);
  SIGNET_TRY(const json::Value key, member_of(line, "key"));
  SIGNET_TRY(const JwkSet keys, keys_of(key));
  return jwt::Verifier::build(std::move(policy), keys);
}

}  // namespace signet::cli
