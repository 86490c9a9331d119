// signet issuer list
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_issuer_list(Invocation& run) {
  constexpr std::string_view kMembers[] = {"issuer", "subjects", "scopes", "title"};
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", "/issuers?limit=1000"));
  return show_items(run, answer, kMembers);
}

}  // namespace

constinit const Command rows::issuer_list = {
    .section = kServer,
    .name = "issuer list",
    .summary = "list issuers of a tenant",
    .about = "Prints the issuers of a tenant, a line for each.",
    .positional = {},
    .groups = kGroups,
    .example = "signet issuer list --tenant acme",
    .run = run_issuer_list,
};

}  // namespace signet::cli
