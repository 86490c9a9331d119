// signet algorithms
#include "signet/algorithm.h"

#include "cli/invocation.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

std::string key_of(const AlgorithmInfo& info) {
  if (!info.curves.empty()) {
    std::string key(info.kty);
    for (const std::string_view curve : info.curves)
      key.append(curve == info.curves.front() ? " " : ", ").append(curve);
    return key;
  }
  if (info.min_key_octets != 0) return text("{}, {} octets or more", info.kty, info.min_key_octets);
  return std::string(info.kty);
}

void add_member(json::Writer& out, const AlgorithmInfo& info) {
  const auto member = [&](std::string_view name, std::string_view value) {
    if (value.empty()) {
      out.key(name).null();
    } else {
      out.member(name, value);
    }
  };
  out.begin_object();
  member("name", info.name);
  member("kty", info.kty);
  out.key("curves").begin_array();
  for (const std::string_view curve : info.curves) out.string(curve);
  out.end_array();
  member("hash", info.hash);
  out.key("signature_octets");
  if (info.signature_octets == 0) {
    out.null();
  } else {
    out.integer(info.signature_octets);
  }
  member("requirement", info.requirement);
  member("spec", info.spec);
  out.key("available").boolean(info.available).end_object();
}

Outcome<> run_algorithms(Invocation& run) {
  if (run.json()) {
    json::Writer out;
    out.begin_object().key("ok").boolean(true).key("algorithms").begin_array();
    for (const SignatureAlgorithm* row : signature_algorithms()) add_member(out, describe(*row));
    out.end_array().end_object();
    return run.console.write_json(out.text());
  }
  Table table({"ALG", "KEY", "HASH", "SIGNATURE", "IANA", "DEFINED IN", "HERE"});
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    const AlgorithmInfo info = describe(*row);
    table.row({std::string(info.name), key_of(info), std::string(info.hash.empty() ? "-" : info.hash),
               info.signature_octets == 0 ? "as the key" : text("{} octets", info.signature_octets),
               std::string(info.requirement), std::string(info.spec), info.available ? "yes" : "no"});
  }
  return run.console.write(table.to_text(run.console));
}

}  // namespace

constinit const Command rows::algorithms = {
    .section = kReference,
    .name = "algorithms",
    .summary = "list the signature algorithms",
    .about =
        "Lists the algorithms by their JWA names, with the key that each wants, what the IANA registry says about "
        "it, and whether libcrypto on this machine has it.",
    .positional = {},
    .groups = {},
    .example = "signet algorithms",
    .run = run_algorithms,
};

}  // namespace signet::cli
