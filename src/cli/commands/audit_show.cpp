// signet audit show
#include "cli/admin_client.h"
#include "cli/keys_view.h"
#include "cli/sections.h"
#include "codec/form.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr Flag kAfter[] = {{"--after", "NUMBER", "only what comes behind this number"}};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Page", kAfter}, {"Admin API", kAdminFlags}};

Outcome<> run_audit_show(Invocation& run) {
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  std::string path = "/audit";
  if (const auto after = run.args.value("--after")) path += "?after=" + codec::percent_encoded(*after);
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", path));
  if (run.json()) return run.console.write_json(answer.root());
  return show_audit(run, answer);
}

}  // namespace

constinit const Command rows::audit_show = {
    .section = kServer,
    .name = "audit show",
    .summary = "show who changed what",
    .about = "Prints the audit log of a tenant, oldest first.",
    .positional = {},
    .groups = kGroups,
    .example = "signet audit show --tenant acme --after 100",
    .run = run_audit_show,
};

}  // namespace signet::cli
