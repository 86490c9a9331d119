// signet client change
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr auto kFlags = flags_of(kClientMembers);
constexpr Flag kUnset[] = {kUnsetFlag};
constexpr FlagGroup kGroups[] = {
    {"Whose", kWhose}, {"Client", kFlags}, {"Taking back", kUnset}, {"Admin API", kAdminFlags}};

Outcome<> run_client_change(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(std::string body, body_of(run, kClientMembers));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("PATCH", "/clients" + path_part(name), std::move(body)));
  return show_answer(run, answer, "client");
}

}  // namespace

constinit const Command rows::client_change = {
    .section = kServer,
    .name = "client change",
    .summary = "change settings of a client",
    .about = "What is not named stays.",
    .positional = {.name = "ID", .help = "its client_id"},
    .groups = kGroups,
    .example = "signet client change NAME --tenant acme --title TEXT",
    .run = run_client_change,
};

}  // namespace signet::cli
