// signet api create
#include "cli/admin_client.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr auto kFlags = flags_of(kApiMembers);
constexpr Flag kName[] = {{"--audience", "TEXT", "the aud of its tokens: a name or a URL"}, kTenantFlag};
constexpr FlagGroup kGroups[] = {{"Which", kName}, {"Api", kFlags}, {"Admin API", kAdminFlags}};

Outcome<> run_api_create(Invocation& run) {
  SIGNET_TRY(std::string body, body_of(run, kApiMembers, "audience", run.args.value("--audience").value_or("")));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("POST", "/apis", std::move(body)));
  return show_answer(run, answer, "api");
}

}  // namespace

constinit const Command rows::api_create = {
    .section = kServer,
    .name = "api create",
    .summary = "make an API that tokens are for",
    .about =
        "An API with HS256, HS384 or HS512 gets a secret of its own, which is shown this once; another algorithm has "
        "to be one of the tenant.",
    .positional = {},
    .groups = kGroups,
    .example = "signet api create --tenant acme --audience orders --alg RS256 --scope read",
    .run = run_api_create,
};

}  // namespace signet::cli
