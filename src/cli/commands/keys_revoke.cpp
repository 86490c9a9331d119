// signet keys revoke
#include "cli/admin_client.h"
#include "cli/keys_view.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_keys_revoke(Invocation& run) {
  SIGNET_TRY(const std::string kid, run.args.positional());
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  json::Writer body;
  body.begin_object().member("kid", json_text(kid)).end_object();
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("POST", "/keys/revoke", body.take_string()));
  return show_keys(run, answer);
}

}  // namespace

constinit const Command rows::keys_revoke = {
    .section = kServer,
    .name = "keys revoke",
    .summary = "a key was lost: nothing that it signed counts any more",
    .about = "It signs no more, leaves the key set, and goes into the revocation feed; the next key signs at once.",
    .positional = {.name = "KID", .help = "the kid of the key"},
    .groups = kGroups,
    .example = "signet keys revoke KID --tenant acme",
    .run = run_keys_revoke,
};

}  // namespace signet::cli
