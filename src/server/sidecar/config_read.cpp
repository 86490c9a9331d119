#include "server/sidecar/config_read.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

#include "server/sidecar/config_rows.h"

namespace signet::server {
namespace {

using config::Fault;
using config::Setting;

SidecarConfig standard_config() {
  SidecarConfig config{.listen = {{.address = "127.0.0.1", .port = 4180}}};
  for (const std::string_view range : {"127.0.0.0/8", "::1"})
    if (const auto parsed = net::IpRange::parse(range)) config.trusted_proxies.push_back(*parsed);
  return config;
}

/// Metadata are served by the path of the resource, so it has to tell policies apart.
void check_resources(const Setting& root, const SidecarConfig& config) {
  std::map<std::string_view, std::string_view> seen;
  const auto policies = root.find("policies");
  for (const PolicyConfig& policy : config.policies) {
    if (policy.resource.empty() || !policies) continue;
    const auto [at, is_new] = seen.emplace(policy.resource, policy.name);
    const auto section = policies->find(policy.name);
    if (!is_new && section)
      section->fault_at("resource", fmt::format("policy {} has the same: write each resource once", at->second));
  }
}

SidecarConfig read(const Setting& root) {
  SidecarConfig config = standard_config();
  config::read_table(root, main_rows(), config);
  check_resources(root, config);
  return config;
}

std::expected<SidecarConfig, std::vector<Fault>> read_all(std::string_view text, const std::filesystem::path& folder,
                                                          bool with_files) {
  const auto document = config::parse_document(text);
  if (!document) return std::unexpected(std::vector<Fault>{document.error()});
  config::Faults faults;
  const Setting root(*document, {}, faults, folder);
  SidecarConfig config = read(root);
  if (faults.empty() && with_files) check_files(config, root);
  if (!faults.empty()) return std::unexpected(faults.take());
  return config;
}

}  // namespace

std::expected<SidecarConfig, std::vector<Fault>> read_sidecar_config(std::string_view text,
                                                                     const std::filesystem::path& folder) {
  return read_all(text, folder, false);
}

std::expected<SidecarConfig, std::vector<Fault>> check_sidecar_config(std::string_view text,
                                                                      const std::filesystem::path& folder) {
  return read_all(text, folder, true);
}

std::vector<ConfigSection> sidecar_sections() {
  constexpr config::KeyRow kHeader{"FIELD", "TEXT", "the claim whose value the field FIELD of the answer has", ""};
  return {
      {"", "These stand before all tables.", keys_of(main_rows())},
      {"[tls]", "With it, the sidecar speaks TLS at its addresses.", keys_of(tls_rows())},
      {"[log]", "What is logged, one decision a line.", keys_of(log_rows())},
      {"[fetch]", "How keys, metadata and revocations are fetched.", keys_of(fetch_rows())},
      {"[issuers.NAME]", "Whose tokens are judged; NAME is what policies call it. At least one is needed.",
       keys_of(issuer_rows())},
      {"[issuers.NAME.revocations]", "With it, tokens that this feed revokes are refused.",
       keys_of(revocations_rows())},
      {"[policies.NAME]", "What a token has to be; proxies ask for NAME. At least one is needed.",
       keys_of(policy_rows())},
      {"[policies.NAME.dpop]", "With it, tokens may be bound to a key of the client (RFC 9449); it may be empty.",
       keys_of(dpop_rows())},
      {"[policies.NAME.cookie]", "With it, a token may come in a cookie.", keys_of(cookie_rows())},
      {"[policies.NAME.headers]", "Further fields of the answer, such as Remote-User = \"sub\".", {kHeader}},
  };
}

}  // namespace signet::server
