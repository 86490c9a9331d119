// signet api list
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_api_list(Invocation& run) {
  constexpr std::string_view kMembers[] = {"audience", "alg", "scopes", "title"};
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", "/apis?limit=1000"));
  return show_items(run, answer, kMembers);
}

}  // namespace

constinit const Command rows::api_list = {
    .section = kServer,
    .name = "api list",
    .summary = "list APIs of a tenant",
    .about = "Prints the APIs of a tenant, a line for each.",
    .positional = {},
    .groups = kGroups,
    .example = "signet api list --tenant acme",
    .run = run_api_list,
};

}  // namespace signet::cli
