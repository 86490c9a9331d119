#include "cli/demands.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "cli/keys.h"
#include "cli/text.h"
#include "signet/policy_table.h"
#include "try.h"

namespace signet::cli {
namespace {

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

Outcome<> read_times(const Invocation& run, Demands& demands) {
  if (run.args.has("--leeway")) {
    SIGNET_TRY(demands.leeway, run.duration("--leeway"));
    if (demands.leeway > jwt::kMaxLeeway)
      return usage("--leeway", "the leeway is more than 60s", "clocks that differ more have to be set");
  }
  if (run.args.has("--max-age")) {
    SIGNET_TRY(const Duration age, run.duration("--max-age"));
    if (age == Duration::zero()) return usage("--max-age", "no token can be that young", "write --max-age 10m");
    demands.max_age = age;
  }
  return {};
}

struct BrokenPlace {
  std::string_view subject;
  std::string_view hint;
};
constexpr BrokenPlace kBrokenPlaces[] = {
    {"name", "it begins with the name of a claim, with /a/b for a member inside, or with a name in single quotes"},
    {"operator", "after the name comes ==, !=, <, <=, >, >=, contains, contains any, contains all, in or exists"},
    {"value", "a value is text in single quotes, an integer, true, false or null; a list is ['a', 'b']"},
    {"end", "one requirement compares once; give --require again for the next one"},
};

Failure broken_requirement(Error error) {
  Failure failure(std::move(error));
  for (const BrokenPlace& place : kBrokenPlaces)
    if (place.subject == failure.error.subject) failure.hint = place.hint;
  return failure;
}

/// What is not only names is a requirement.
Outcome<> read_requirements(const Invocation& run, Demands& demands) {
  for (const std::string& value : run.args.values("--require")) {
    if (!value.starts_with('/') && value.find_first_of(" '<>=![]") == std::string::npos) {
      SIGNET_TRY(const std::vector<std::string> names, split_list("--require", value));
      demands.required.insert(demands.required.end(), names.begin(), names.end());
      continue;
    }
    auto requirement = jwt::Requirement::parse(value);
    if (!requirement) return std::unexpected(broken_requirement(std::move(requirement).error()));
    demands.requirements.push_back(*std::move(requirement));
  }
  return {};
}

}  // namespace

Outcome<Demands> read_demands(const Invocation& run) {
  SIGNET_CHECK(check_decided(run.args));
  Demands demands;
  SIGNET_TRY(demands.max_size, run.max_size(jwt::kMaxSize, jws::kMaxSize));
  demands.issuers = run.args.values("--issuer");
  demands.audiences = run.args.values("--audience");
  demands.typs = run.args.values("--typ");
  demands.any_typ = run.args.has("--any-typ");
  SIGNET_CHECK(read_times(run, demands));
  if (const auto how = run.args.value("--registered-claims")) {
    const auto found = jwt::find_scrutiny(*how);
    if (!found) return usage("--registered-claims", "there is no such way", "write strict, warn or off");
    demands.registered_claims = *found;
  }
  SIGNET_TRY(demands.profiles, chosen_token_profiles(run.args));
  SIGNET_CHECK(read_requirements(run, demands));
  SIGNET_TRY(const jwt::DatedPolicy* dated, find_policy(run.args));
  for (const std::string_view claim : dated == nullptr ? std::span<const std::string_view>() : dated->required_claims)
    if (std::ranges::find(demands.required, claim) == demands.required.end()) demands.required.emplace_back(claim);
  return demands;
}

jwt::Policy to_policy(const Demands& demands) {
  jwt::Policy policy;
  for (const std::string& issuer : demands.issuers) policy.issuer(issuer);
  if (demands.issuers.empty()) policy.any_issuer();
  for (const std::string& audience : demands.audiences) policy.audience(audience);
  if (demands.audiences.empty()) policy.any_audience();
  for (const std::string& typ : demands.typs) policy.typ(typ);
  if (demands.any_typ) {
    policy.any_typ();
  } else if (demands.typs.empty() && !decide_typ(demands.profiles)) {
    policy.typ_jwt();
  }
  for (const jwt::Profile* profile : demands.profiles) policy.profile(*profile);
  for (const std::string& claim : demands.required) policy.require(claim);
  for (const jwt::Requirement& requirement : demands.requirements) policy.check(requirement.text(), requirement);
  if (demands.max_age) policy.max_age(*demands.max_age);
  return policy.registered_claims(demands.registered_claims).leeway(demands.leeway).max_size(demands.max_size);
}

Outcome<Trust> load_trust(Invocation& run) {
  SIGNET_TRY(const std::optional<FeedPlace> feed, feed_place(run));
  SIGNET_TRY(TrustedKeys keys, load_verification_keys(run));
  SIGNET_TRY(AlgorithmSet allowed, allowed_algorithms(run, keys.set));
  Trust trust{std::move(keys.set), std::move(allowed), std::move(keys.remote)};
  if (feed) {
    SIGNET_TRY(trust.revocations, read_feed(run, *feed, trust.keys));
  }
  return trust;
}

}  // namespace signet::cli
