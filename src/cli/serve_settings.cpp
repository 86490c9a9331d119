#include "cli/serve_settings.h"

#include <cstdlib>
#include <filesystem>

#include "cli/config_faults.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kHint = "docs/reference/server.md lists every setting; signet serve --markdown prints it";

std::optional<std::string> from_environment(const server::ServeOption& option) {
  // The program reads it before it has a second thread.
  const char* text = std::getenv(server::environment_name(option).c_str());  // NOLINT(concurrency-mt-unsafe)
  return text == nullptr || *text == '\0' ? std::nullopt : std::optional(std::string(text));
}

std::string joined(std::span<const std::string> values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ",") + value;
  return text;
}

std::vector<server::Override> overrides_of(const Arguments& args, bool only_data) {
  std::vector<server::Override> overrides;
  for (const server::ServeOption& option : server::serve_options()) {
    if (only_data && option.key != "data") continue;
    if (auto text = from_environment(option))
      overrides.push_back({option.key, *std::move(text), server::environment_name(option)});
    if (!args.has(option.flag)) continue;
    const bool is_switch = option.form == "true|false";
    overrides.push_back({option.key, is_switch ? "true" : joined(args.values(option.flag)), std::string(option.flag)});
  }
  return overrides;
}

}  // namespace

Outcome<server::ServeConfig> read_serve_settings(Invocation& run) {
  const std::string path = run.args.value("--config").value_or("");
  Secret content;
  if (!path.empty()) {
    SIGNET_TRY(content, run.read("--config", path, server::config::kMaxDocument));
  }
  const auto folder = std::filesystem::path(path == "-" ? "" : path).parent_path();
  auto config = server::read_serve_config(as_text(content.expose()), folder, overrides_of(run.args, false));
  if (!config) return tell_faults(run.console, path.empty() ? "settings" : path, config.error(), std::string(kHint));
  return *std::move(config);
}

Outcome<server::ServeConfig> data_settings(Invocation& run) {
  auto config = server::read_serve_config({}, {}, overrides_of(run.args, true));
  if (!config) return tell_faults(run.console, "settings", config.error(), std::string(kHint));
  return *std::move(config);
}

}  // namespace signet::cli
