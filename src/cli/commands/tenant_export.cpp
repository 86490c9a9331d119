// signet tenant export
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr FlagGroup kGroups[] = {{"Admin API", kAdminFlags}, {"Output", kOutputFlags}};

Outcome<> run_tenant_export(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("GET", "/tenants" + path_part(name) + "/export"));
  const std::string pretty = json::to_pretty(answer.root()) + "\n";
  return run.deliver(
      {.content = as_bytes(pretty), .form = Product::Form::json, .member = "export", .document = answer.text()});
}

}  // namespace

constinit const Command rows::tenant_export = {
    .section = kServer,
    .name = "tenant export",
    .summary = "write down what was set: tenant, APIs, clients and issuers",
    .about = "No key and no secret is in it. signet tenant import takes it.",
    .positional = {.name = "NAME", .help = "the tenant"},
    .groups = kGroups,
    .example = "signet tenant export acme --out acme.json",
    .run = run_tenant_export,
};

}  // namespace signet::cli
