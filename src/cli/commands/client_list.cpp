// signet client list
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_client_list(Invocation& run) {
  constexpr std::string_view kMembers[] = {"id", "auth", "grants", "scopes", "title"};
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", "/clients?limit=1000"));
  return show_items(run, answer, kMembers);
}

}  // namespace

constinit const Command rows::client_list = {
    .section = kServer,
    .name = "client list",
    .summary = "list clients of a tenant",
    .about = "Prints the clients of a tenant, a line for each.",
    .positional = {},
    .groups = kGroups,
    .example = "signet client list --tenant acme",
    .run = run_client_list,
};

}  // namespace signet::cli
