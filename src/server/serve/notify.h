// Telling systemd how things stand: sd_notify(3).
#pragma once

#include <string_view>

namespace signet::server {

/// "READY=1"; nothing where no service manager listens (NOTIFY_SOCKET).
void notify_service_manager(std::string_view state) noexcept;

}  // namespace signet::server
