// signet policy list
#include "cli/invocation.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "signet/policy_table.h"
#include "try.h"

namespace signet::cli {
namespace {

Outcome<> run_policy_list(Invocation& run) {
  if (run.json()) {
    json::Writer out;
    out.begin_object().key("ok").boolean(true).member("current", jwt::current_policy().name);
    out.key("policies").begin_array();
    for (const jwt::DatedPolicy& policy : jwt::dated_policies()) out.string(policy.name);
    out.end_array().end_object();
    return run.console.write_json(out.text());
  }
  Table table({"NAME", ""});
  for (const jwt::DatedPolicy& policy : jwt::dated_policies())
    table.row({std::string(policy.name), &policy == &jwt::current_policy() ? "current" : ""});
  return run.console.write(table.to_text(run.console));
}

}  // namespace

constinit const Command rows::policy_list = {
    .section = kReference,
    .name = "policy list",
    .summary = "list the dated policies",
    .about = "Lists the names that --policy and signet policy show take, the newest first.",
    .positional = {},
    .groups = {},
    .example = "signet policy list",
    .run = run_policy_list,
};

}  // namespace signet::cli
