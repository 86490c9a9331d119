// Addresses to listen at, as a configuration writes them.
#pragma once

#include <optional>
#include <string_view>

#include "server/sidecar/config.h"

namespace signet::server {

/// "127.0.0.1:4180", "[::1]:4180", "unix:PATH", "systemd"; nothing for another text.
std::optional<ListenAt> parse_listen(std::string_view text);

}  // namespace signet::server
