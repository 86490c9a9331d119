// signet tenant change
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr auto kFlags = flags_of(kTenantMembers);
constexpr Flag kUnset[] = {kUnsetFlag};
constexpr FlagGroup kGroups[] = {{"Tenant", kFlags}, {"Taking back", kUnset}, {"Admin API", kAdminFlags}};

Outcome<> run_tenant_change(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(std::string body, body_of(run, kTenantMembers));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("PATCH", "/tenants" + path_part(name), std::move(body)));
  return show_answer(run, answer, "tenant");
}

}  // namespace

constinit const Command rows::tenant_change = {
    .section = kServer,
    .name = "tenant change",
    .summary = "change settings of a tenant",
    .about = "What is not named stays. Its name and its issuer identifier cannot be changed.",
    .positional = {.name = "NAME", .help = "the tenant"},
    .groups = kGroups,
    .example = "signet tenant change acme --token-lifetime 10m --unset title",
    .run = run_tenant_change,
};

}  // namespace signet::cli
