// signet tenant delete
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kYes[] = {{"--yes", "", "it is meant"}};
constexpr FlagGroup kGroups[] = {{"Confirmation", kYes}, {"Admin API", kAdminFlags}};

Outcome<> run_tenant_delete(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  if (!run.args.has("--yes"))
    return usage("--yes", "keys, clients and logs of the tenant would be lost", "write --yes when that is meant");
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("DELETE", "/tenants" + path_part(name)));
  return show_answer(run, answer, "");
}

}  // namespace

constinit const Command rows::tenant_delete = {
    .section = kServer,
    .name = "tenant delete",
    .summary = "remove a tenant with all that it has",
    .about = "Its keys go at once: no token of it verifies any more, and there is no way back but a backup.",
    .positional = {.name = "NAME", .help = "the tenant"},
    .groups = kGroups,
    .example = "signet tenant delete acme --yes",
    .run = run_tenant_delete,
};

}  // namespace signet::cli
