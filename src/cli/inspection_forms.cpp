#include "cli/inspection_forms.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cli/claim_words.h"
#include "cli/inspection.h"
#include "cli/table.h"
#include "cli/text.h"
#include "cli/token_input.h"
#include "codec/utf8.h"
#include "signet/base64url.h"
#include "signet/json.h"
#include "try.h"

namespace signet::cli {
namespace {

// One signature of a JWS, or one recipient of a JWE: its two headers apart, since only one of them is protected.
struct Part {
  std::string title;
  std::optional<json::Document> protected_header;
  std::optional<json::Value> header;  // unprotected
};

struct Form {
  std::string_view name;
  std::vector<Part> parts;
  std::optional<json::Document> claims;  // the payload, when it is a JSON object
  std::string payload;                   // in words or as text, when it is not
  bool is_encrypted = false;
};

// A key where a token is expected, by how it starts or by a member that only it has.
struct Mistake {
  std::string_view mark;
  std::string_view hint;
};
constexpr Mistake kStarts[] = {
    {"-----BEGIN ", "this is a PEM file: signet key show reads keys and certificates"},
    {"ssh-", "this is an OpenSSH key: signet key show reads keys"},
    {"ecdsa-sha2-", "this is an OpenSSH key: signet key show reads keys"},
};
constexpr Mistake kMembers[] = {
    {"keys", "this is a JWK Set: signet jwks show reads it"},
    {"kty", "this is a JWK: signet key show reads it"},
};

std::unexpected<Failure> mistaken(std::string_view hint) {
  Failure failure(Error{Errc::malformed_token, "token"});
  failure.sentence = "this is a key, not a token";
  failure.hint = hint;
  return std::unexpected(std::move(failure));
}

std::optional<json::Document> protected_of(const json::Value& object) {
  const auto segment = object.find("protected");
  return segment ? decode_object(segment->string().value_or("")) : std::nullopt;
}

void read_payload(const json::Value& object, Form& form) {
  const auto payload = object.find("payload");
  if (!payload) {
    form.payload = "detached: it is not in the token";
    return;
  }
  const std::string_view text_of_payload = payload->string().value_or("");
  const bool has_header = !form.parts.empty() && form.parts[0].protected_header;
  const auto b64 = has_header ? form.parts[0].protected_header->root().find("b64") : std::nullopt;
  if (b64 && b64->boolean() == false) {
    form.payload = text_of_payload;
    return;
  }
  form.claims = decode_object(text_of_payload);
  if (form.claims) return;
  const auto octets = base64url::decode(text_of_payload);
  if (!octets) {
    form.payload = "no base64url";
  } else if (codec::is_utf8(as_text(*octets))) {
    form.payload = as_text(*octets);
  } else {
    form.payload = text("{} octets that are no text", octets->size());
  }
}

// "signatures" and "recipients" hold the parts; else the object is its own and only part.
Form read_json(const json::Value& object) {
  Form form;
  form.is_encrypted = object.find("ciphertext").has_value();
  const auto list = object.find(form.is_encrypted ? "recipients" : "signatures");
  const std::string_view title = form.is_encrypted ? "Recipient" : "Signature";
  form.name = list ? "general" : "flattened";
  if (list) {
    // The protected header of a general JWE belongs to all recipients (RFC 7516 section 7.2.1).
    if (form.is_encrypted)
      form.parts.push_back({"For all recipients", protected_of(object), object.find("unprotected")});
    std::size_t count = 0;
    for (const json::Value element : list->elements())
      form.parts.push_back(
          {text("{} {} of {}", title, ++count, list->size()), protected_of(element), element.find("header")});
  } else {
    form.parts.push_back({std::string(title), protected_of(object), object.find("header")});
    if (form.is_encrypted && object.find("unprotected"))
      form.parts.push_back({"Shared header", std::nullopt, object.find("unprotected")});
  }
  if (!form.is_encrypted) read_payload(object, form);
  return form;
}

std::string to_json(const Form& form) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key("verified").boolean(false).member("form", form.name);
  out.key("encrypted").boolean(form.is_encrypted).key(form.is_encrypted ? "recipients" : "signatures").begin_array();
  for (const Part& part : form.parts) {
    out.begin_object()
        .key("protected")
        .raw(part.protected_header ? json::to_compact(part.protected_header->root()) : "null");
    out.key("header").raw(part.header ? json::to_compact(*part.header) : "null").end_object();
  }
  out.end_array();
  if (!form.is_encrypted) {
    out.key("claims").raw(form.claims ? json::to_compact(form.claims->root()) : "null").key("payload");
    if (form.claims) {
      out.null();
    } else {
      out.string(form.payload);
    }
  }
  out.end_object();
  return out.take_string();
}

std::string members_of(std::string_view title, const std::optional<json::Value>& object, const Console& console) {
  if (!object) return {};
  std::string out = text("  {}\n", console.out_style(Style::cyan, title));
  if (!object->is_object()) return out + "    " + printable(json::to_compact(*object)) + '\n';
  return out + facts_of(*object).to_text(console, "    ");
}

std::string to_text(const Form& form, Timestamp now, const Console& console) {
  const auto title = [&](std::string_view words) { return '\n' + console.out_style(Style::bold, words) + '\n'; };
  std::string out = unverified_line(console);
  for (const Part& part : form.parts) {
    out += title(part.title);
    const auto proven = part.protected_header ? std::optional(part.protected_header->root()) : std::nullopt;
    if (!proven && !part.header) out += "  no header that can be read\n";
    out += members_of("protected", proven, console) + members_of("not protected", part.header, console);
  }
  if (form.is_encrypted)
    return out + title("Content") + "  The rest is encrypted and cannot be shown without the recipient's key.\n";
  out += title(form.claims ? "Claims" : "Payload");
  return out + (form.claims ? claims_text(form.claims->root(), now, console) : "  " + printable(form.payload) + '\n');
}

Outcome<> show(const Invocation& run, const Form& form) {
  SIGNET_TRY(const Timestamp now, run.now());
  return run.json() ? run.console.write_json(to_json(form)) : run.console.write(to_text(form, now, run.console));
}

Outcome<> inspect_json(const Invocation& run, std::string_view token) {
  const auto document = json::Document::parse(token);
  if (!document) {
    Error error = document.error();
    if (error.code == Errc::malformed_json) error.subject = "token";
    return std::unexpected(Failure(std::move(error)));
  }
  const json::Value object = document->root();
  for (const Mistake& row : kMembers)
    if (object.find(row.mark)) return mistaken(row.hint);
  if (!object.find("signature") && !object.find("signatures") && !object.find("ciphertext")) {
    Failure failure(Error{Errc::malformed_token, "token"});
    failure.hint = "a JWS in JSON has a signature or signatures, a JWE a ciphertext (RFC 7515 7.2, RFC 7516 7.2)";
    return std::unexpected(std::move(failure));
  }
  return show(run, read_json(object));
}

}  // namespace

std::optional<Outcome<>> inspect_other_form(const Invocation& run, std::string_view token) {
  for (const Mistake& row : kStarts)
    if (token.starts_with(row.mark)) return mistaken(row.hint);
  const std::size_t start = token.find_first_not_of(" \t\r\n");
  if (start != std::string_view::npos && token[start] == '{') return inspect_json(run, token);
  //= rfc7516#9 a compact JWE has five segments, where a JWS has three
  if (std::ranges::count(token, '.') != 4) return std::nullopt;
  Form form{.name = "compact", .parts = {}, .claims = {}, .payload = {}, .is_encrypted = true};
  form.parts.push_back({"Header", decode_object(token.substr(0, token.find('.'))), std::nullopt});
  if (!form.parts[0].protected_header) return std::nullopt;
  return show(run, form);
}

}  // namespace signet::cli
