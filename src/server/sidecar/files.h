// The files that a configuration names, as they are read by who checks it and by who serves by it.
#pragma once

#include <cstddef>
#include <string>

#include "server/sidecar/config.h"
#include "signet/bytes.h"
#include "signet/jwk_set.h"

namespace signet::server {

/// Errors: those of JwkSet::load and JwkSet::parse_private.
Result<JwkSet> load_keys(const KeySetFile& file);

/// The key of nonces. Errors: file_unreadable(PATH), limit_exceeded(PATH).
Result<Secret> read_nonce_key(const std::string& path);

}  // namespace signet::server
