// The page of the server's settings.
#pragma once

#include <string>

namespace signet::cli {

/// docs/reference/server.md.
std::string serve_markdown();

}  // namespace signet::cli
