#include "cli/sidecar_file.h"

#include <filesystem>
#include <span>

#include "cli/text.h"
#include "server/sidecar/config_read.h"
#include "try.h"

namespace signet::cli {
namespace {

using server::config::Fault;

std::string to_json(std::span<const Fault> faults) {
  json::Writer out;
  out.begin_object().key("ok").boolean(false).key("faults").begin_array();
  for (const Fault& fault : faults) {
    out.begin_object().key("line").integer(fault.line);
    out.member("key", json_text(fault.key)).member("what", json_text(fault.sentence)).end_object();
  }
  out.end_array().end_object();
  return out.take_string();
}

std::unexpected<Failure> tell(const Console& console, const std::string& path, std::span<const Fault> faults) {
  for (const Fault& fault : faults) {
    const std::string where = fault.line == 0 ? path : text("{}:{}", path, fault.line);
    console.err_line(fault.key.empty() ? text("{}: {}", where, fault.sentence)
                                       : text("{}: {}: {}", where, fault.key, fault.sentence));
  }
  Failure failure(Error{Errc::malformed_configuration, "--config"});
  failure.sentence = text("the configuration has {} fault{}", faults.size(), faults.size() == 1 ? "" : "s");
  failure.hint = "docs/reference/sidecar.md lists every key; signet sidecar check --markdown prints it";
  failure.json = to_json(faults);
  return std::unexpected(std::move(failure));
}

}  // namespace

Outcome<server::SidecarConfig> read_sidecar_file(Invocation& run) {
  const auto path = run.args.value("--config");
  if (!path) return usage("--config", "nothing says which file", "write --config sidecar.toml");
  SIGNET_TRY(const Secret content, run.read("--config", *path, server::config::kMaxDocument));
  const auto folder = std::filesystem::path(*path == "-" ? "" : *path).parent_path();
  auto config = server::check_sidecar_config(as_text(content.expose()), folder);
  if (!config) return tell(run.console, *path, config.error());
  return *std::move(config);
}

}  // namespace signet::cli
