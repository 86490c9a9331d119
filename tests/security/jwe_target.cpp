#include "jwe_target.h"

#include <utility>

#include "codec/utf8.h"
#include "counted_work.h"
#include "target.h"

namespace signet::test {
namespace {

// What a refusal may ask of memory: as for a JWS, and what a compressed plaintext may become, which grows by doubling.
constexpr std::size_t kOctetsPerCharacter = 64;
constexpr std::size_t kOctetsForAny = 64u << 10;

Result<jwe::Decrypted> decrypt(const JweTarget& target, Form form, std::string_view text) {
  if (form == Form::compact) return jwe::decrypt_compact(text, target.keys, target.policy);
  if (form == Form::flattened) return jwe::decrypt_flattened(text, target.keys, target.policy);
  return jwe::decrypt_general(text, target.keys, target.policy);
}

std::vector<std::pair<Form, std::string>> forms_of(const JweParts& parts) {
  std::vector<std::pair<Form, std::string>> forms;
  if (parts.has_compact_form()) forms.emplace_back(Form::compact, parts.compact());
  forms.emplace_back(Form::flattened, parts.flattened());
  forms.emplace_back(Form::general, parts.general());
  return forms;
}

// What a line of a batch holds beside the token, and how long a token is that is written down for it.
constexpr std::size_t kMaxWritten = 64u << 10;
constexpr std::uint32_t kMaxDepth = 60;

/// Whether the batch takes the text for what it was given to the library as.
bool is_shaped_as(Form form, std::string_view text) {
  if (form == Form::compact) return codec::is_utf8(text);
  const auto document = json::Document::parse(text, {.max_bytes = kMaxWritten, .max_depth = kMaxDepth});
  return document && document->root().is_object() &&
         document->root().find("recipients").has_value() == (form == Form::general);
}

/// The line for the program; empty where none says the same.
std::string line_for(const JweTarget& target, Form form, std::string_view text) {
  const jwe::Policy standard;
  const bool sayable = target.keys.entries().size() == 1 && text.size() <= kMaxWritten && target.alg != "RSA1_5" &&
                       target.policy.compression && target.policy.max_inflated == standard.max_inflated &&
                       target.policy.max_size == standard.max_size && is_shaped_as(form, text);
  if (!sayable) return {};
  json::Writer out;
  out.begin_object().key("token");
  if (form == Form::compact) {
    out.string(text);
  } else {
    out.raw(text);
  }
  const Secret jwk = target.keys.entries().front().key->to_private_jwk().value();
  out.key("key").raw(as_text(jwk.expose())).key("algs").begin_array();
  for (const auto* row : target.policy.algorithms.rows()) out.string(describe(*row).name);
  out.end_array().key("encs").begin_array();
  for (const auto* row : target.policy.encryptions.rows()) out.string(describe(*row).name);
  out.end_array().end_object();
  const std::string_view whole = out.text();
  return std::string(whole.substr(1, whole.size() - 2));
}

}  // namespace

JweTarget JweTarget::of(std::string_view alg, std::string_view enc, std::string_view crv) {
  const Key& key = decryption_key_for(alg, enc, crv);
  return {.alg = std::string(alg),
          .enc = std::string(enc),
          .key = key,
          .keys = JwkSet::of(std::span(&key, 1)),
          .policy = {.algorithms = KeyManagementSet::of(std::span(&alg, 1)).value(),
                     .encryptions = ContentEncryptionSet::of(std::span(&enc, 1)).value(),
                     .legacy = true},
          .label = std::string(alg)};
}

JweTarget JweTarget::by_content() const {
  JweTarget other = *this;
  other.label = enc;
  return other;
}

const std::vector<JweTarget>& every_management() {
  static const std::vector<JweTarget> all = [] {
    const auto encs = all_content_encryptions();
    std::vector<JweTarget> made;
    for (const std::string_view alg : all_key_managements())
      made.push_back(JweTarget::of(alg, encs[made.size() % encs.size()]));
    return made;
  }();
  return all;
}

const std::vector<JweTarget>& every_content() {
  static const std::vector<JweTarget> all = [] {
    std::vector<JweTarget> made;
    for (const std::string_view enc : all_content_encryptions())
      for (const std::string_view alg : {"dir", "A128KW"}) made.push_back(JweTarget::of(alg, enc).by_content());
    return made;
  }();
  return all;
}

std::vector<JweTarget> every_target() {
  std::vector<JweTarget> all = every_management();
  all.insert(all.end(), every_content().begin(), every_content().end());
  return all;
}

jwe::Policy allow_everything() {
  jwe::Policy policy{.algorithms = {}, .encryptions = {}, .legacy = true};
  for (const auto* row : key_management_algorithms()) policy.algorithms.add(*row);
  for (const auto* row : content_encryptions()) policy.encryptions.add(*row);
  return policy;
}

std::string jwe_verdict(const JweTarget& target, Form form, std::string_view text) {
  const Work before = work_so_far();
  const std::string said = outcome(decrypt(target, form, text));
  const std::size_t octets = work_so_far().octets - before.octets;
  EXPECT_LE(octets, kOctetsForAny + 4 * target.policy.max_inflated + kOctetsPerCharacter * text.size())
      << "bounded work";
  return said;
}

void refuse_jwe_text(const JweTarget& target, Form form, std::string_view text, std::string_view expected,
                     const std::source_location& where) {
  const std::string said = jwe_verdict(target, form, text);
  if (!expect_refusal(said, expected, text, where)) return;
  // A batch never allows what is legacy, so it does not come to say that libcrypto lacks it.
  const std::string line = said.contains("RSA1_5") ? std::string() : line_for(target, form, text);
  record(
      {.form = form, .alg = target.label, .said = said, .command = line.empty() ? "" : "jwe decrypt", .input = line});
}

void refuse_jwe(const JweTarget& target, const JweParts& parts, std::string_view expected,
                const std::source_location& where) {
  for (const auto& [form, text] : forms_of(parts)) refuse_jwe_text(target, form, text, expected, where);
}

void accept_jwe(const JweTarget& target, const JweParts& parts, const std::source_location& where) {
  for (const auto& [form, text] : forms_of(parts)) {
    const std::string said = jwe_verdict(target, form, text);
    if (said != "ok") {
      ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line())) << name_of(form) << ": " << said;
    }
  }
}

}  // namespace signet::test
