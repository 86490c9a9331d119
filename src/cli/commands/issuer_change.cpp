// signet issuer change
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr auto kFlags = flags_of(kIssuerMembers);
constexpr Flag kUnset[] = {kUnsetFlag};
constexpr FlagGroup kGroups[] = {
    {"Whose", kWhose}, {"Issuer", kFlags}, {"Taking back", kUnset}, {"Admin API", kAdminFlags}};

Outcome<> run_issuer_change(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(std::string body, body_of(run, kIssuerMembers));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("PATCH", "/issuers" + path_part(name), std::move(body)));
  return show_answer(run, answer, "issuer");
}

}  // namespace

constinit const Command rows::issuer_change = {
    .section = kServer,
    .name = "issuer change",
    .summary = "change settings of an issuer",
    .about = "What is not named stays.",
    .positional = {.name = "ISSUER", .help = "the iss of its assertions"},
    .groups = kGroups,
    .example = "signet issuer change NAME --tenant acme --title TEXT",
    .run = run_issuer_change,
};

}  // namespace signet::cli
