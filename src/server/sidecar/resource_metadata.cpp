#include "server/sidecar/resource_metadata.h"

#include <algorithm>

#include "signet/dpop.h"
#include "signet/json.h"

namespace signet::server {
namespace {

template <class Texts>
void add_list(json::Writer& writer, std::string_view name, const Texts& texts) {
  writer.key(name).begin_array();
  for (const auto& text : texts) writer.string(text);
  writer.end_array();
}

void add_proof_algorithms(json::Writer& writer, const DpopConfig& dpop) {
  constexpr std::string_view kName = "dpop_signing_alg_values_supported";
  if (!dpop.algorithms.empty()) return add_list(writer, kName, dpop.algorithms);
  std::vector<std::string_view> names;
  const auto all = dpop::asymmetric_algorithms();  // the loop would not keep it alive
  for (const SignatureAlgorithm* row : all.rows()) names.push_back(describe(*row).name);
  add_list(writer, kName, names);
}

}  // namespace

std::string metadata_url(std::string_view resource) {
  const std::size_t host = resource.find("://");
  const std::size_t end = resource.find_first_of("/?", host == std::string_view::npos ? 0 : host + 3);
  std::string_view rest = end == std::string_view::npos ? std::string_view() : resource.substr(end);
  std::string url(resource.substr(0, end));
  //= rfc9728#3.1 a slash that ends what follows the host is removed
  if (rest == "/") rest = {};
  return url.append(kMetadataPath).append(rest);
}

std::string resource_metadata(const PolicyConfig& policy, std::span<const std::string_view> authorization_servers) {
  if (policy.resource.empty()) return {};
  json::Writer writer;
  writer.begin_object().member("resource", policy.resource);
  add_list(writer, "authorization_servers", authorization_servers);
  if (!policy.demands.scopes.empty()) add_list(writer, "scopes_supported", policy.demands.scopes);
  add_list(writer, "bearer_methods_supported", std::initializer_list<std::string_view>{"header"});
  writer.member("resource_name", policy.realm);
  if (policy.certificates) writer.key("tls_client_certificate_bound_access_tokens").boolean(true);
  if (policy.dpop) {
    add_proof_algorithms(writer, *policy.dpop);
    const bool is_only = policy.binding == resource::Binding::required && !policy.certificates;
    writer.key("dpop_bound_access_tokens_required").boolean(is_only);
  }
  return writer.end_object().take_string();
}

}  // namespace signet::server
