// signet client secret
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr RecordFlag kRows[] = {
    {{"--overlap", "DURATION", "how long the former secret stays good (24h)"}, "overlap", MemberForm::text},
};
constexpr auto kOverlap = flags_of(kRows);
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Secret", kOverlap}, {"Admin API", kAdminFlags}};

Outcome<> run_client_secret(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(std::string body, body_of(run, kRows));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer,
             admin.ask_tenant("POST", "/clients" + path_part(name) + "/secrets", std::move(body)));
  return show_answer(run, answer, "client");
}

}  // namespace

constinit const Command rows::client_secret = {
    .section = kServer,
    .name = "client secret",
    .summary = "give a client another secret",
    .about = "The former one is good beside it for a while, so that nothing stops; of more than two the oldest goes.",
    .positional = {.name = "ID", .help = "its client_id"},
    .groups = kGroups,
    .example = "signet client secret ID --tenant acme --overlap 1h",
    .run = run_client_secret,
};

}  // namespace signet::cli
