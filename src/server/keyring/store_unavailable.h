// The code for a store that cannot do what it was asked for.
#pragma once

#include "signet/result.h"

namespace signet::server::keyring {

/// To be replaced by Errc::store_unavailable.
inline constexpr Errc kStoreUnavailable = Errc::internal;

}  // namespace signet::server::keyring
