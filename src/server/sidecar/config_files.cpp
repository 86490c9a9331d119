// Whether the files of a configuration are there and hold what they should.
#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "codec/file.h"
#include "codec/pem.h"
#include "net/tls.h"
#include "server/sidecar/config_read.h"
#include "server/sidecar/files.h"
#include "signet/jwk_set.h"

namespace signet::server {
namespace {

using config::Setting;

constexpr std::size_t kLeastNonceKey = 32;
constexpr std::size_t kMaxCertificates = 1u << 20;
constexpr std::size_t kMaxBlocks = 1'000;

std::string unreadable(const std::string& path) {
  return fmt::format("the file {} cannot be read: is it there, and may the sidecar read it?", config::shown(path));
}

void check_tls(const TlsFiles& files, const Setting& table) {
  const auto context = net::TlsContext::load(to_tls_options(files));
  if (context) return;
  const Error& error = context.error();
  std::string_view name = "certificate";
  if (error.subject == files.client_authorities) name = "client_authorities";
  if (error.subject == files.key) name = "key";
  if (error.code == Errc::file_unreadable)
    table.fault_at(name, unreadable(error.subject));
  else if (error.code == Errc::certificate_mismatch)
    table.fault_at(name, "the key is not that of the certificate: name the two that belong together");
  else
    table.fault_at(name, name == "key" ? "the file holds no private key in PEM that is not encrypted"
                                       : "the file holds no certificate in PEM");
}

/// Whether the file has blocks of this kind.
void check_certificates(const std::string& path, std::string_view name, const Setting& table) {
  const auto content = codec::read_file(path, kMaxCertificates);
  if (!content) return table.fault_at(name, unreadable(path));
  const auto blocks = codec::parse_pem(as_text(content->expose()), kMaxBlocks);
  const auto is_certificate = [](const codec::PemBlock& block) { return block.label == "CERTIFICATE"; };
  if (!blocks || std::ranges::none_of(*blocks, is_certificate))
    table.fault_at(name, "the file holds no certificate in PEM");
}

bool has_key_for(const JwkSet& keys, const std::vector<std::string>& algorithms) {
  return std::ranges::any_of(keys.entries(), [&](const KeySetEntry& entry) {
    return entry.key && std::ranges::any_of(algorithms, [&](const std::string& name) {
             const SignatureAlgorithm* row = find_signature_algorithm(name);
             return row != nullptr && entry.key->check_fit(*row).has_value();
           });
  });
}

bool is_not_public(const KeySetEntry& entry) {
  return entry.problem && (entry.problem->code == Errc::private_key || entry.problem->code == Errc::symmetric_key);
}

void check_keys(const IssuerConfig& issuer, const SidecarConfig& config, const Setting& table) {
  const auto* file = std::get_if<KeySetFile>(&issuer.keys);
  if (file == nullptr) return;
  const std::string_view name = file->is_private ? "keys_file" : "jwks_file";
  const auto keys = load_keys(*file);
  if (!keys && keys.error().code == Errc::file_unreadable) return table.fault_at(name, unreadable(file->path));
  if (!keys)
    return table.fault_at(
        name, fmt::format("the file is no JWK Set ({}): signet jwks make writes one", name_of(keys.error().code)));
  if (std::ranges::any_of(keys->entries(), is_not_public))
    return table.fault_at(name,
                          "the file holds a key that is not public: signet key public makes one, or name it as "
                          "keys_file");
  for (const PolicyConfig& policy : config.policies) {
    const bool is_of_it = std::ranges::find(policy.issuers, issuer.name) != policy.issuers.end();
    if (is_of_it && !has_key_for(*keys, policy.algorithms))
      table.fault_at(name, fmt::format("no key of the file fits an algorithm of policy {}: signet jwks lint says what "
                                       "the keys are",
                                       policy.name));
  }
}

void check_nonce_key(const std::string& path, const Setting& dpop) {
  const auto content = read_nonce_key(path);
  if (!content && content.error().code == Errc::file_unreadable)
    dpop.fault_at("nonce_key_file", unreadable(path));
  else if (!content || content->size() < kLeastNonceKey)
    dpop.fault_at("nonce_key_file", "the file has to hold 32 to 4096 octets: openssl rand -out FILE 32 makes them");
}

void check_algorithms(const std::vector<std::string>& names, const Setting& table) {
  for (const std::string& name : names)
    if (const SignatureAlgorithm* row = find_signature_algorithm(name); row != nullptr && !describe(*row).available)
      table.fault_at("algorithms", fmt::format("libcrypto on this machine does not have {}: leave it out", name));
}

void check_policy_files(const PolicyConfig& policy, const Setting& table) {
  check_algorithms(policy.algorithms, table);
  const auto dpop = table.find("dpop");
  if (!policy.dpop || !dpop) return;
  check_algorithms(policy.dpop->algorithms, *dpop);
  if (!policy.dpop->nonce_key_file.empty()) check_nonce_key(policy.dpop->nonce_key_file, *dpop);
}

/// A file that is made has to have a folder.
bool has_folder(const std::string& path) {
  std::error_code failure;
  const auto folder = std::filesystem::path(path).parent_path();
  return folder.empty() || std::filesystem::is_directory(folder, failure);
}

void check_folders(const SidecarConfig& config, const Setting& root) {
  if (const auto log = root.find("log"); log && config.log.file != "-" && !has_folder(config.log.file))
    log->fault_at("file", "there is no such folder: make it, or write another file");
  const auto lacks_folder = [](const ListenAt& at) { return !at.path.empty() && !has_folder(at.path); };
  if (std::ranges::any_of(config.listen, lacks_folder))
    root.fault_at("listen", "there is no folder for the socket: make it, or use another path");
  if (std::ranges::any_of(config.status_listen, lacks_folder))
    root.fault_at("status_listen", "there is no folder for the socket: make it, or use another path");
}

}  // namespace

void check_files(const SidecarConfig& config, const Setting& root) {
  check_folders(config, root);
  if (const auto tls = root.find("tls"); tls && config.tls) check_tls(*config.tls, *tls);
  if (const auto fetch = root.find("fetch"); fetch && !config.fetch.ca_file.empty())
    check_certificates(config.fetch.ca_file, "ca_file", *fetch);
  const auto issuers = root.find("issuers");
  const auto policies = root.find("policies");
  if (!issuers || !policies) return;
  for (const IssuerConfig& issuer : config.issuers)
    if (const auto table = issuers->find(issuer.name)) check_keys(issuer, config, *table);
  for (const PolicyConfig& policy : config.policies)
    if (const auto table = policies->find(policy.name)) check_policy_files(policy, *table);
}

}  // namespace signet::server
