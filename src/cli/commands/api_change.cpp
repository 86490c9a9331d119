// signet api change
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr auto kFlags = flags_of(kApiMembers);
constexpr Flag kUnset[] = {kUnsetFlag};
constexpr FlagGroup kGroups[] = {
    {"Whose", kWhose}, {"Api", kFlags}, {"Taking back", kUnset}, {"Admin API", kAdminFlags}};

Outcome<> run_api_change(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(std::string body, body_of(run, kApiMembers));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("PATCH", "/apis" + path_part(name), std::move(body)));
  return show_answer(run, answer, "api");
}

}  // namespace

constinit const Command rows::api_change = {
    .section = kServer,
    .name = "api change",
    .summary = "change settings of an API",
    .about = "What is not named stays.",
    .positional = {.name = "AUDIENCE", .help = "the aud of its tokens"},
    .groups = kGroups,
    .example = "signet api change NAME --tenant acme --title TEXT",
    .run = run_api_change,
};

}  // namespace signet::cli
