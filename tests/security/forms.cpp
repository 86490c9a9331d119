#include "forms.h"

#include <algorithm>

#include "codec/utf8.h"

namespace signet::test {
namespace {

constexpr std::string_view kOfForm =
    "malformed_token(header)|malformed_token(protected)|malformed_token(payload)|malformed_token(signature)|"
    "malformed_json(header)|bad_signature";

void write_members(json::Writer& out, const Signed& one) {
  out.member("protected", one.header);
  if (!one.unprotected.empty()) out.key("header").raw(one.unprotected);
  out.member("signature", one.signature);
}

// Who knows of nothing but the first failure must be told the same.
void expect_same_failure(const std::vector<jws::SignatureFailure>& failures, const std::string& said) {
  if (said == "ok") return;
  ASSERT_FALSE(failures.empty()) << said;
  if (said == "signatures_insufficient(signatures)") return;
  EXPECT_EQ(to_string(failures.front().error), said);
}

std::optional<Parts> three_segments(std::string_view token) {
  if (std::ranges::count(token, '.') != 2 || token.size() > jwt::kMaxSize || !codec::is_utf8(token))
    return std::nullopt;
  return split(std::string(token));
}

}  // namespace

std::string flattened_of(const Signed& one, const std::optional<std::string>& payload) {
  json::Writer out;
  out.begin_object();
  if (payload) out.member("payload", *payload);
  write_members(out, one);
  return out.end_object().take_string();
}

std::string general_of(const std::vector<Signed>& all, const std::optional<std::string>& payload) {
  json::Writer out;
  out.begin_object();
  if (payload) out.member("payload", *payload);
  out.key("signatures").begin_array();
  for (const Signed& one : all) {
    out.begin_object();
    write_members(out, one);
    out.end_object();
  }
  return out.end_array().end_object().take_string();
}

Signed sign_over(std::string_view header, std::string_view payload_text, const Signer& signer,
                 std::string unprotected) {
  const std::string segment = b64(header);
  const std::string input = segment + "." + std::string(payload_text);
  return {segment, base64url::encode(signer.sign(as_bytes(input)).value()), std::move(unprotected)};
}

std::string flattened_verdict(const Target& target, std::string_view text) {
  return outcome(jws::verify_flattened(text, target.keys(), target.allowed(), jwt::kMaxSize));
}

std::string general_verdict(const Target& target, std::string_view text, jws::SignaturePolicy policy) {
  const std::string said = outcome(jws::verify_general(text, target.keys(), target.allowed(), policy, jwt::kMaxSize));
  expect_same_failure(jws::general_failures(text, target.keys(), target.allowed(), policy, jwt::kMaxSize), said);
  return said;
}

void refuse_flattened(const Target& target, std::string_view text, std::string_view expected,
                      const std::source_location& where) {
  const std::string said = flattened_verdict(target, text);
  if (!expect_refusal(said, expected, text, where)) return;
  record_json(target, Form::flattened, said, text);
}

void refuse_general(const Target& target, std::string_view text, jws::SignaturePolicy policy, std::string_view expected,
                    const std::source_location& where) {
  const std::string said = general_verdict(target, text, policy);
  if (!expect_refusal(said, expected, text, where)) return;
  record_json(target, Form::general, said, text);
}

void refuse_detached(const Target& target, const Signed& one, ByteView payload, std::string_view expected,
                     const std::source_location& where) {
  const std::string flattened = flattened_of(one, std::nullopt);
  const std::string general = general_of({one}, std::nullopt);
  const auto policy = jws::SignaturePolicy::all();
  const std::string verdicts[] = {
      outcome(
          jws::verify_compact_detached(one.header + ".." + one.signature, payload, target.keys(), target.allowed())),
      outcome(jws::verify_flattened_detached(flattened, payload, target.keys(), target.allowed())),
      outcome(jws::verify_general_detached(general, payload, target.keys(), target.allowed(), policy))};
  for (const std::string& said : verdicts)
    if (expect_refusal(said, expected, flattened, where)) record_json(target, Form::detached, said, {});
}

void refuse_other_forms(const Target& target, std::string_view token, std::string_view bare,
                        const std::source_location& where) {
  const auto parts = three_segments(token);
  if (!parts || bare == "ok") return;
  const std::string_view expected = bare.starts_with("malformed_token") ? kOfForm : bare;
  const Signed one{parts->header, parts->signature};
  refuse_flattened(target, flattened_of(one, parts->payload), expected, where);
  refuse_general(target, general_of({one}, parts->payload), jws::SignaturePolicy::all(), expected, where);
  const auto payload = base64url::decode(parts->payload);
  if (payload) refuse_detached(target, one, *payload, expected, where);
}

}  // namespace signet::test
