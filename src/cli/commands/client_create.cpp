// signet client create
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr auto kFlags = flags_of(kClientMembers);
constexpr Flag kName[] = {{"--id", "ID", "its client_id (a random one)"}, kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Which", kName}, {"Client", kFlags}, {"Admin API", kAdminFlags}};

Outcome<> run_client_create(Invocation& run) {
  SIGNET_TRY(std::string body, body_of(run, kClientMembers, "id", run.args.value("--id").value_or("")));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("POST", "/clients", std::move(body)));
  return show_answer(run, answer, "client");
}

}  // namespace

constinit const Command rows::client_create = {
    .section = kServer,
    .name = "client create",
    .summary = "make a client",
    .about =
        "Its secret is made here, and shown this once. A client that proves itself with a key needs --jwks or "
        "--jwks-uri.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet client create --tenant acme --grant client_credentials --scope read\nsignet client create --tenant "
        "acme --grant client_credentials --auth private_key_jwt --jwks c.pub.jwk",
    .run = run_client_create,
};

}  // namespace signet::cli
