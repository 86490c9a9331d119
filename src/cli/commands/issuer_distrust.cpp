// signet issuer distrust
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_issuer_distrust(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("DELETE", "/issuers" + path_part(name)));
  return show_answer(run, answer, "");
}

}  // namespace

constinit const Command rows::issuer_distrust = {
    .section = kServer,
    .name = "issuer distrust",
    .summary = "remove an issuer",
    .about = "It is gone at once; tokens that were issued stay good until they expire or are revoked.",
    .positional = {.name = "ISSUER", .help = "the iss of its assertions"},
    .groups = kGroups,
    .example = "signet issuer distrust NAME --tenant acme",
    .run = run_issuer_distrust,
};

}  // namespace signet::cli
