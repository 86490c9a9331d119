#include "jose/jwe_form.h"

#include <algorithm>
#include <array>

#include "jose/json_form.h"
#include "signet/jwe.h"
#include "try.h"

namespace signet::jose {
namespace {

constexpr Rule kFlattenedRule{"RFC 7516 7.2.2", "a flattened JWE has one recipient, a general one has recipients"};

constexpr std::string_view kOnlyFlattened[] = {"header", "encrypted_key"};

/// A header of a JSON serialization, which is there only when it says something.
Result<std::optional<json::Value>> find_header(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  //= rfc7516#7.2.1 present when the value is non-empty; otherwise, it MUST be absent
  if (member && (!member->is_object() || member->size() == 0)) return fail(Errc::malformed_token, name);
  return member;
}

/// The same for a text.
Result<std::optional<std::string_view>> find_filled(const json::Value& object, std::string_view name) {
  SIGNET_TRY(const auto text, find_text(object, name));
  if (text && text->empty()) return fail(Errc::malformed_token, name);
  return text;
}

Result<std::string_view> require_text(const json::Value& object, std::string_view name) {
  SIGNET_TRY(const auto text, find_filled(object, name));
  //= rfc7516#7.2.1 iv and tag are there when they are not empty, and every algorithm of JWA has both
  if (!text) return fail(Errc::malformed_token, name);
  return *text;
}

Result<JweForm> read_common(const json::Value& object) {
  JweForm form;
  SIGNET_TRY(const auto protected_header, find_filled(object, "protected"));
  form.protected_header = protected_header.value_or("");
  SIGNET_TRY(form.unprotected, find_header(object, "unprotected"));
  SIGNET_TRY(form.iv, require_text(object, "iv"));
  SIGNET_TRY(form.aad, find_filled(object, "aad"));
  //= rfc7516#7.2.1 the "ciphertext" member MUST be present; that of an empty plaintext may be empty
  SIGNET_TRY(const auto ciphertext, find_text(object, "ciphertext"));
  if (!ciphertext) return fail(Errc::malformed_token, "ciphertext");
  form.ciphertext = *ciphertext;
  SIGNET_TRY(form.tag, require_text(object, "tag"));
  return form;
}

Result<RecipientForm> read_recipient(const json::Value& object) {
  RecipientForm form;
  SIGNET_TRY(form.header, find_header(object, "header"));
  SIGNET_TRY(const auto encrypted_key, find_filled(object, "encrypted_key"));
  form.encrypted_key = encrypted_key.value_or("");
  return form;
}

}  // namespace

Result<JweForm> split_jwe(std::string_view token, std::size_t max_size) {
  if (token.size() > max_size) return fail(Errc::limit_exceeded, "token");
  std::array<std::string_view, 5> parts;
  std::string_view rest = token;
  for (std::string_view& part : parts) {
    const std::size_t dot = rest.find('.');
    //= rfc7516#7.1 five base64url-encoded values separated by four period characters
    const bool last = &part == &parts.back();
    if (last != (dot == std::string_view::npos)) return fail(Errc::malformed_token, "segments");
    part = rest.substr(0, dot);
    if (!last) rest.remove_prefix(dot + 1);
  }
  JweForm form;
  form.protected_header = parts[0];
  form.recipients.push_back({.header = {}, .encrypted_key = parts[1]});
  form.iv = parts[2];
  form.ciphertext = parts[3];
  form.tag = parts[4];
  if (form.protected_header.empty()) return fail(Errc::malformed_token, "header");
  if (form.iv.empty()) return fail(Errc::malformed_token, "iv");
  if (form.tag.empty()) return fail(Errc::malformed_token, "tag");
  return form;
}

Result<JweForm> read_flattened_jwe(const json::Value& object) {
  //= rfc7516#7.2.2 the "recipients" member MUST NOT be present when using this syntax
  if (object.find("recipients")) return fail(Errc::malformed_token, "recipients", &kFlattenedRule);
  SIGNET_TRY(JweForm form, read_common(object));
  SIGNET_TRY(const RecipientForm recipient, read_recipient(object));
  form.recipients.push_back(recipient);
  return form;
}

Result<JweForm> read_general_jwe(const json::Value& object) {
  for (const std::string_view name : kOnlyFlattened)
    if (object.find(name)) return fail(Errc::malformed_token, name, &kFlattenedRule);
  SIGNET_TRY(JweForm form, read_common(object));
  //= rfc7516#7.2.1 the "recipients" member value MUST be an array of JSON objects
  const auto recipients = object.find("recipients");
  if (!recipients || !recipients->is_array() || recipients->size() == 0) {
    return fail(Errc::malformed_token, "recipients");
  }
  if (recipients->size() > jwe::kMaxRecipients) return fail(Errc::limit_exceeded, "recipients");
  for (const json::Value element : recipients->elements()) {
    if (!element.is_object()) return fail(Errc::malformed_token, "recipients");
    SIGNET_TRY(const RecipientForm recipient, read_recipient(element));
    form.recipients.push_back(recipient);
  }
  return form;
}

}  // namespace signet::jose
