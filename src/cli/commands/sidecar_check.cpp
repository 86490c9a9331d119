// signet sidecar check
#include "cli/sections.h"
#include "cli/sidecar_file.h"
#include "cli/sidecar_page.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    kSidecarFileFlag,
    {"--markdown", "", "print the page docs/reference/sidecar.md, which lists every key"},
};
constexpr FlagGroup kGroups[] = {{"Configuration", kFlags}};

Outcome<> run_sidecar_check(Invocation& run) {
  if (run.args.has("--markdown")) {
    if (run.args.has("--config")) return usage("--markdown", "the page is about no file", "leave out --config");
    return run.console.write(sidecar_markdown());
  }
  SIGNET_TRY(const server::SidecarConfig config, read_sidecar_file(run));
  if (run.json()) return run.console.write_json(sidecar_json(config));
  return run.console.write(sidecar_text(config, run.console));
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
