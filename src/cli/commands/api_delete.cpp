// signet api delete
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_api_delete(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("DELETE", "/apis" + path_part(name)));
  return show_answer(run, answer, "");
}

}  // namespace

constinit const Command rows::api_delete = {
    .section = kServer,
    .name = "api delete",
    .summary = "remove an API",
    .about = "It is gone at once; tokens that were issued stay good until they expire or are revoked.",
    .positional = {.name = "AUDIENCE", .help = "the aud of its tokens"},
    .groups = kGroups,
    .example = "signet api delete NAME --tenant acme",
    .run = run_api_delete,
};

}  // namespace signet::cli
