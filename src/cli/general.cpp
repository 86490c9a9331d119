#include "cli/general.h"

#include <charconv>
#include <utility>
#include <vector>

#include "cli/text.h"
#include "cli/token_input.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::cli {
namespace {

Outcome<std::string> outcome_of(Result<std::string> made) {
  if (!made) return std::unexpected(Failure(std::move(made).error()));
  return std::move(*made);
}

/// The JWS that gets one signature more keeps its payload, unless it is detached.
Outcome<std::string> add_to(Invocation& run, const std::string& path, const jws::SignatureRequest& request) {
  SIGNET_TRY(const Secret content, run.read("--add-to", path, jws::kMaxSize));
  const std::string_view jws = as_text(content.expose());
  const auto payload_path = run.args.value("--payload");
  if (!payload_path && run.args.has("--detached"))
    return usage("--payload", "nothing says what to sign", "name the detached payload with --payload FILE");
  if (!payload_path) return outcome_of(jws::add_signature(jws, request));
  if (!run.args.has("--detached"))
    return usage("--payload", "the JWS of --add-to has its payload already",
                 "leave --payload out, or say that the payload is beside the JWS with --detached");
  SIGNET_TRY(const Secret payload, run.read("--payload", *payload_path, jws::kMaxSize));
  return outcome_of(jws::add_signature_detached(jws, payload.expose(), request));
}

void write_kid(json::Writer& out, std::string_view kid) {
  out.key("kid");
  if (kid.empty()) {
    out.null();
  } else {
    out.string(kid);
  }
}

void write_failures(json::Writer& out, std::span<const jws::SignatureFailure> failures) {
  out.key("failures").begin_array();
  for (const jws::SignatureFailure& failure : failures) {
    if (!failure.index) continue;
    out.begin_object().key("index").integer(static_cast<std::int64_t>(*failure.index));
    out.member("code", name_of(failure.error.code)).member("subject", failure.error.subject).end_object();
  }
  out.end_array();
}

/// The error of the whole, followed by what is wrong with each signature.
Failure explain_signatures(const Invocation& run, Error error, std::span<const jws::SignatureFailure> failures) {
  Failure whole = explain_token(run, std::move(error));
  for (const jws::SignatureFailure& failure : failures) {
    if (!failure.index) continue;
    Failure one(failure.error);
    one.sentence = text("signature {}: {}", *failure.index + 1, sentence_of(one));
    whole.also.push_back(std::move(one));
  }
  if (whole.also.empty()) return whole;
  json::Writer list;
  list.begin_object();
  write_failures(list, failures);
  list.end_object();
  const std::string usual = to_json(whole);
  whole.json = text("{},{}", std::string_view(usual).substr(0, usual.size() - 1), list.text().substr(1));
  return whole;
}

Outcome<jws::SignaturePolicy> required(const Invocation& run) {
  auto policy = parse_require(run.args.value("--require").value_or("all"));
  if (!policy) return usage("--require", "the value says not how many", "write all, any, or a number of keys");
  return *policy;
}

Outcome<> deliver(Invocation& run, const jws::VerifiedSignatures& verified, std::optional<ByteView> payload) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true);
  if (payload) out.member("payload", base64url::encode(*payload));
  write_signatures(out, verified);
  out.end_object();
  if (run.json() && !run.args.has("--out")) return run.console.write_json(out.text());
  if (payload) return run.deliver({.content = *payload, .form = Product::Form::bytes, .member = "payload"});
  return run.deliver({.content = as_bytes(out.text()), .form = Product::Form::json, .member = "signatures"});
}

}  // namespace

Result<jws::SignaturePolicy> parse_require(std::string_view word) {
  if (word == "all") return jws::SignaturePolicy::all();
  if (word == "any") return jws::SignaturePolicy::any();
  std::size_t keys = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), keys);
  if (problem != std::errc() || end != word.data() + word.size() || keys == 0 || keys > jws::kMaxSignatures)
    return fail(Errc::malformed_case, "require");
  return jws::SignaturePolicy::at_least(keys);
}

Outcome<std::string> sign_general(Invocation& run, std::span<const jws::SignatureRequest> requests) {
  if (const auto path = run.args.value("--add-to")) {
    if (requests.size() == 1) return add_to(run, *path, requests.front());
    return usage("--key", "one signature is added at a time", "give one --key with --add-to");
  }
  const auto path = run.args.value("--payload");
  if (!path) return usage("--payload", "nothing says what to sign", "name a file with --payload FILE");
  SIGNET_TRY(const Secret payload, run.read("--payload", *path, jws::kMaxSize));
  return outcome_of(run.args.has("--detached") ? jws::sign_general_detached(payload.expose(), requests)
                                               : jws::sign_general(payload.expose(), requests));
}

void write_signatures(json::Writer& out, const jws::VerifiedSignatures& verified) {
  out.key("signatures").begin_array();
  for (const jws::VerifiedSignature& signature : verified.signatures()) {
    out.begin_object().key("index").integer(static_cast<std::int64_t>(signature.index()));
    out.member("alg", signature.algorithm());
    write_kid(out, signature.key_id());
    out.key("header").raw(json::to_compact(signature.header()));
    // Nothing proves it; its name says so.
    if (const auto header = signature.unproven_header()) out.key("unprotected").raw(json::to_compact(*header));
    out.end_object();
  }
  out.end_array();
  write_failures(out, verified.failures());
  out.key("keys").integer(static_cast<std::int64_t>(verified.distinct_keys()));
}

Outcome<> verify_general(Invocation& run, std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                         std::size_t max_size) {
  SIGNET_TRY(const jws::SignaturePolicy policy, required(run));
  if (const auto path = run.args.value("--payload")) {
    SIGNET_TRY(const Secret payload, run.read("--payload", *path, max_size));
    const ByteView octets = payload.expose();
    const auto verified = jws::verify_general_detached(token, octets, keys, allowed, policy, max_size);
    if (verified) return deliver(run, *verified, std::nullopt);
    const auto failures = jws::general_failures_detached(token, octets, keys, allowed, policy, max_size);
    return std::unexpected(explain_signatures(run, verified.error(), failures));
  }
  const auto verified = jws::verify_general(token, keys, allowed, policy, max_size);
  if (verified) return deliver(run, *verified, verified->payload());
  const auto failures = jws::general_failures(token, keys, allowed, policy, max_size);
  return std::unexpected(explain_signatures(run, verified.error(), failures));
}

}  // namespace signet::cli
