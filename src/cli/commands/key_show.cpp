// signet key show
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr FlagGroup kGroups[] = {{"Encrypted keys", kPassphraseFlags}};

std::string half_of(const Key& key) {
  if (key.is_symmetric()) return "symmetric: a secret";
  return key.is_private() ? "private, with its public half" : "public";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// The algorithms that the key may be used with.
std::string fitting(const Key& key) {
  std::vector<std::string> names;
  for (const SignatureAlgorithm* row : signature_algorithms())
    if (key.check_fit(*row)) names.emplace_back(describe(*row).name);
  return names.empty() ? "no signature algorithm" : joined(names);
}

Result<std::string> facts_json(const Key& key) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true);
  write_facts(out, key);
  out.member("kid", key.info().kid).member("thumbprint_uri", key.thumbprint_uri());
  if (!key.is_symmetric()) {
    SIGNET_TRY(const std::string spki, key.spki_thumbprint());
    SIGNET_TRY(const std::string jwk, key.to_public_jwk());
    out.member("spki_thumbprint", spki).key("public").raw(jwk);
  }
  out.end_object();
  return out.take_string();
}

Result<std::string> facts_text(const Key& key, const Console& console) {
  const KeyInfo& info = key.info();
  Facts facts;
  facts.add("type", text("{} ({} bits)", name_of(key.type()), key.bits()));
  facts.add("curve", key.crv());
  facts.add("half", half_of(key));
  facts.add("kid", info.kid);
  facts.add("alg", info.alg);
  facts.add("use", info.use);
  facts.add("key_ops", joined(info.key_ops));
  facts.add("fits", fitting(key));
  facts.add("x5u", info.x5u);
  if (!info.x5c.empty()) facts.add("x5c", text("{} certificate{}", info.x5c.size(), info.x5c.size() == 1 ? "" : "s"));
  facts.add("x5t", info.x5t);
  facts.add("x5t#S256", info.x5t_s256);
  if (key.is_symmetric()) {
    // It would be a hash of the secret.
    facts.add("thumbprint", "not shown for a secret");
    return facts.to_text(console);
  }
  SIGNET_TRY(const std::string spki, key.spki_thumbprint());
  facts.add("thumbprint", key.thumbprint());
  facts.add("of SPKI", spki);
  return facts.to_text(console);
}

Outcome<> run_key_show(Invocation& run) {
  SIGNET_TRY(const Key key, load_argument_key(run));
  if (run.json()) {
    SIGNET_TRY(const std::string json, facts_json(key));
    return run.console.write_json(json);
  }
  SIGNET_TRY(const std::string facts, facts_text(key, run.console));
  return run.console.write(facts);
}

}  // namespace

constinit const Command rows::key_show = {
    .section = kKeys,
    .name = "key show",
    .summary = "say what a key is, without its private members",
    .about =
        "Says what kind of key a file holds, what it may be used for and how it is named. Private members are "
        "never printed.",
    .positional = {.name = "FILE", .help = kKeyFileHelp},
    .groups = kGroups,
    .example = "signet key show k.jwk",
    .run = run_key_show,
};

}  // namespace signet::cli
