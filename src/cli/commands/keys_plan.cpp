// signet keys plan
#include "cli/admin_client.h"
#include "cli/keys_view.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Admin API", kAdminFlags}};

Outcome<> run_keys_plan(Invocation& run) {
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("GET", "/keys"));
  return show_keys(run, answer);
}

}  // namespace

constinit const Command rows::keys_plan = {
    .section = kServer,
    .name = "keys plan",
    .summary = "tell when each key signs, and when it vanishes",
    .about = "Nothing is changed.",
    .positional = {},
    .groups = kGroups,
    .example = "signet keys plan --tenant acme",
    .run = run_keys_plan,
};

}  // namespace signet::cli
