// Members that several records have.
#include <fmt/core.h>

#include <algorithm>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "server/config/json_node.h"
#include "server/tenancy/record_rows.h"
#include "signet/algorithm.h"
#include "signet/claim_registry.h"
#include "signet/jwk_set.h"

namespace signet::server {
namespace {

using config::Setting;

constexpr Duration kShortestLifetime = std::chrono::seconds(10);

/// What the server says of each token by itself.
constexpr std::string_view kOwnClaims[] = {"iss",       "sub",   "aud", "exp",       "nbf", "iat",
                                           "jti",       "scope", "cnf", "client_id", "act", "may_act",
                                           "auth_time", "acr",   "amr", "azp",       "sid", "authorization_details",
                                           "grant_id"};

//= rfc6749#appendix-A.4 scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
bool is_scope(std::string_view text) noexcept {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= '\x21' && c <= '\x7e') && c != '"' && c != '\\'; });
}

}  // namespace

void read_scopes(const Setting& setting, std::vector<std::string>& into) {
  into.clear();
  for (const Setting& element : setting.elements(true)) {
    auto text = element.text();
    if (!text) continue;
    if (!is_scope(*text))
      element.fault("a scope is one word of visible ASCII characters other than \" and \\");
    else if (std::ranges::find(into, *text) != into.end())
      element.fault("this stands in the list twice: leave one out");
    else
      into.push_back(*std::move(text));
  }
}

void read_claims(const Setting& setting, std::vector<ClaimRule>& into) {
  into.clear();
  if (!setting.is_table()) return;
  for (const auto& [name, member] : setting.members()) {
    if (std::ranges::find(kOwnClaims, name) != std::end(kOwnClaims))
      member.fault("the server itself says what this claim is: leave it out");
    else
      into.push_back({.claim = std::string(name), .json = config::to_json(member.node())});
  }
}

void read_key_set(const Setting& setting, std::string& into) {
  if (!setting.is_table()) return;
  std::string text = config::to_json(setting.node());
  if (setting.find("kty")) text = fmt::format("{{\"keys\":[{}]}}", text);
  const auto set = JwkSet::parse(text);
  if (!set) return setting.fault(fmt::format("this is no JWK Set: {}", to_string(set.error())));
  for (const KeySetEntry& entry : set->entries())
    if (entry.problem)
      return setting.fault(fmt::format("a key of the set cannot be used: {}", to_string(*entry.problem)));
  if (set->entries().empty()) return setting.fault("the set has no key");
  into = std::move(text);
}

void read_https_url(const Setting& setting, std::string& into) {
  auto text = setting.text();
  if (!text) return;
  const auto uri = codec::parse_uri(*text);
  const bool is_http = uri && (codec::has_scheme(*uri, "https") || codec::has_scheme(*uri, "http"));
  if (!is_http || uri->host.empty() || uri->userinfo || uri->fragment)
    return setting.fault("write an https URL without a user name and a fragment");
  into = *std::move(text);
}

void read_algorithms(const Setting& setting, std::vector<std::string>& into, bool with_symmetric) {
  into.clear();
  for (std::string& name : setting.texts()) {
    const SignatureAlgorithm* row = find_signature_algorithm(name);
    const bool is_symmetric = row != nullptr && describe(*row).kty == "oct";
    if (row == nullptr)
      setting.fault(fmt::format("there is no algorithm {}: `signet algorithms` lists them", config::shown(name)));
    else if (!describe(*row).available)
      setting.fault(fmt::format("{} is not to be had on this machine", name));
    else if (is_symmetric && !with_symmetric)
      setting.fault(fmt::format("{} is symmetric: who verifies could sign as well", name));
    else
      into.push_back(std::move(name));
  }
}

void read_lifetime(const Setting& setting, std::optional<Duration>& into) {
  into = setting.duration(kShortestLifetime, kLongestTokenLifetime);
}

}  // namespace signet::server
