// signet tenant list
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr FlagGroup kGroups[] = {{"Admin API", kAdminFlags}};

Outcome<> run_tenant_list(Invocation& run) {
  constexpr std::string_view kMembers[] = {"name", "issuer", "title"};
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("GET", "/tenants?limit=1000"));
  return show_items(run, answer, kMembers);
}

}  // namespace

constinit const Command rows::tenant_list = {
    .section = kServer,
    .name = "tenant list",
    .summary = "list tenants",
    .about = "Prints name, issuer of its own and title of each tenant.",
    .positional = {},
    .groups = kGroups,
    .example = "signet tenant list --json",
    .run = run_tenant_list,
};

}  // namespace signet::cli
