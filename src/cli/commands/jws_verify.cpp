// signet jws verify
#include "cli/batch.h"
#include "cli/batch_case.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/token_input.h"
#include "signet/base64url.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kAlgorithmFlags[] = {
    {"--alg", "NAME[,NAME]", "the algorithms that are accepted, when the keys do not name them", true},
};
constexpr FlagGroup kGroups[] = {
    {"Keys (one of them)", kVerificationKeyFlags},
    {"Encrypted keys", kPassphraseFlags},
    {"What the JWS must be", kAlgorithmFlags},
    {"Input", kTokenFlags},
    {"Output", kOutputFlags},
    {"Batch", kBatchFlags},
};

// What --max-size may ask for: memory is bounded whatever is typed.
constexpr std::size_t kLargest = std::size_t{1} << 30;

class JwsVerifyWorker final : public BatchWorker {
  Result<> check(const json::Value& line, std::string& members) override {
    SIGNET_TRY(const std::string_view token, token_of(line));
    SIGNET_TRY(const AlgorithmSet allowed, algorithms_of(line));
    SIGNET_TRY(const json::Value key, member_of(line, "key"));
    const auto& keys = keys_.get(key.source(), [&] { return keys_of(key); });
    if (!keys) return std::unexpected(keys.error());
    SIGNET_TRY(const jws::Verified verified, jws::verify_compact(token, *keys, allowed));
    members += ",\"payload\":\"";
    base64url::append(members, verified.payload());
    members += '"';
    return {};
  }

  RecentlyMade<Result<JwkSet>> keys_;
};

std::string verified_json(const jws::Verified& verified) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("payload", base64url::encode(verified.payload()));
  out.key("header").raw(json::to_compact(verified.header())).member("alg", verified.algorithm()).key("kid");
  if (verified.key_id().empty()) {
    out.null();
  } else {
    out.string(verified.key_id());
  }
  out.end_object();
  return out.take_string();
}

Outcome<> run_jws_verify(Invocation& run) {
  if (run.args.has("--batch")) return run_batch(run, [] { return std::make_unique<JwsVerifyWorker>(); });
  SIGNET_TRY(const JwkSet keys, load_verification_keys(run));
  SIGNET_TRY(const AlgorithmSet allowed, allowed_algorithms(run, keys));
  SIGNET_TRY(const std::size_t max_size, run.max_size(jws::kMaxSize, kLargest));
  SIGNET_TRY(const std::string token, run.read_token(max_size));
  const Result<jws::Verified> verified = jws::verify_compact(token, keys, allowed, max_size);
  if (!verified) return std::unexpected(explain_token(run, verified.error()));
  if (run.json() && !run.args.has("--out")) return run.console.write_json(verified_json(*verified));
  return run.deliver({.content = verified->payload(), .form = Product::Form::bytes, .member = "payload"});
}

}  // namespace

constinit const Command rows::jws_verify = {
    .section = kSignatures,
    .name = "jws verify",
    .summary = "verify a signature and print the payload",
    .about =
        "Verifies a compact JWS and writes its payload, byte for byte, to standard output; on a terminal it is "
        "escaped. Nothing is said about claims: for a JWT use signet verify.\n"
        "A line of a batch is {\"id\",\"token\",\"key\",\"algs\"}: key is a JWK or a JWK Set, algs an array of names. "
        "The answer is {\"id\",\"ok\":true,\"payload\"} with the payload as base64url, or "
        "{\"id\",\"ok\":false,\"code\",\"subject\"}.",
    .positional = {.name = "TOKEN", .help = "a file, - for standard input, or the JWS itself", .required = false},
    .groups = kGroups,
    .example =
        "signet jws verify --key k.pub.jwk --alg ES256 s.jws > payload.bin\n"
        "signet jws verify --batch < cases.jsonl > answers.jsonl",
    .run = run_jws_verify,
};

}  // namespace signet::cli
