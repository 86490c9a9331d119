// signet client delete
#include "cli/admin_client.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_client_delete(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("DELETE", "/clients" + path_part(name)));
  return show_answer(run, answer, "");
}

}  // namespace

constinit const Command rows::client_delete = {
    .section = kServer,
    .name = "client delete",
    .summary = "remove a client",
    .about = "It is gone at once; tokens that were issued stay good until they expire or are revoked.",
    .positional = {.name = "ID", .help = "its client_id"},
    .groups = kGroups,
    .example = "signet client delete NAME --tenant acme",
    .run = run_client_delete,
};

}  // namespace signet::cli
