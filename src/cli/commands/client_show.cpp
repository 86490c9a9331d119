// signet client show
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_client_show(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", "/clients" + path_part(name)));
  return show_answer(run, answer, "client");
}

}  // namespace

constinit const Command rows::client_show = {
    .section = kServer,
    .name = "client show",
    .summary = "show a client",
    .about = "Prints everything that was set; secrets are never shown again.",
    .positional = {.name = "ID", .help = "its client_id"},
    .groups = kGroups,
    .example = "signet client show NAME --tenant acme",
    .run = run_client_show,
};

}  // namespace signet::cli
