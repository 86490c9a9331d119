// The file of a sidecar, for the commands about it.
#pragma once

#include "cli/invocation.h"
#include "server/sidecar/config.h"

namespace signet::cli {

inline constexpr Flag kSidecarFileFlag = {"--config", "FILE", "the file of the sidecar, in TOML; - for standard input"};

/// What --config says, with the files that it names looked at. Each fault is told on standard error. Errors:
/// usage(--config), malformed_configuration(--config), and those of reading.
Outcome<server::SidecarConfig> read_sidecar_file(Invocation& run);

}  // namespace signet::cli
