#include "cli/sidecar_file.h"

#include <filesystem>

#include "cli/config_faults.h"
#include "server/sidecar/config_read.h"
#include "try.h"

namespace signet::cli {
Outcome<server::SidecarConfig> read_sidecar_file(Invocation& run) {
  const auto path = run.args.value("--config");
  if (!path) return usage("--config", "nothing says which file", "write --config sidecar.toml");
  SIGNET_TRY(const Secret content, run.read("--config", *path, server::config::kMaxDocument));
  const auto folder = std::filesystem::path(*path == "-" ? "" : *path).parent_path();
  auto config = server::check_sidecar_config(as_text(content.expose()), folder);
  if (!config)
    return tell_faults(run.console, *path, config.error(),
                       "docs/reference/sidecar.md lists every key; signet sidecar check --markdown prints it");
  return *std::move(config);
}

}  // namespace signet::cli
