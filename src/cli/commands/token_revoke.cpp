// signet token revoke
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr RecordFlag kRows[] = {
    {{"--jti", "TEXT", "this token"}, "jti", MemberForm::text},
    {{"--sub", "TEXT", "tokens of this subject"}, "sub", MemberForm::text},
    {{"--client", "ID", "tokens of this client"}, "client_id", MemberForm::text},
    {{"--sid", "TEXT", "tokens of this session"}, "sid", MemberForm::text},
    {{"--grant", "TEXT", "tokens that came from this grant (claim grant_id)"}, "grant", MemberForm::text},
};
constexpr auto kFlags = flags_of(kRows);
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"What", kFlags}, {"Admin API", kAdminFlags}};

Outcome<> run_token_revoke(Invocation& run) {
  SIGNET_TRY(std::string body, body_of(run, kRows));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("POST", "/revocations", std::move(body)));
  return show_answer(run, answer, "");
}

}  // namespace

constinit const Command rows::token_revoke = {
    .section = kServer,
    .name = "token revoke",
    .summary = "revoke tokens at all verifiers",
    .about =
        "Everything that was issued until now to a subject, to a client, in a session or from one grant; or one token "
        "by its jti.",
    .positional = {},
    .groups = kGroups,
    .example = "signet token revoke --tenant acme --sub user-42",
    .run = run_token_revoke,
};

}  // namespace signet::cli
