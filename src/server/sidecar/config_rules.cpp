// What the rows of a policy cannot say one by one.
#include <fmt/core.h>

#include <algorithm>

#include "server/sidecar/config_rows.h"
#include "server/sidecar/token_policy.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"

namespace signet::server {
namespace {

using config::Setting;

const IssuerConfig* find_issuer(const SidecarConfig& config, std::string_view name) {
  const auto found = std::ranges::find(config.issuers, name, &IssuerConfig::name);
  return found == config.issuers.end() ? nullptr : &*found;
}

void check_names(const Setting& setting, PolicyConfig& policy, const SidecarConfig& config) {
  std::vector<std::string_view> names;
  names.reserve(config.issuers.size());
  for (const IssuerConfig& issuer : config.issuers) names.emplace_back(issuer.name);
  for (const Setting& element : setting.elements()) {
    const auto* name = std::get_if<std::string>(&element.node().value);
    if (name == nullptr || name->empty() || find_issuer(config, *name) != nullptr) continue;
    std::erase(policy.issuers, *name);
    element.fault(fmt::format("there is no [issuers.{}]: {}write the name of an issuer of this file",
                              config::shown(*name), config::did_you_mean(*name, names)));
  }
}

/// A token says which issuer it is of, and then one set of keys has to be meant.
void check_issuers(const Setting& table, PolicyConfig& policy, const SidecarConfig& config) {
  const auto setting = table.find("issuers");
  if (setting) {
    check_names(*setting, policy, config);
  } else {
    for (const IssuerConfig& issuer : config.issuers) policy.issuers.push_back(issuer.name);
  }
  std::vector<std::string_view> identifiers;
  identifiers.reserve(policy.issuers.size());
  for (const std::string& name : policy.issuers) identifiers.emplace_back(find_issuer(config, name)->issuer);
  std::ranges::sort(identifiers);
  const auto twice = std::ranges::adjacent_find(identifiers);
  if (twice != identifiers.end() && !twice->empty())
    table.fault_at("issuers", "two of the issuers have the same issuer: name one of them");
}

void check_audience(const Setting& table, const PolicyConfig& policy) {
  if (!table.has("audiences") && !policy.any_audience)
    table.fault_at("audiences", "is missing: write audiences = [\"...\"], or any_audience = true");
  if (table.has("audiences") && policy.any_audience)
    table.fault_at("any_audience", "contradicts audiences: leave one of the two out");
}

void check_typ(const Setting& table, const PolicyConfig& policy) {
  if (table.has("typ") && policy.any_typ) table.fault_at("any_typ", "contradicts typ: leave one of the two out");
  if (policy.any_typ && decides_typ(policy.profile))
    table.fault_at("any_typ", "contradicts profile, which decides the typ: leave it out");
  // Nothing tells tokens of such a profile from others.
  const bool is_open = policy.profile != nullptr && !decides_typ(policy.profile);
  if (is_open && !table.has("typ") && !policy.any_typ)
    table.fault_at("typ", "is missing, since the profile has none: write typ = [\"...\"], or any_typ = true");
}

/// A key that is published cannot be a secret that signer and verifier share.
void check_symmetric(const Setting& table, const PolicyConfig& policy, const SidecarConfig& config) {
  const auto is_public = [&](const std::string& name) {
    const auto* file = std::get_if<KeySetFile>(&find_issuer(config, name)->keys);
    return file == nullptr || !file->is_private;
  };
  const auto found = std::ranges::find_if(policy.issuers, is_public);
  if (found == policy.issuers.end()) return;
  for (const std::string& name : policy.algorithms)
    if (describe(*find_signature_algorithm(name)).kty == "oct")
      table.fault_at("algorithms",
                     fmt::format("{} is symmetric, and the keys of issuer {} are public: leave it out, or "
                                 "give that issuer a keys_file",
                                 name, *found));
}

void check_proofs(const Setting& table, const PolicyConfig& policy) {
  if (policy.binding == resource::Binding::required && !policy.dpop && !policy.certificates)
    table.fault_at("binding", "nothing can bind a token: write [...dpop], or certificates = true");
  if (policy.dpop && !policy.dpop->nonces && !policy.dpop->nonce_key_file.empty())
    if (const auto dpop = table.find("dpop"))
      dpop->fault_at("nonce_key_file", "there are no nonces: write nonces = true");
}

}  // namespace

void check_policy(const Setting& table, PolicyConfig& policy, const SidecarConfig& config) {
  if (table.faults().is_full()) return;
  check_issuers(table, policy, config);
  check_audience(table, policy);
  check_typ(table, policy);
  check_symmetric(table, policy, config);
  check_proofs(table, policy);
}

void check_build(const Setting& table, const PolicyConfig& policy) {
  auto tokens = token_policy(policy);
  if (!tokens) return;  // an algorithm that is not known has been told
  tokens->any_issuer();
  const auto verifier = jwt::Verifier::build(*std::move(tokens), JwkSet::of({}));
  if (verifier) return;
  const Error& error = verifier.error();
  if (error.code == Errc::policy_incomplete && error.subject == "typ")
    table.fault_at("typ", "tokens of this profile have another typ: leave typ out");
  else
    table.fault(fmt::format("no verifier can be made of this policy: {}", to_string(error)));
}

}  // namespace signet::server
