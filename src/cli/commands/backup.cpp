// signet backup
#include <filesystem>

#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--out", "FILE", "a new file, which only its owner may read"},
    {"--without-master-key", "", "leave the master key out: keep it elsewhere, since nothing can be opened without"},
};
constexpr FlagGroup kGroups[] = {{"Backup", kFlags}, {"Admin API", kAdminFlags}};

Outcome<> run_backup(Invocation& run) {
  const auto out = run.args.value("--out");
  if (!out) return usage("--out", "nothing says where the backup goes", "write --out b.signet");
  json::Writer body;
  body.begin_object().member("path", json_text(std::filesystem::absolute(*out).string()));
  body.key("without_master_key").boolean(run.args.has("--without-master-key")).end_object();
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("POST", "/backup", body.take_string()));
  return show_answer(run, answer, "");
}

}  // namespace

constinit const Command rows::backup = {
    .section = kServer,
    .name = "backup",
    .summary = "write everything that the server keeps into one file",
    .about =
        "Of one moment, while the server goes on. The file holds the master key unless --without-master-key is "
        "given: who has it has all keys and secrets. signet restore takes it.",
    .positional = {},
    .groups = kGroups,
    .example = "signet backup --data ./data --out b.signet",
    .run = run_backup,
};

}  // namespace signet::cli
