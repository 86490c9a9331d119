// What is wrong with a configuration, told to people.
#pragma once

#include <span>
#include <string>

#include "cli/console.h"
#include "server/config/document.h"

namespace signet::cli {

/// Each fault as a line of standard error, FILE:LINE: KEY: what to write instead; then the failure of the command.
std::unexpected<Failure> tell_faults(const Console& console, const std::string& path,
                                     std::span<const server::config::Fault> faults, std::string hint);

}  // namespace signet::cli
