// Rows of [policies.NAME].
#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "resource/challenge.h"
#include "resource/forms.h"
#include "server/sidecar/config_rows.h"
#include "signet/dpop.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr std::size_t kMaxPolicies = 1'000;
constexpr std::size_t kMaxCacheEntries = 16'777'216;  // of a CachingVerifier
constexpr Duration kMaxAge = std::chrono::hours(24 * 3'660);
constexpr Duration kLeastProofAge = std::chrono::seconds(1);

std::vector<std::string> read_algorithms(const Setting& setting) {
  std::vector<std::string_view> names;
  for (const SignatureAlgorithm* row : signature_algorithms()) names.push_back(describe(*row).name);
  std::vector<std::string> algorithms = setting.texts();
  for (const Setting& element : setting.elements()) {
    const auto* text = std::get_if<std::string>(&element.node().value);
    if (text == nullptr || find_signature_algorithm(*text) != nullptr) continue;
    std::erase(algorithms, *text);
    element.fault(*text == "none" ? "none is no signature: name the algorithm that the issuer signs with"
                                  : fmt::format("there is no algorithm {}: {}signet algorithms lists all",
                                                config::shown(*text), config::did_you_mean(*text, names)));
  }
  return algorithms;
}

/// Texts that may stand in a challenge.
std::vector<std::string> read_words(const Setting& setting) {
  std::vector<std::string> words = setting.texts();
  for (const Setting& element : setting.elements()) {
    const auto* text = std::get_if<std::string>(&element.node().value);
    if (text == nullptr || text->empty() || resource::is_word(*text)) continue;
    std::erase(words, *text);
    element.fault("write words of ASCII without spaces, quotes and backslashes, each an element of its own");
  }
  return words;
}

void read_requirements(const Setting& setting, PolicyConfig& into) {
  for (const Setting& element : setting.elements()) {
    const auto text = element.text();
    if (!text) continue;
    auto requirement = jwt::Requirement::parse(*text);
    if (requirement)
      into.demands.requirements.push_back(*std::move(requirement));
    else if (requirement.error().code == Errc::limit_exceeded)
      element.fault("the requirement is too long: at most 1024 octets and 64 values");
    else
      element.fault(fmt::format("its {} cannot be read: write it as \"roles contains 'admin'\" or \"level >= 2\"",
                                requirement.error().subject));
  }
}

constexpr std::string_view kBindings[] = {"allowed", "required"};  // in the order of resource::Binding

constexpr Row<DpopConfig> kDpop[] = {
    {{"algorithms", "[NAME, ...]", "that proofs may be signed with", "all that are not symmetric"},
     [](const Setting& setting, DpopConfig& into) {
       into.algorithms = read_algorithms(setting);
       for (const std::string& name : into.algorithms)
         if (describe(*find_signature_algorithm(name)).kty == "oct")
           setting.fault(fmt::format("{} is symmetric, and a proof shows a public key: leave it out", name));
     }},
    {{"max_age", "DURATION", "since a proof was made, at most 10m", "\"1m\""},
     [](const Setting& setting, DpopConfig& into) {
       into.max_age = setting.duration(kLeastProofAge, dpop::kMaxMaxAge);
     }},
    {{"nonces", "true|false", "proofs need a nonce of the sidecar", "false"},
     [](const Setting& setting, DpopConfig& into) { into.nonces = setting.flag().value_or(false); }},
    {{"nonce_key_file", "FILE", "32 octets or more that sidecars share which accept each other's nonces",
      "a random key"},
     [](const Setting& setting, DpopConfig& into) { into.nonce_key_file = setting.file().value_or(""); }},
};

constexpr Row<resource::CookieRules> kCookie[] = {
    {{"name", "TEXT", "of the cookie that holds the token; it begins with __Host-", kNeeded},
     [](const Setting& setting, resource::CookieRules& into) {
       into.name = setting.text().value_or("");
       if (!into.name.empty() && !resource::is_cookie_name(into.name))
         setting.fault("write __Host- and letters, digits, -, _ or .: no other host can set such a cookie");
     }},
    {{"origins", "[ORIGIN, ...]", "of pages whose requests count, beside those of the same origin", "none"},
     [](const Setting& setting, resource::CookieRules& into) {
       into.origins = setting.texts();
       if (!std::ranges::all_of(into.origins, resource::is_origin))
         setting.fault("write origins as browsers do: \"https://app.example\", in lower case, without a path");
     }},
};

constexpr Row<PolicyConfig> kPolicy[] = {
    {{"issuers", "[NAME, ...]", "whose tokens count, by their names here", "all issuers of the file"},
     [](const Setting& setting, PolicyConfig& into) { into.issuers = setting.texts(); }},
    {{"audiences", "[TEXT, ...]", "one of which aud has to name; this or any_audience is needed", ""},
     [](const Setting& setting, PolicyConfig& into) { into.audiences = setting.texts(); }},
    {{"any_audience", "true|false", "aud is not looked at", "false"},
     [](const Setting& setting, PolicyConfig& into) { into.any_audience = setting.flag().value_or(false); }},
    {{"algorithms", "[NAME, ...]", "that tokens may be signed with, as signet algorithms lists them", kNeeded},
     [](const Setting& setting, PolicyConfig& into) { into.algorithms = read_algorithms(setting); }},
    {{"profile", "ID", "the kind of token, as signet profiles lists them", ""}, read_profile},
    {{"typ", "[TEXT, ...]", "types of token, one of which the header has to name",
      "that of the profile, else JWT or none"},
     [](const Setting& setting, PolicyConfig& into) { into.typs = setting.texts(); }},
    {{"any_typ", "true|false", "typ is not looked at", "false"},
     [](const Setting& setting, PolicyConfig& into) { into.any_typ = setting.flag().value_or(false); }},
    {{"leeway", "DURATION", "by how much clocks may differ, at most 1m", "\"10s\""},
     [](const Setting& setting, PolicyConfig& into) {
       into.leeway = setting.duration(Duration::zero(), jwt::kMaxLeeway).value_or(into.leeway);
     }},
    {{"scopes", "[TEXT, ...]", "all of which scope has to hold", "none"},
     [](const Setting& setting, PolicyConfig& into) { into.demands.scopes = read_words(setting); }},
    {{"require", "[REQUIREMENT, ...]", "what claims have to say, as for signet verify --require", "nothing"},
     read_requirements},
    {{"acr_values", "[TEXT, ...]", "one of which acr has to be", "any"},
     [](const Setting& setting, PolicyConfig& into) { into.demands.acr_values = read_words(setting); }},
    {{"max_age", "DURATION", "since the user logged in (auth_time)", "any"},
     [](const Setting& setting, PolicyConfig& into) {
       into.demands.max_age = setting.duration(Duration::zero(), kMaxAge);
     }},
    {{"realm", "TEXT", "of the challenge that a refusal carries", "NAME"},
     [](const Setting& setting, PolicyConfig& into) {
       into.realm = setting.text().value_or(into.name);
       if (!resource::is_quotable(into.realm)) setting.fault("write it in ASCII, without quotes and backslashes");
     }},
    {{"resource", "URL", "the identifier of the API, whose metadata the sidecar then serves (RFC 9728)", ""},
     [](const Setting& setting, PolicyConfig& into) {
       into.resource = setting.text().value_or("");
       if (!into.resource.empty() && (!resource::is_url(into.resource) || into.resource.contains('#')))
         setting.fault("write an https URL without fragment: \"https://api.example/orders\"");
     }},
    {{"origin", "ORIGIN", "scheme and host of the API as clients know them, which proofs of DPoP name",
      "as trusted proxies say"},
     [](const Setting& setting, PolicyConfig& into) {
       into.origin = setting.text().value_or("");
       if (!into.origin.empty() && !resource::is_origin(into.origin))
         setting.fault("write an origin: \"https://api.example\", in lower case, without a path");
     }},
    {{"binding", "TEXT", "whether tokens have to be bound to a key of their client: allowed or required",
      "\"allowed\""},
     [](const Setting& setting, PolicyConfig& into) {
       if (const auto choice = setting.choice(kBindings)) into.binding = static_cast<resource::Binding>(*choice);
     }},
    {{"certificates", "true|false", "tokens may be bound to certificates of clients (RFC 8705)", "false"},
     [](const Setting& setting, PolicyConfig& into) { into.certificates = setting.flag().value_or(false); }},
    {{"claims_header", "true|false", "the answer has Signet-Claims, all claims as JSON", "false"},
     [](const Setting& setting, PolicyConfig& into) { into.claims_header = setting.flag().value_or(false); }},
    {{"cache_entries", "NUMBER", "verified tokens that are remembered, of each issuer; 0: none", "16384"},
     [](const Setting& setting, PolicyConfig& into) {
       into.cache_entries = setting.number(0, kMaxCacheEntries).value_or(into.cache_entries);
     }},
    {{"dpop", "", "tokens may be bound to keys of clients by DPoP", ""},
     [](const Setting& setting, PolicyConfig& into) { config::read_table(setting, dpop_rows(), into.dpop.emplace()); }},
    {{"cookie", "", "the token may come in a cookie", ""},
     [](const Setting& setting, PolicyConfig& into) {
       config::read_table(setting, cookie_rows(), into.cookie.emplace());
     }},
    {{"headers", "", "fields of the answer that say what claims say", ""},
     [](const Setting& setting, PolicyConfig& into) { read_headers(setting, into.headers); }},
};

}  // namespace

void read_policies(const Setting& table, SidecarConfig& into) {
  if (!table.is_table()) return;
  const auto members = table.members();
  if (members.empty()) table.fault("there is no policy: write [policies.NAME]");
  if (members.size() > kMaxPolicies) return table.fault(fmt::format("there are more than {} policies", kMaxPolicies));
  for (const auto& [name, section] : members) {
    if (section.faults().is_full()) return;
    if (!is_name(name)) {
      section.fault("name it with at most 64 letters, digits, -, _ and .");
      continue;
    }
    PolicyConfig policy{.name = std::string(name), .realm = std::string(name)};
    const std::size_t before = section.faults().size();
    config::read_table(section, policy_rows(), policy);
    check_policy(section, policy, into);
    if (section.faults().size() == before) check_build(section, policy);
    into.policies.push_back(std::move(policy));
  }
}

std::span<const Row<PolicyConfig>> policy_rows() noexcept {
  return kPolicy;
}
std::span<const Row<DpopConfig>> dpop_rows() noexcept {
  return kDpop;
}
std::span<const Row<resource::CookieRules>> cookie_rows() noexcept {
  return kCookie;
}

}  // namespace signet::server
