// signet issuer trust
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr auto kFlags = flags_of(kIssuerMembers);
constexpr Flag kName[] = {{"--issuer", "TEXT", "iss of its assertions, octet by octet"}, kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Which", kName}, {"Issuer", kFlags}, {"Admin API", kAdminFlags}};

Outcome<> run_issuer_trust(Invocation& run) {
  SIGNET_TRY(std::string body, body_of(run, kIssuerMembers, "issuer", run.args.value("--issuer").value_or("")));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("POST", "/issuers", std::move(body)));
  return show_answer(run, answer, "issuer");
}

}  // namespace

constinit const Command rows::issuer_trust = {
    .section = kServer,
    .name = "issuer trust",
    .summary = "take assertions of an issuer, for the jwt-bearer grant",
    .about =
        "With --jwks its keys are fetched from there, with --secret-file both share a secret; without either a secret "
        "is made, and shown this once.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet issuer trust --tenant acme --issuer https://ci.example --jwks https://ci.example/jwks.json --subject "
        "'repo:acme/*' --scope deploy",
    .run = run_issuer_trust,
};

}  // namespace signet::cli
