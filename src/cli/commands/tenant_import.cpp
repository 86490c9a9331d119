// signet tenant import
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::size_t kMaxImport = 16u << 20;

constexpr FlagGroup kGroups[] = {{"Admin API", kAdminFlags}};

Outcome<> run_tenant_import(Invocation& run) {
  SIGNET_TRY(const std::string path, run.args.positional());
  SIGNET_TRY(const Secret content, run.read("FILE", path, kMaxImport));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("POST", "/import", std::string(as_text(content.expose()))));
  return run.console.write_json(answer.root());
}

}  // namespace

constinit const Command rows::tenant_import = {
    .section = kServer,
    .name = "tenant import",
    .summary = "make a tenant from an export",
    .about = "Keys and secrets are made anew; the secrets are shown this once.",
    .positional = {.name = "FILE", .help = "what signet tenant export wrote; - for standard input"},
    .groups = kGroups,
    .example = "signet tenant import acme.json",
    .run = run_tenant_import,
};

}  // namespace signet::cli
