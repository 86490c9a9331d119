// What each step looks at: in the token, and in what was demanded.
#include <algorithm>
#include <chrono>

#include "cli/explanation.h"
#include "cli/inspection.h"
#include "cli/text.h"
#include "cli/when.h"
#include "signet/claims.h"

namespace signet::cli {
namespace {

using jwt::Step;
using std::chrono::floor;
using std::chrono::seconds;

constexpr std::string_view kAny = "anything";
constexpr std::string_view kAbsent = "none";
constexpr std::string_view kRegistered[] = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"};

std::string count_of(std::size_t count, std::string_view unit) {
  return text("{} {}{}", count, unit, count == 1 ? "" : "s");
}

std::string shown_or(const std::optional<json::Value>& value, std::string_view otherwise) {
  return value ? shown_value(*value) : std::string(otherwise);
}

std::string names_in(const std::optional<json::Document>& object) {
  std::vector<std::string> names;
  if (object)
    for (const auto& [name, value] : object->root().members()) names.emplace_back(name);
  return object && names.empty() ? std::string(kAbsent) : listed(names, "and");
}

std::string decryption_of(const Examined& examined) {
  const TokenParts outer = take_apart(examined.outer);
  if (!outer.header) return "no encrypted token";
  const json::Value header = outer.header->root();
  return text("alg {}, enc {}", shown_or(header.find("alg"), kAbsent), shown_or(header.find("enc"), kAbsent));
}
template <class Set>
std::string names_of(const Set& rows) {
  std::vector<std::string> names;
  for (const auto* row : rows.rows()) names.emplace_back(describe(*row).name);
  return listed(names, "or");
}
std::string wanted_decryption(const Examined& examined) {
  const bool any_content = examined.decryption->policy.encryptions.rows().size() == content_encryptions().size();
  const std::string content = any_content ? "any enc" : names_of(examined.decryption->policy.encryptions);
  return text("{}, {}", names_of(examined.decryption->policy.algorithms), content);
}

std::string form_of(const Examined& examined) {
  if (examined.decryption != nullptr && examined.token.empty()) return {};
  if (examined.token.starts_with('{')) return text("JSON, {}", count_of(examined.token.size(), "octet"));
  const std::size_t segments = examined.parts.segments.size();
  return text("{}{}, {}", segments == kMaxSegments ? "at least " : "", count_of(segments, "part"),
              count_of(examined.token.size(), "character"));
}
std::string wanted_form(const Examined& examined) {
  return text("3 parts, up to {} bytes", examined.demands.max_size);
}

std::string header_of(const Examined& examined) {
  return names_in(examined.parts.header);
}
std::string wanted_header(const Examined&) {
  return "alg; no crit";
}

std::string algorithm_of(const Examined& examined) {
  return examined.parts.header ? shown_or(examined.header("alg"), kAbsent) : "";
}
std::string wanted_algorithm(const Examined& examined) {
  return names_of(examined.trust.allowed);
}

std::string key_of(const Examined& examined) {
  if (!examined.parts.header) return {};
  const auto kid = examined.header("kid");
  return kid ? text("kid {}", shown_value(*kid)) : "no kid";
}
std::string wanted_key(const Examined& examined) {
  constexpr std::size_t kShown = 3;
  const auto entries = examined.trust.keys.entries();
  std::vector<std::string> names;
  for (const KeySetEntry& entry : entries.first(std::min(kShown, entries.size())))
    names.push_back(entry.kid.empty() ? "a key without a kid" : entry.kid);
  if (entries.size() > kShown) names.push_back(text("{} more", entries.size() - kShown));
  return names.empty() ? "a key, but the set has none" : listed(names, entries.size() > kShown ? "and" : "or");
}

std::string signature_of(const Examined& examined) {
  return examined.parts.signature ? count_of(examined.parts.signature->size(), "octet") : "";
}
std::string wanted_signature(const Examined& examined) {
  const auto alg = examined.header("alg");
  const SignatureAlgorithm* row = alg ? examined.trust.allowed.find(alg->string().value_or("")) : nullptr;
  if (row == nullptr) return "one that holds";
  const AlgorithmInfo info = describe(*row);
  return info.signature_octets == 0 ? text("{}, as long as the key", info.name)
                                    : text("{}, {}", info.name, count_of(info.signature_octets, "octet"));
}

std::string payload_of(const Examined& examined) {
  return examined.parts.payload ? count_of(examined.parts.payload->root().size(), "claim") : "";
}
std::string wanted_payload(const Examined&) {
  return "JSON";
}

std::string typ_of(const Examined& examined) {
  return examined.parts.header ? shown_or(examined.header("typ"), kAbsent) : "";
}
std::string wanted_typ(const Examined& examined) {
  if (examined.demands.any_typ) return std::string(kAny);
  const jwt::Profile* kind = kind_of(examined.demands.profiles);
  if (examined.demands.typs.empty() && kind != nullptr && !kind->needs_explicit_typ()) return accepted_typs(*kind);
  return examined.demands.typs.empty() ? "JWT or none" : listed(examined.demands.typs, "or");
}

std::string types_of(const Examined& examined) {
  std::vector<std::string> names;
  for (const std::string_view name : kRegistered)
    if (examined.claim(name)) names.emplace_back(name);
  return listed(names, "and");
}
std::string wanted_types(const Examined&) {
  return "each of its type";
}

template <const char* Name>
std::string claim_of(const Examined& examined) {
  return examined.parts.payload ? shown_or(examined.claim(Name), kAbsent) : "";
}
template <std::vector<std::string> Demands::* Expected>
std::string wanted_text(const Examined& examined) {
  const auto& names = examined.demands.*Expected;
  return names.empty() ? std::string(kAny) : listed(names, "or");
}

std::string wanted_required(const Examined& examined) {
  std::vector<std::string> names = examined.demands.required;
  for (const std::string_view name : required_claims(examined.demands.profiles))
    if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
  if (examined.demands.max_age) names.emplace_back("iat");
  return names.empty() ? "no claim" : listed(names, "and");
}
std::string claims_of(const Examined& examined) {
  return names_in(examined.parts.payload);
}

template <const char* Name>
std::string time_of(const Examined& examined) {
  const auto value = examined.claim(Name);
  if (!value) return examined.parts.payload ? std::string(kAbsent) : "";
  const auto when = jwt::parse_numeric_date(*value, Name);
  if (!when) return shown_value(*value);
  return text("{}, {}", to_date(*when), to_relative(*when, examined.now, 1));
}
std::string wanted_expiry(const Examined& examined) {
  return text("after {}", to_date(floor<seconds>(examined.now - examined.demands.leeway)));
}
std::string wanted_begin(const Examined& examined) {
  return text("by {}", to_date(floor<seconds>(examined.now + examined.demands.leeway)));
}

std::string age_of(const Examined& examined) {
  const auto value = examined.claim("iat");
  const auto when = value ? jwt::parse_numeric_date(*value, "iat") : Result<Timestamp>(fail(Errc::claim_missing));
  if (!when) return examined.parts.payload ? "no iat" : "";
  return *when > examined.now ? "0 seconds" : to_words(examined.now - *when);
}
std::string wanted_age(const Examined& examined) {
  return examined.demands.max_age ? text("at most {}", to_words(*examined.demands.max_age)) : std::string(kAny);
}

// What the registered claims of the token are; their documents say what they want.
std::string registered_of(const Examined& examined) {
  if (!examined.parts.payload) return "";
  std::vector<std::string> names;
  for (const auto& [name, value] : examined.parts.payload->root().members())
    if (jwt::find_registered_claim(name) != nullptr) names.emplace_back(name);
  return names.empty() ? "no registered claim" : listed(names, "and");
}
std::string wanted_values(const Examined& examined) {
  return examined.demands.registered_claims == jwt::Scrutiny::strict ? "by the rules of each" : std::string(kAny);
}
std::string rules_of(const Examined& examined) {
  if (!examined.parts.payload) return "";
  std::vector<std::string> names;
  for (const jwt::TokenRule& rule : jwt::token_rules()) {
    const bool repeated = !names.empty() && names.back() == rule.claim;
    if (rule.side == jwt::Side::recipient && examined.claim(rule.claim) && !repeated) names.emplace_back(rule.claim);
  }
  return names.empty() ? "no claim that needs another" : listed(names, "and");
}
std::string wanted_companions(const Examined&) {
  return "the claims that they need";
}

// What the profiles look at.
std::string profiled_claims_of(const Examined& examined) {
  if (!examined.parts.payload) return "";
  std::vector<std::string> names;
  for (const auto& [name, value] : examined.parts.payload->root().members())
    if (name_claim(examined.demands.profiles, name)) names.emplace_back(name);
  return names.empty() ? "no claim of its own" : listed(names, "and");
}
std::string wanted_profiles(const Examined& examined) {
  std::vector<std::string> ids;
  for (const jwt::Profile* profile : examined.demands.profiles) ids.emplace_back(profile->id);
  return text("as {} wants", listed(ids, "and"));
}

// What a revocation may name.
std::string revocable_of(const Examined& examined) {
  if (!examined.parts.payload) return "";
  std::vector<std::string> names;
  for (const std::string_view name : {"jti", "sid", "sub", "client_id", "azp"})
    if (examined.claim(name)) names.emplace_back(name);
  const std::string& grant = examined.trust.revocations.grant_claim;
  if (!grant.empty() && examined.claim(grant)) names.emplace_back(grant);
  names.emplace_back("its key");
  return listed(names, "and");
}
std::string wanted_unrevoked(const Examined&) {
  return "not revoked by the issuer";
}

constexpr char kIss[] = "iss";
constexpr char kAud[] = "aud";
constexpr char kExp[] = "exp";
constexpr char kNbf[] = "nbf";
constexpr char kIat[] = "iat";

constexpr StepRow kRows[] = {
    {Step::decryption, decryption_of, wanted_decryption},
    {Step::form, form_of, wanted_form},
    {Step::header, header_of, wanted_header},
    {Step::algorithm, algorithm_of, wanted_algorithm},
    {Step::key, key_of, wanted_key},
    {Step::signature, signature_of, wanted_signature},
    {Step::payload, payload_of, wanted_payload},
    {Step::typ, typ_of, wanted_typ},
    {Step::types, types_of, wanted_types},
    {Step::iss, claim_of<kIss>, wanted_text<&Demands::issuers>},
    {Step::aud, claim_of<kAud>, wanted_text<&Demands::audiences>},
    {Step::required, claims_of, wanted_required},
    {Step::exp, time_of<kExp>, wanted_expiry},
    {Step::nbf, time_of<kNbf>, wanted_begin},
    {Step::iat, time_of<kIat>, wanted_begin},
    {Step::max_age, age_of, wanted_age},
    {Step::values, registered_of, wanted_values},
    {Step::companions, rules_of, wanted_companions},
    {Step::profile, profiled_claims_of, wanted_profiles},
    {Step::revocation, revocable_of, wanted_unrevoked},
};

}  // namespace

std::span<const StepRow> step_rows() noexcept {
  return kRows;
}

}  // namespace signet::cli
