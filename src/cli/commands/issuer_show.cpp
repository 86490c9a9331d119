// signet issuer show
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_issuer_show(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", "/issuers" + path_part(name)));
  return show_answer(run, answer, "issuer");
}

}  // namespace

constinit const Command rows::issuer_show = {
    .section = kServer,
    .name = "issuer show",
    .summary = "show an issuer",
    .about = "Prints everything that was set; secrets are never shown again.",
    .positional = {.name = "ISSUER", .help = "the iss of its assertions"},
    .groups = kGroups,
    .example = "signet issuer show NAME --tenant acme",
    .run = run_issuer_show,
};

}  // namespace signet::cli
