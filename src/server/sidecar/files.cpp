#include "server/sidecar/files.h"

#include "codec/file.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::size_t kMaxNonceKey = 4'096;

}  // namespace

Result<JwkSet> load_keys(const KeySetFile& file) {
  if (!file.is_private) return JwkSet::load(file.path);
  SIGNET_TRY(const Secret content, codec::read_file(file.path, kMaxKeySetText));
  return JwkSet::parse_private(as_text(content.expose()));
}

Result<Secret> read_nonce_key(const std::string& path) {
  return codec::read_file(path, kMaxNonceKey);
}

}  // namespace signet::server
