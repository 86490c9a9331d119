// signet restore
#include "cli/sections.h"
#include "cli/serve_settings.h"
#include "server/serve/backup.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--data", "FOLDER", "the data folder to make: new, or empty"},
    {"--from", "FILE", "what signet backup wrote"},
    {"--master-key-file", "FILE", "where the master key is written to, or read from when the backup has none"},
};
constexpr FlagGroup kGroups[] = {{"Restore", kFlags}};

Outcome<> run_restore(Invocation& run) {
  const auto from = run.args.value("--from");
  const auto data = run.args.value("--data");
  if (!from) return usage("--from", "nothing says which backup", "write --from b.signet");
  if (!data) return usage("--data", "nothing says into which folder", "write --data ./new");
  const std::string key_file = run.args.value("--master-key-file").value_or(*data + "/master.key");
  if (auto restored = server::restore_backup({.path = *from, .data = *data, .master_key_file = key_file}); !restored)
    return std::unexpected(Failure(std::move(restored).error()));
  run.console.note("everything is back in " + *data + "; start it with: signet serve --data " + *data);
  return {};
}

}  // namespace

constinit const Command rows::restore = {
    .section = kServer,
    .name = "restore",
    .summary = "make a data folder from a backup",
    .about =
        "A backup that was cut off or altered is refused, and nothing is written over. Feeds of revocations begin "
        "anew: verifiers notice, keep what they know, and read them from the beginning.",
    .positional = {},
    .groups = kGroups,
    .example = "signet restore --data ./new --from b.signet",
    .run = run_restore,
};

}  // namespace signet::cli
