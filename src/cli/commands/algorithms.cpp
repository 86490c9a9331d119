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

/// "EC P-256, P-384, P-521; OKP X25519, X448"
std::string key_of(const KeyManagementInfo& info) {
  std::string key;
  for (const KeyType type : info.types) key.append(key.empty() ? "" : " or ").append(name_of(type));
  if (info.key_octets != 0) return text("{}, {} octets", key, info.key_octets);
  for (const std::string_view curve : info.curves) key.append(curve == info.curves.front() ? " " : ", ").append(curve);
  return key;
}

void write_text(json::Writer& out, std::string_view name, std::string_view value) {
  if (value.empty()) {
    out.key(name).null();
  } else {
    out.member(name, value);
  }
}

void write_texts(json::Writer& out, std::string_view name, std::span<const std::string_view> values) {
  out.key(name).begin_array();
  for (const std::string_view value : values) out.string(value);
  out.end_array();
}

/// Null for 0, which says that the key decides.
void write_octets(json::Writer& out, std::string_view name, std::uint16_t octets) {
  if (octets == 0) {
    out.key(name).null();
  } else {
    out.key(name).integer(octets);
  }
}

/// What all three registries say of a row.
void write_origin(json::Writer& out, const auto& info) {
  out.member("requirement", info.requirement).member("spec", info.spec);
  out.key("available").boolean(info.available);
}

void write_members(json::Writer& out, const AlgorithmInfo& info) {
  write_text(out, "kty", info.kty);
  write_texts(out, "curves", info.curves);
  write_text(out, "hash", info.hash);
  write_octets(out, "signature_octets", info.signature_octets);
}

void write_members(json::Writer& out, const KeyManagementInfo& info) {
  out.key("kty").begin_array();
  for (const KeyType type : info.types) out.string(name_of(type));
  out.end_array();
  write_texts(out, "curves", info.curves);
  out.member("mode", name_of(info.mode));
  write_octets(out, "key_octets", info.key_octets);
  write_texts(out, "parameters", info.parameters);
  out.key("legacy").boolean(info.legacy);
}

void write_members(json::Writer& out, const ContentEncryptionInfo& info) {
  write_octets(out, "key_octets", info.key_octets);
  write_octets(out, "iv_octets", info.iv_octets);
  write_octets(out, "tag_octets", info.tag_octets);
}

void write_rows(json::Writer& out, std::string_view name, const auto& rows) {
  out.key(name).begin_array();
  for (const auto* row : rows) {
    const auto info = describe(*row);
    out.begin_object().member("name", info.name);
    write_members(out, info);
    write_origin(out, info);
    out.end_object();
  }
  out.end_array();
}

std::string here(bool available) {
  return available ? "yes" : "no";
}

std::string signatures_text(const Console& console) {
  Table table({"ALG", "KEY", "HASH", "SIGNATURE", "IANA", "DEFINED IN", "HERE"});
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    const AlgorithmInfo info = describe(*row);
    table.row({std::string(info.name), key_of(info), std::string(info.hash.empty() ? "-" : info.hash),
               info.signature_octets == 0 ? "as the key" : text("{} octets", info.signature_octets),
               std::string(info.requirement), std::string(info.spec), here(info.available)});
  }
  return table.to_text(console);
}

std::string key_management_text(const Console& console) {
  Table table({"ALG", "KEY", "MODE", "IANA", "DEFINED IN", "HERE"});
  for (const KeyManagementAlgorithm* row : key_management_algorithms()) {
    const KeyManagementInfo info = describe(*row);
    table.row({std::string(info.name), key_of(info), std::string(name_of(info.mode)), std::string(info.requirement),
               std::string(info.spec), here(info.available)});
  }
  return table.to_text(console);
}

std::string content_encryption_text(const Console& console) {
  Table table({"ENC", "KEY", "IV", "TAG", "IANA", "DEFINED IN", "HERE"});
  for (const ContentEncryption* row : content_encryptions()) {
    const ContentEncryptionInfo info = describe(*row);
    table.row({std::string(info.name), text("{} octets", info.key_octets), text("{} octets", info.iv_octets),
               text("{} octets", info.tag_octets), std::string(info.requirement), std::string(info.spec),
               here(info.available)});
  }
  return table.to_text(console);
}

Outcome<> run_algorithms(Invocation& run) {
  if (run.json()) {
    json::Writer out;
    out.begin_object().key("ok").boolean(true);
    write_rows(out, "algorithms", signature_algorithms());
    write_rows(out, "key_management", key_management_algorithms());
    write_rows(out, "content_encryption", content_encryptions());
    out.end_object();
    return run.console.write_json(out.text());
  }
  return run.console.write(
      text("Signatures (alg of a JWS)\n{}\nKey management (alg of a JWE)\n{}\n"
           "Content encryption (enc of a JWE)\n{}",
           signatures_text(run.console), key_management_text(run.console), content_encryption_text(run.console)));
}

}  // namespace

constinit const Command rows::algorithms = {
    .section = kReference,
    .name = "algorithms",
    .summary = "list the algorithms",
    .about =
        "Lists the algorithms of signatures, key management and content encryption by their JWA names, with the key "
        "that each wants, what the IANA registry says about it, and whether libcrypto on this machine has it.",
    .positional = {},
    .groups = {},
    .example = "signet algorithms",
    .run = run_algorithms,
};

}  // namespace signet::cli
