// What a configuration of the sidecar may hold, and what one holds.
#pragma once

#include <string>

#include "cli/console.h"
#include "server/sidecar/config.h"

namespace signet::cli {

/// The page docs/reference/sidecar.md.
std::string sidecar_markdown();

/// Policies and issuers, a line each.
std::string sidecar_text(const server::SidecarConfig& config, const Console& console);
/// {"ok":true,"policies":[...],"issuers":[...]}
std::string sidecar_json(const server::SidecarConfig& config);

}  // namespace signet::cli
