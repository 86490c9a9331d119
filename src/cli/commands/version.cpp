// signet version
#include "cli/invocation.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "signet/json.h"

namespace signet::cli {
namespace {

Outcome<> run_version(Invocation& run) {
  if (!run.json()) return run.console.write_text(text("signet {}", SIGNET_VERSION));
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("version", SIGNET_VERSION).end_object();
  return run.console.write_json(out.text());
}

}  // namespace

constinit const Command rows::version = {
    .section = kReference,
    .name = "version",
    .summary = "print the version",
    .about = "Prints the program's name and version; signet --version does the same.",
    .positional = {},
    .groups = {},
    .example = "signet version",
    .run = run_version,
};

}  // namespace signet::cli
