#include "cli/sidecar_page.h"

#include <span>
#include <variant>

#include "cli/markdown.h"
#include "cli/table.h"
#include "cli/text.h"
#include "server/sidecar/config_read.h"

namespace signet::cli {
namespace {

using server::IssuerConfig;
using server::PolicyConfig;

constexpr std::string_view kHead =
    "# The file of the sidecar\n\n"
    "`signet sidecar check --markdown` prints this page, and `signet sidecar check --config sidecar.toml` says all "
    "that\n"
    "is wrong with a file, each fault with its line. The file is TOML 1.0; a key that is not listed here is a fault.\n"
    "[docs/proxies/sidecar.toml](../proxies/sidecar.toml) is an example with remarks.\n\n"
    "A DURATION is text such as \"30s\", \"5m\", \"1h\" or \"2d\". A FILE is relative to the folder of the "
    "configuration.\n"
    "NAME, of an issuer or a policy, has at most 64 letters, digits, `-`, `_` and `.`. An ORIGIN is what browsers "
    "send:\n"
    "\"https://app.example\". `needed` stands where a key has no default and must be set.\n";

std::string keys_of(const IssuerConfig& issuer) {
  struct {
    std::string operator()(const server::DiscoveredIssuer& /*keys*/) const { return "discovery"; }
    std::string operator()(const server::KeySetUrl& keys) const { return keys.url; }
    std::string operator()(const server::KeySetFile& keys) const { return keys.path; }
  } const tell;
  return std::visit(tell, issuer.keys);
}

std::string joined(std::span<const std::string> words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string kind_of(const PolicyConfig& policy) {
  if (policy.profile != nullptr) return std::string(policy.profile->id);
  if (policy.typs.empty()) return policy.any_typ ? "any typ" : "JWT or none";
  return "typ " + joined(policy.typs);
}

void write_words(json::Writer& out, std::string_view name, std::span<const std::string> words) {
  out.key(name).begin_array();
  for (const std::string& word : words) out.string(json_text(word));
  out.end_array();
}

}  // namespace

std::string sidecar_markdown() {
  std::string page(kHead);
  for (const server::ConfigSection& section : server::sidecar_sections()) {
    page += text("\n## {}\n\n{}\n", section.heading.empty() ? "Of the whole file" : text("`{}`", section.heading),
                 section.about);
    page += "\n| key | value | what it is | default |\n|---|---|---|---|\n";
    for (const server::config::KeyRow& key : section.keys) {
      if (key.form.empty()) continue;  // a section of its own
      std::string standard = cell(key.standard);
      if (standard.contains('"') || standard.starts_with('[')) standard = text("`{}`", standard);
      page += text("| `{}` | `{}` | {} | {} |\n", key.name, cell(key.form), cell(key.help), standard);
    }
  }
  return page;
}

std::string sidecar_text(const server::SidecarConfig& config, const Console& console) {
  Table policies({"policy", "issuers", "algorithms", "tokens", "audiences"});
  for (const PolicyConfig& policy : config.policies)
    policies.row({policy.name, joined(policy.issuers), joined(policy.algorithms), kind_of(policy),
                  policy.any_audience ? "any" : joined(policy.audiences)},
                 Style::bold);
  Table issuers({"issuer", "iss", "keys"});
  for (const IssuerConfig& issuer : config.issuers)
    issuers.row({issuer.name, issuer.issuer, keys_of(issuer)}, Style::bold);
  return text("{}\n{}", policies.to_text(console), issuers.to_text(console));
}

std::string sidecar_json(const server::SidecarConfig& config) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key("policies").begin_array();
  for (const PolicyConfig& policy : config.policies) {
    out.begin_object().member("name", policy.name);
    write_words(out, "issuers", policy.issuers);
    write_words(out, "algorithms", policy.algorithms);
    write_words(out, "audiences", policy.audiences);
    member_or_null(out, "profile", policy.profile == nullptr ? std::string_view() : policy.profile->id);
    out.end_object();
  }
  out.end_array().key("issuers").begin_array();
  for (const IssuerConfig& issuer : config.issuers)
    out.begin_object()
        .member("name", issuer.name)
        .member("issuer", json_text(issuer.issuer))
        .member("keys", json_text(keys_of(issuer)))
        .end_object();
  out.end_array().end_object();
  return out.take_string();
}

}  // namespace signet::cli
