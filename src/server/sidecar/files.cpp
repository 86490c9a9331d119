#include "server/sidecar/files.h"

#include "codec/file.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::size_t kMaxNonceKey = 4'096;

}  // namespace

net::TlsOptions to_tls_options(const TlsFiles& files) {
  net::TlsOptions options{.certificate_file = files.certificate, .key_file = files.key};
  if (!files.client_authorities.empty()) {
    options.client_trust = net::ClientTrust::authorities;
    options.is_client_required = true;
    options.client_authorities_file = files.client_authorities;
  }
  return options;
}

Result<JwkSet> load_keys(const KeySetFile& file) {
  if (!file.is_private) return JwkSet::load(file.path);
  SIGNET_TRY(const Secret content, codec::read_file(file.path, kMaxKeySetText));
  return JwkSet::parse_private(as_text(content.expose()));
}

Result<Secret> read_nonce_key(const std::string& path) {
  return codec::read_file(path, kMaxNonceKey);
}

}  // namespace signet::server
