// signet tenant create
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr auto kFlags = flags_of(kTenantMembers);
constexpr FlagGroup kGroups[] = {{"Tenant", kFlags}, {"Admin API", kAdminFlags}};

Outcome<> run_tenant_create(Invocation& run) {
  SIGNET_TRY(const std::string name, run.args.positional());
  SIGNET_TRY(std::string body, body_of(run, kTenantMembers, "name", name));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask("POST", "/tenants", std::move(body)));
  return show_answer(run, answer, "tenant");
}

}  // namespace

constinit const Command rows::tenant_create = {
    .section = kServer,
    .name = "tenant create",
    .summary = "make a tenant, with keys and a default API",
    .about =
        "Its issuer identifier is BASE/NAME, or what --issuer says. It starts with one key that signs and one that "
        "will.",
    .positional = {.name = "NAME", .help = "1 to 64 of a-z, 0-9, - and _"},
    .groups = kGroups,
    .example =
        "signet tenant create acme\nsignet tenant create acme --alg ES256,RS256 --issuer https://login.acme.example",
    .run = run_tenant_create,
};

}  // namespace signet::cli
