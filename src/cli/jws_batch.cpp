#include "cli/jws_batch.h"

#include <optional>
#include <utility>

#include "cli/general.h"
#include "signet/base64url.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::cli {
namespace {

/// What a line wants verified, and with what.
struct Question {
  json::Value token;
  const KeySource& keys;
  const AlgorithmSet& allowed;
  std::optional<Bytes> payload;  // of a detached JWS
};

Result<std::optional<Bytes>> payload_of(const json::Value& line) {
  const auto member = line.find("payload");
  if (!member) return std::nullopt;
  const auto text = member->string();
  auto octets = text ? base64url::decode(*text, jws::kMaxSize) : fail(Errc::malformed_case);
  if (!octets) return fail(Errc::malformed_case, "payload");
  return std::optional(std::move(*octets));
}

Result<jws::SignaturePolicy> policy_of(const json::Value& line) {
  const auto member = line.find("require");
  if (!member) return jws::SignaturePolicy::all();
  if (const auto word = member->string(); word == "all" || word == "any") return parse_require(*word);
  const auto keys = member->integer();
  if (!keys || *keys < 1 || *keys > static_cast<std::int64_t>(jws::kMaxSignatures))
    return fail(Errc::malformed_case, "require");
  return jws::SignaturePolicy::at_least(static_cast<std::size_t>(*keys));
}

void append_payload(std::string& members, ByteView payload) {
  members += ",\"payload\":\"";
  base64url::append(members, payload);
  members += '"';
}

Result<> check_general(const Question& ask, const json::Value& line, std::string& members) {
  SIGNET_TRY(const jws::SignaturePolicy policy, policy_of(line));
  const std::string_view text = ask.token.source();
  json::Writer out;
  out.begin_object();
  if (ask.payload) {
    SIGNET_TRY(const auto verified, jws::verify_general_detached(text, *ask.payload, ask.keys, ask.allowed, policy));
    write_signatures(out, verified);
  } else {
    SIGNET_TRY(const auto verified, jws::verify_general(text, ask.keys, ask.allowed, policy));
    append_payload(members, verified.payload());
    write_signatures(out, verified);
  }
  out.end_object();
  members += ',';
  members += out.text().substr(1, out.text().size() - 2);
  return {};
}

Result<> check_one(const Question& ask, std::string& members) {
  const auto compact = ask.token.string();
  if (ask.payload) {
    const auto verified = compact
                              ? jws::verify_compact_detached(*compact, *ask.payload, ask.keys, ask.allowed)
                              : jws::verify_flattened_detached(ask.token.source(), *ask.payload, ask.keys, ask.allowed);
    if (!verified) return std::unexpected(verified.error());
    return {};
  }
  const auto verified = compact ? jws::verify_compact(*compact, ask.keys, ask.allowed)
                                : jws::verify_flattened(ask.token.source(), ask.keys, ask.allowed);
  if (!verified) return std::unexpected(verified.error());
  append_payload(members, verified->payload());
  return {};
}

}  // namespace

Result<> JwsVerifyWorker::check(const json::Value& line, std::string& members) {
  SIGNET_TRY(const json::Value token, member_of(line, "token"));
  if (!token.is_string() && !token.is_object()) return fail(Errc::malformed_case, "token");
  SIGNET_TRY(const AlgorithmSet allowed, algorithms_of(line));
  SIGNET_TRY(const json::Value key, member_of(line, "key"));
  Result<std::optional<Bytes>> payload = payload_of(line);
  if (!payload) return std::unexpected(payload.error());
  const auto& keys = keys_.get(key.source(), [&] { return keys_of(key); });
  if (!keys) return std::unexpected(keys.error());
  const Question ask{token, *keys, allowed, *std::move(payload)};
  return token.find("signatures") ? check_general(ask, line, members) : check_one(ask, members);
}

}  // namespace signet::cli
