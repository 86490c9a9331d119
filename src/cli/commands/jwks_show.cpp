// signet jwks show
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

std::string or_dash(std::string_view text) {
  return text.empty() ? "-" : std::string(text);
}

void add_row(Table& table, const KeySetEntry& entry) {
  if (!entry.key) {
    const Error problem = entry.problem.value_or(Error{Errc::malformed_key, ""});
    table.row({or_dash(entry.kid), "not used", to_string(problem)});
    return;
  }
  const KeyInfo& info = entry.key->info();
  table.row({or_dash(info.kid), kind_of(*entry.key), or_dash(info.alg), or_dash(info.use)});
}

void add_member(json::Writer& out, const KeySetEntry& entry) {
  out.begin_object().key("ok").boolean(entry.key.has_value()).member("kid", entry.kid);
  if (entry.key) {
    write_facts(out, *entry.key);
  } else {
    const Failure failure(entry.problem.value_or(Error{Errc::malformed_key, ""}));
    out.member("code", name_of(failure.error.code)).member("subject", failure.error.subject);
    out.member("message", sentence_of(failure));
  }
  out.end_object();
}

Outcome<> run_jwks_show(Invocation& run) {
  SIGNET_TRY(const std::string path, run.args.positional());
  SIGNET_TRY(const Secret content, run.read_key_text("FILE", path));
  const Result<JwkSet> set = JwkSet::parse(as_text(content.expose()));
  if (!set) return in_file(set.error(), path);
  if (run.json()) {
    json::Writer out;
    out.begin_object().key("ok").boolean(true).key("keys").begin_array();
    for (const KeySetEntry& entry : set->entries()) add_member(out, entry);
    out.end_array().end_object();
    return run.console.write_json(out.text());
  }
  Table table({"KID", "KEY", "ALG", "USE"});
  for (const KeySetEntry& entry : set->entries()) add_row(table, entry);
  return run.console.write(table.to_text(run.console));
}

}  // namespace

constinit const Command rows::jwks_show = {
    .section = kKeySets,
    .name = "jwks show",
    .summary = "list the keys of a public key set",
    .about =
        "Lists the members of a JWK Set as a verifier sees them: a member that is broken, symmetric or private is "
        "never used, and the list says why.",
    .positional = {.name = "FILE", .help = "a JWK Set, - for standard input"},
    .groups = {},
    .example = "signet jwks show jwks.json",
    .run = run_jwks_show,
};

}  // namespace signet::cli
