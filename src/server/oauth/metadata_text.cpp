#include "server/oauth/metadata_text.h"

#include <algorithm>
#include <set>

#include "server/oauth/client_auth.h"
#include "server/oauth/endpoint.h"
#include "server/oauth/grant.h"
#include "signet/dpop.h"
#include "signet/json.h"

namespace signet::server::oauth {
namespace {

void write_list(json::Writer& writer, std::string_view name, const std::vector<std::string>& values) {
  writer.key(name).begin_array();
  for (const std::string& value : values) writer.string(value);
  writer.end_array();
}

std::vector<std::string> names_of(const AlgorithmSet& set) {
  std::vector<std::string> names;
  for (const SignatureAlgorithm* row : set.rows()) names.emplace_back(describe(*row).name);
  return names;
}

std::vector<std::string> methods() {
  std::vector<std::string> names;
  for (const ClientAuth* method : client_auths()) names.emplace_back(method->name);
  return names;
}

/// Those of an endpoint where a client has to authenticate.
std::vector<std::string> confidential_methods() {
  std::vector<std::string> names;
  for (const ClientAuth* method : client_auths())
    if (method->name != "none") names.emplace_back(method->name);
  return names;
}

std::vector<std::string> assertion_algorithms() {
  std::vector<std::string> names = names_of(dpop::asymmetric_algorithms());
  names.emplace_back("HS256");
  return names;
}

std::vector<std::string> scopes_of(const Settings& settings) {
  std::set<std::string> scopes;
  for (const auto& [audience, api] : settings.apis) scopes.insert(api->record.scopes.begin(), api->record.scopes.end());
  return {scopes.begin(), scopes.end()};
}

std::vector<std::string> signing_algorithms(const keyring::Ring& ring) {
  std::vector<std::string> names;
  for (const keyring::KeyInfo& key : ring.keys())
    if (std::ranges::find(names, key.alg) == names.end()) names.push_back(key.alg);
  return names;
}

void write_authentication(json::Writer& writer, std::string_view endpoint, const std::vector<std::string>& names) {
  const std::string prefix(endpoint);
  write_list(writer, prefix + "_auth_methods_supported", names);
  write_list(writer, prefix + "_auth_signing_alg_values_supported", assertion_algorithms());
}

}  // namespace

std::string metadata_text(const Settings& settings, const keyring::Ring& ring) {
  json::Writer writer;
  writer.begin_object().member("issuer", settings.issuer);
  for (const EndpointRow* row : endpoints())
    if (!row->metadata.empty()) writer.member(row->metadata, settings.issuer + std::string(row->path));
  if (const auto scopes = scopes_of(settings); !scopes.empty()) write_list(writer, "scopes_supported", scopes);
  // Required by RFC 8414 section 2; there is no authorization endpoint.
  write_list(writer, "response_types_supported", {});
  std::vector<std::string> types;
  for (const Grant* grant : grants()) types.emplace_back(grant->type);
  write_list(writer, "grant_types_supported", types);
  write_authentication(writer, "token_endpoint", methods());
  write_authentication(writer, "introspection_endpoint", confidential_methods());
  write_authentication(writer, "revocation_endpoint", methods());
  write_list(writer, "introspection_signing_alg_values_supported", signing_algorithms(ring));
  write_list(writer, "dpop_signing_alg_values_supported", names_of(dpop::asymmetric_algorithms()));
  return writer.end_object().take_string();
}

}  // namespace signet::server::oauth
