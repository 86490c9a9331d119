// Keys of others that may come yet.
#pragma once

#include "server/oauth/refusal.h"
#include "signet/remote_jwks.h"

namespace signet::server::oauth {

/// Whether it failed for want of a key that is being fetched, so that the request is worth judging again.
bool are_keys_missing(const RemoteJwkSet* remote, const Error& error);
/// What such a request is refused with when nothing came.
std::unexpected<Refusal> keys_missing(const Error& error);
/// Whether a refusal is one of these.
bool waits_for_keys(const Refusal& refusal);

}  // namespace signet::server::oauth
