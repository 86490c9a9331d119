// signet api show
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_api_show(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", "/apis" + path_part(name)));
  return show_answer(run, answer, "api");
}

}  // namespace

constinit const Command rows::api_show = {
    .section = kServer,
    .name = "api show",
    .summary = "show an API",
    .about = "Prints everything that was set; secrets are never shown again.",
    .positional = {.name = "AUDIENCE", .help = "the aud of its tokens"},
    .groups = kGroups,
    .example = "signet api show NAME --tenant acme",
    .run = run_api_show,
};

}  // namespace signet::cli
