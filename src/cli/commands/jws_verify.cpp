// signet jws verify
#include "cli/batch.h"
#include "cli/detached.h"
#include "cli/general.h"
#include "cli/jws_batch.h"
#include "cli/keys.h"
#include "cli/network.h"
#include "cli/sections.h"
#include "cli/token_input.h"
#include "signet/base64url.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kAlgorithmFlags[] = {
    {"--alg", "NAME[,NAME]", "the algorithms that are accepted, when the keys do not name them", true},
    {"--policy", "NAME", "without --alg the algorithms of this dated policy are the ones that are accepted"},
};
constexpr Flag kFormFlags[] = {
    {"--payload", "FILE", "the payload of a detached JWS, - for standard input; of any size"},
    {"--format", "NAME", "compact (the default), flattened or general"},
    kRequireFlag,
};
constexpr FlagGroup kGroups[] = {
    {"Keys (one of them)", kVerificationKeyFlags},
    {"Keys from the network", kNetworkFlags},
    {"Encrypted keys", kPassphraseFlags},
    {"What the JWS must be", kAlgorithmFlags},
    {"Form", kFormFlags},
    {"Input", kTokenFlags},
    {"Output", kOutputFlags},
    {"Batch", kBatchFlags},
};

// What --max-size may ask for: memory is bounded whatever is typed.
constexpr std::size_t kLargest = std::size_t{1} << 30;

/// Without a payload for one that was detached: whoever asks has it.
std::string verified_json(const jws::VerifiedSignature& verified, std::optional<ByteView> payload) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true);
  if (payload) out.member("payload", base64url::encode(*payload));
  out.key("header").raw(json::to_compact(verified.header())).member("alg", verified.algorithm()).key("kid");
  if (verified.key_id().empty()) {
    out.null();
  } else {
    out.string(verified.key_id());
  }
  out.end_object();
  return out.take_string();
}

Outcome<> verify_beside(Invocation& run, const std::string& token, const JwkSet& keys, const AlgorithmSet& allowed,
                        std::size_t max_size, Serialization form) {
  const std::string path = run.args.value("--payload").value_or("");
  const auto verified = verify_detached(run, path, token, keys, allowed, max_size, form);
  if (!verified) return std::unexpected(explain_token(run, verified.error()));
  if (run.json() && !run.args.has("--out")) return run.console.write_json(verified_json(*verified, std::nullopt));
  const std::string header = json::to_compact(verified->header());
  return run.deliver({.content = as_bytes(header), .form = Product::Form::json, .member = "header"});
}

Result<jws::Verified> verify_attached(std::string_view token, const JwkSet& keys, const AlgorithmSet& allowed,
                                      std::size_t max_size, Serialization form) {
  return form == Serialization::compact ? jws::verify_compact(token, keys, allowed, max_size)
                                        : jws::verify_flattened(token, keys, allowed, max_size);
}

Outcome<> run_jws_verify(Invocation& run) {
  if (run.args.has("--batch")) return run_batch(run, [] { return std::make_unique<JwsVerifyWorker>(); });
  SIGNET_TRY(const Serialization form, format_of(run));
  if (form != Serialization::general && run.args.has("--require"))
    return usage("--require", "only a general JWS has several signatures", "write --format general");
  SIGNET_TRY(const TrustedKeys trusted, load_verification_keys(run));
  const JwkSet& keys = trusted.set;
  SIGNET_TRY(const AlgorithmSet allowed, allowed_algorithms(run, keys));
  SIGNET_TRY(const std::size_t max_size, run.max_size(jws::kMaxSize, kLargest));
  SIGNET_TRY(const std::string token, run.read_token(max_size));
  if (form == Serialization::general) return verify_general(run, token, keys, allowed, max_size);
  if (run.args.has("--payload")) return verify_beside(run, token, keys, allowed, max_size, form);
  const Result<jws::Verified> verified = verify_attached(token, keys, allowed, max_size, form);
  if (!verified) {
    Failure failure = explain_token(run, verified.error());
    if (form == Serialization::compact) failure.hint += where_looked(failure.error, trusted.remote.get(), token);
    return std::unexpected(std::move(failure));
  }
  if (run.json() && !run.args.has("--out"))
    return run.console.write_json(verified_json(*verified, verified->payload()));
  return run.deliver({.content = verified->payload(), .form = Product::Form::bytes, .member = "payload"});
}

}  // namespace

constinit const Command rows::jws_verify = {
    .section = kSignatures,
    .name = "jws verify",
    .summary = "verify a signature and print the payload",
    .about =
        "Verifies a JWS and writes its payload, byte for byte, to standard output; on a terminal it is escaped. The "
        "form is compact, or what --format names; it is never guessed. Nothing is said about claims: for a JWT use "
        "signet verify.\n"
        "Of a general JWS every signature must hold, unless --require asks for any of them or for signatures of a "
        "number of different keys; --json lists those that held and those that did not.\n"
        "With --payload the JWS is detached: the file is what it signs, and its proven header is written instead. HS, "
        "RS, PS and ES algorithms read the file piece by piece, whatever its size. Use the file only after the answer, "
        "and see that nobody changes it in between.\n"
        "A line of a batch is {\"id\",\"token\",\"key\",\"algs\"}: key is a JWK or a JWK Set, algs an array of names. "
        "A "
        "token that is an object is a flattened JWS, or a general one when it has signatures, with "
        "\"require\":\"all\", \"any\" or a number; \"payload\" as base64url is that of a detached one. "
        "The answer is {\"id\",\"ok\":true,\"payload\"} with the payload as base64url, or "
        "{\"id\",\"ok\":false,\"code\",\"subject\"}.",
    .positional = {.name = "TOKEN", .help = "a file, - for standard input, or the JWS itself", .required = false},
    .groups = kGroups,
    .example =
        "signet jws verify --key k.pub.jwk --alg ES256 s.jws > payload.bin\n"
        "signet jws verify --key k.pub.jwk --alg ES256 --payload backup.tar backup.jws\n"
        "signet jws verify --key both.jwks --alg ES256,EdDSA --format general --require any both.json\n"
        "signet jws verify --batch < cases.jsonl > answers.jsonl",
    .run = run_jws_verify,
};

}  // namespace signet::cli
