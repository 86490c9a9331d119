// signet policy show
#include <chrono>
#include <cstdint>

#include "cli/invocation.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "cli/text.h"
#include "signet/algorithm.h"
#include "signet/policy_table.h"
#include "try.h"

namespace signet::cli {
namespace {

using jwt::DatedPolicy;

std::int64_t to_count(Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}
std::int64_t to_count(std::size_t number) {
  return static_cast<std::int64_t>(number);
}

struct Number {
  std::string_view name;
  std::string_view unit;
  std::int64_t (*value)(const DatedPolicy&);
};
constexpr Number kNumbers[] = {
    {"clock_skew", "s", [](const DatedPolicy& policy) { return to_count(policy.leeway); }},
    {"max_clock_skew", "s", [](const DatedPolicy& policy) { return to_count(policy.max_leeway); }},
    {"rsa_min_bits", "", [](const DatedPolicy& policy) { return to_count(policy.rsa_min_bits); }},
    {"rsa_max_bits", "", [](const DatedPolicy& policy) { return to_count(policy.rsa_max_bits); }},
    {"max_jwt", "octets", [](const DatedPolicy& policy) { return to_count(policy.max_jwt); }},
    {"max_jws", "octets", [](const DatedPolicy& policy) { return to_count(policy.max_jws); }},
    {"max_header", "octets", [](const DatedPolicy& policy) { return to_count(policy.max_header); }},
    {"max_kid", "octets", [](const DatedPolicy& policy) { return to_count(policy.max_kid); }},
    {"max_json_depth", "", [](const DatedPolicy& policy) { return to_count(policy.max_json_depth); }},
    {"max_key_candidates", "", [](const DatedPolicy& policy) { return to_count(policy.max_key_candidates); }},
    {"max_signatures", "", [](const DatedPolicy& policy) { return to_count(policy.max_signatures); }},
    {"max_key_trials", "", [](const DatedPolicy& policy) { return to_count(policy.max_key_trials); }},
    {"max_jwe", "octets", [](const DatedPolicy& policy) { return to_count(policy.max_jwe); }},
    {"max_recipients", "", [](const DatedPolicy& policy) { return to_count(policy.max_recipients); }},
    {"max_inflated", "octets", [](const DatedPolicy& policy) { return to_count(policy.max_inflated); }},
    {"min_iterations", "", [](const DatedPolicy& policy) { return to_count(policy.min_iterations); }},
    {"max_iterations", "", [](const DatedPolicy& policy) { return to_count(policy.max_iterations); }},
    {"max_key_set_keys", "", [](const DatedPolicy& policy) { return to_count(policy.max_key_set_keys); }},
    {"max_key_set_text", "octets", [](const DatedPolicy& policy) { return to_count(policy.max_key_set_text); }},
};

// What the rows of symmetric algorithms ask of a key; it is the same for every policy.
template <class Visit>
void for_each_symmetric(Visit visit) {
  for (const SignatureAlgorithm* row : signature_algorithms())
    if (const AlgorithmInfo info = describe(*row); info.min_key_octets != 0) visit(info);
}

std::string joined(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) out += (out.empty() ? "" : " ") + std::string(name);
  return out.empty() ? "none" : out;
}

std::string to_text(const DatedPolicy& policy, const Console& console) {
  Facts facts;
  facts.add("policy", policy.name);
  facts.add("algorithms", joined(policy.algorithms));
  facts.add("required_claims", joined(policy.required_claims));
  std::string octets;
  for_each_symmetric([&](const AlgorithmInfo& info) {
    octets += text("{}{} {}", octets.empty() ? "" : ", ", info.name, info.min_key_octets);
  });
  facts.add("min_hmac_octets", octets);
  for (const Number& row : kNumbers)
    facts.add(row.name, text("{}{}{}", row.value(policy), row.unit.empty() ? "" : " ", row.unit));
  return facts.to_text(console);
}

void write_names(json::Writer& out, std::string_view name, std::span<const std::string_view> names) {
  out.key(name).begin_array();
  for (const std::string_view element : names) out.string(element);
  out.end_array();
}

std::string to_json(const DatedPolicy& policy) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("policy", policy.name);
  write_names(out, "algorithms", policy.algorithms);
  write_names(out, "required_claims", policy.required_claims);
  out.key("min_hmac_octets").begin_object();
  for_each_symmetric([&](const AlgorithmInfo& info) { out.key(info.name).integer(info.min_key_octets); });
  out.end_object();
  for (const Number& row : kNumbers) out.key(row.name).integer(row.value(policy));
  out.end_object();
  return out.take_string();
}

Outcome<> run_policy_show(Invocation& run) {
  const DatedPolicy* policy = &jwt::current_policy();
  if (!run.args.positionals().empty()) policy = jwt::find_dated_policy(run.args.positionals().front());
  if (policy == nullptr) return usage("NAME", "there is no policy of this name", "signet policy list has the names");
  if (run.json()) return run.console.write_json(to_json(*policy));
  return run.console.write(to_text(*policy, run.console));
}

}  // namespace

constinit const Command rows::policy_show = {
    .section = kReference,
    .name = "policy show",
    .summary = "print a dated policy: algorithms, claims, limits",
    .about =
        "Prints what Signet recommends and enforces. algorithms and required_claims apply where the policy is named, "
        "by "
        "signet verify --policy; every other line holds always. clock_skew is what --leeway is unless it is given. "
        "Without NAME the current policy is shown.",
    .positional = {.name = "NAME", .help = "a name from signet policy list", .required = false},
    .groups = {},
    .example = "signet policy show 2026-11",
    .run = run_policy_show,
};

}  // namespace signet::cli
