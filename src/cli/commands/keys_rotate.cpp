// signet keys rotate
#include "cli/admin_client.h"
#include "cli/keys_view.h"
#include "cli/record_flags.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWhose[] = {kTenantFlag};
constexpr RecordFlag kRows[] = {
    {{"--alg", "NAME", "of this algorithm alone, and not of all"}, "alg", MemberForm::text},
    {{"--at-once", "", "do not wait for verifiers"}, "at_once", MemberForm::flag},
};
constexpr auto kFlags = flags_of(kRows);
constexpr FlagGroup kGroups[] = {{"Whose", kWhose}, {"Rotation", kFlags}, {"Admin API", kAdminFlags}};

Outcome<> run_keys_rotate(Invocation& run) {
  SIGNET_TRY(std::string body, body_of(run, kRows));
  SIGNET_TRY(const AdminClient admin, AdminClient::open(run));
  SIGNET_TRY(const json::Document answer, admin.ask_tenant("POST", "/keys/rotate", std::move(body)));
  return show_keys(run, answer);
}

}  // namespace

constinit const Command rows::keys_rotate = {
    .section = kServer,
    .name = "keys rotate",
    .summary = "let the next key sign",
    .about =
        "As soon as verifiers can have it, which is twice the max-age of the key set after it was published. With "
        "--at-once now: verifiers that have cached the set refuse its tokens until they ask again.",
    .positional = {},
    .groups = kGroups,
    .example = "signet keys rotate --tenant acme --alg ES256",
    .run = run_keys_rotate,
};

}  // namespace signet::cli
