// signet key thumbprint
#include "cli/keys.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--uri", "", "print it as a URI (RFC 9278)"},
    {"--spki", "", "print SHA-256 of the SubjectPublicKeyInfo instead, the other common style of kid"},
};
constexpr FlagGroup kGroups[] = {{"Form", kFlags}, {"Encrypted keys", kPassphraseFlags}};

Outcome<> run_key_thumbprint(Invocation& run) {
  if (run.args.has("--uri") && run.args.has("--spki"))
    return usage("--spki", "the URI is defined for the RFC 7638 thumbprint alone", "give either --uri or --spki");
  SIGNET_TRY(const Key key, load_argument_key(run));
  std::string thumbprint = run.args.has("--uri") ? key.thumbprint_uri() : key.thumbprint();
  if (run.args.has("--spki")) {
    auto spki = key.spki_thumbprint();
    if (!spki) return in_file(std::move(spki).error(), run.args.positionals().front());
    thumbprint = std::move(*spki);
  }
  if (key.is_symmetric())
    run.console.note("the thumbprint of a symmetric key is a hash of the secret: do not publish it");
  if (!run.json()) return run.console.write_text(thumbprint);
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("thumbprint", thumbprint).end_object();
  return run.console.write_json(out.text());
}

}  // namespace

constinit const Command rows::key_thumbprint = {
    .section = kKeys,
    .name = "key thumbprint",
    .summary = "print the thumbprint of a key",
    .about = "Prints the RFC 7638 thumbprint with SHA-256: the same for every spelling of one key, public or private.",
    .positional = {.name = "FILE", .help = kKeyFileHelp},
    .groups = kGroups,
    .example = "signet key thumbprint k.jwk\nsignet key thumbprint --uri k.jwk",
    .run = run_key_thumbprint,
};

}  // namespace signet::cli
