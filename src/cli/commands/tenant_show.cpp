// signet tenant show
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr FlagGroup kGroups[] = {{"Admin API", kAdminFlags}};

Outcome<> run_tenant_show(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("GET", "/tenants" + path_part(name)));
  return show_answer(run, answer, "tenant");
}

}  // namespace

constinit const Command rows::tenant_show = {
    .section = kServer,
    .name = "tenant show",
    .summary = "show a tenant",
    .about = "Prints everything that was set.",
    .positional = {.name = "NAME", .help = "the tenant"},
    .groups = kGroups,
    .example = "signet tenant show acme",
    .run = run_tenant_show,
};

}  // namespace signet::cli
