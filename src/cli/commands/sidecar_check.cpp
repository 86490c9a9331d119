// signet sidecar check
#include <filesystem>
#include <span>

#include "cli/invocation.h"
#include "cli/sections.h"
#include "cli/sidecar_page.h"
#include "cli/text.h"
#include "server/sidecar/config_read.h"
#include "try.h"

namespace signet::cli {
namespace {

using server::config::Fault;

constexpr Flag kFlags[] = {
    {"--config", "FILE", "the file of the sidecar, in TOML; - for standard input"},
    {"--markdown", "", "print the page docs/reference/sidecar.md, which lists every key"},
};
constexpr FlagGroup kGroups[] = {{"Configuration", kFlags}};

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

Outcome<> run_sidecar_check(Invocation& run) {
  if (run.args.has("--markdown")) {
    if (run.args.has("--config")) return usage("--markdown", "the page is about no file", "leave out --config");
    return run.console.write(sidecar_markdown());
  }
  const auto path = run.args.value("--config");
  if (!path) return usage("--config", "nothing says which file", "write --config sidecar.toml");
  SIGNET_TRY(const Secret content, run.read("--config", *path, server::config::kMaxDocument));
  const auto folder = std::filesystem::path(*path == "-" ? "" : *path).parent_path();
  const auto config = server::check_sidecar_config(as_text(content.expose()), folder);
  if (!config) return tell(run.console, *path, config.error());
  if (run.json()) return run.console.write_json(sidecar_json(*config));
  return run.console.write(sidecar_text(*config, run.console));
}

}  // namespace

constinit const Command rows::sidecar_check = {
    .section = kSidecar,
    .name = "sidecar check",
    .summary = "say all that is wrong with the file of a sidecar",
    .about =
        "Reads the file as the sidecar would, and looks at the files that it names: certificates, keys and JWK Sets. "
        "Nothing is fetched. Each fault is a line of standard error, FILE:LINE: KEY: what to write instead, and ends "
        "with exit 2; with --json they are {\"ok\":false,\"faults\":[{\"line\",\"key\",\"what\"}]}, where line 0 is "
        "the file as a whole. Otherwise the policies and issuers are listed.",
    .positional = {},
    .groups = kGroups,
    .example = "signet sidecar check --config /etc/signet/sidecar.toml",
    .run = run_sidecar_check,
};

}  // namespace signet::cli
