// signet dpop verify
#include <vector>

#include "cli/dpop_batch.h"
#include "cli/dpop_request.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "cli/token_input.h"
#include "cli/when.h"
#include "signet/dpop.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kExpectationFlags[] = {
    {"--jkt", "THUMBPRINT", "the key that the access token is bound to (cnf.jkt)"},
    {"--alg", "NAME[,NAME]", "the algorithms that are accepted, instead of all that are asymmetric", true},
};
constexpr Flag kTimeFlags[] = {
    {"--now", "TIME", "take this as the time: seconds, or 2026-11-01T12:00:00Z"},
    {"--max-age", "DURATION", "how long ago the proof may have been made: 60s unless given, 10m at most"},
    {"--leeway", "DURATION", "how far clocks may differ: 10s unless given, 60s at most"},
};
constexpr Flag kInputFlags[] = {
    {"--token-file", "FILE", "read the proof from this file, so that it is no argument"},
};
constexpr FlagGroup kGroups[] = {{"Request", kDpopRequestFlags},
                                 {"What the proof must be", kExpectationFlags},
                                 {"Time", kTimeFlags},
                                 {"Input", kInputFlags},
                                 {"Batch", kBatchFlags}};

Outcome<dpop::Verifier> build_verifier(const Invocation& run) {
  dpop::Policy policy;
  policy.any_replay();  // nothing is kept from one run to the next
  if (run.args.has("--max-age")) {
    SIGNET_TRY(const Duration age, run.duration("--max-age"));
    if (age > dpop::kMaxMaxAge || age == Duration::zero())
      return usage("--max-age", "the value is not between 1s and 10m",
                   "a proof is for one request, made just before it");
    policy.max_age(age);
  }
  if (run.args.has("--leeway")) {
    SIGNET_TRY(const Duration skew, run.duration("--leeway"));
    if (skew > dpop::kMaxSkew)
      return usage("--leeway", "the leeway is more than 60s", "clocks that differ more have to be set");
    policy.skew(skew);
  }
  SIGNET_TRY(const std::vector<std::string> names, run.args.list("--alg"));
  if (!names.empty()) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    SIGNET_TRY(const AlgorithmSet allowed, AlgorithmSet::of(views));
    policy.algorithms(allowed);
  }
  SIGNET_TRY(dpop::Verifier verifier, dpop::Verifier::build(policy));
  return verifier;
}

struct Hint {
  Errc code;
  std::string_view subject;
  std::string_view text;
};
// Where the general hint of the code speaks of other commands.
constexpr Hint kHints[] = {
    {Errc::typ_mismatch, "typ", "this is no DPoP proof; signet inspect shows what it is"},
    {Errc::claim_missing, "ath", "the proof was made without this access token: signet dpop prove --access-token-file"},
    {Errc::claim_mismatch, "ath", "the proof was made for another access token, or the file holds more than the token"},
    {Errc::claim_mismatch, "htm", "signet inspect shows the htm of the proof; upper and lower case differ"},
    {Errc::claim_mismatch, "htu", "signet inspect shows the htu of the proof; --url is the URL that the client used"},
    {Errc::claim_mismatch, "nonce", "make a new proof with the nonce that the server wants now"},
    {Errc::token_expired, "iat", "make a new proof for each request; --now verifies an old one as of another time"},
    {Errc::key_mismatch, "jkt", "signet inspect shows cnf.jkt of the access token, and key thumbprint that of a key"},
};

Failure explain_refusal(const Invocation& run, const Error& error) {
  Failure failure = explain_token(run, error);
  for (const Hint& hint : kHints)
    if (hint.code == error.code && hint.subject == error.subject) failure.hint = hint.text;
  return failure;
}

/// What held and nobody asked about.
void say_what_was_left_out(const Invocation& run, const DpopRequest& request, const dpop::Proof& proof) {
  if (request.access_token && !run.args.has("--jkt"))
    run.console.note("that the access token is bound to this key was not checked: give its cnf.jkt with --jkt");
  if (!request.access_token && proof.access_token_hash())
    run.console.note("the proof is for an access token (ath), which was not checked: name it with --access-token-file");
}

std::string proof_json(const dpop::Proof& proof) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("jkt", proof.jkt()).member("alg", proof.algorithm());
  out.key("claims").raw(json::to_compact(proof.claims().json()));
  out.key("jwk").raw(proof.key().to_public_jwk().value_or("null")).end_object();
  return out.take_string();
}

Outcome<> run_dpop_verify(Invocation& run) {
  if (run.args.has("--batch")) {
    const auto seen = batch_replay_store();
    return run_batch(run, [&seen] { return std::make_unique<DpopVerifyWorker>(seen); });
  }
  SIGNET_TRY(const DpopRequest request, read_dpop_request(run));
  SIGNET_TRY(const dpop::Verifier verifier, build_verifier(run));
  SIGNET_TRY(const Timestamp now, run.now());
  SIGNET_TRY(const std::string token, run.read_token(dpop::kMaxProof));
  const auto jkt = run.args.value("--jkt");
  dpop::Request asked{
      .method = request.method, .url = request.url, .access_token = request.access_token, .jkt = jkt, .any_key = true};
  if (request.nonce) asked.nonce = dpop::one_of({*request.nonce});
  const Result<dpop::Proof> proof = verifier.verify(token, asked, now);
  if (!proof) return std::unexpected(explain_refusal(run, proof.error()));
  say_what_was_left_out(run, request, *proof);
  if (run.json()) return run.console.write_json(proof_json(*proof));
  return run.console.write_text(proof->jkt());
}

}  // namespace

constinit const Command rows::dpop_verify = {
    .section = kProofs,
    .name = "dpop verify",
    .summary = "verify a DPoP proof against its request",
    .about =
        "Runs the checks of RFC 9449 section 4.3 and prints the thumbprint of the key that is proven (the jkt of the "
        "proof); refuses with exit 1, and says which step did not hold.\n"
        "Method and URL are those of the request; spellings of one URL are the same, and query and fragment do not "
        "count. With --access-token-file the proof must be for this token, with --nonce it must have this nonce, and "
        "with --jkt the key must have this thumbprint.\n"
        "One run knows nothing of others, so a single proof can be verified again. The lines of a batch are one log: "
        "a proof that holds, and whose key has used its jti in an earlier line that held, is replayed(jti), however "
        "long ago that was. A million proofs of one key, and a million keys, are remembered; more are "
        "limit_exceeded.\n"
        "A line of a batch is {\"id\",\"proof\",\"method\",\"url\",\"now\",\"nonce\",\"access_token\",\"jkt\","
        "\"max_age\"}: now and max_age are seconds; what is behind url may be left out. The answer is "
        "{\"id\",\"ok\":true,\"jkt\"} or {\"id\",\"ok\":false,\"code\",\"subject\"}.",
    .positional = {.name = "PROOF", .help = "a file, - for standard input, or the proof itself", .required = false},
    .groups = kGroups,
    .example =
        "signet dpop verify --method POST --url https://as.example/token proof.jwt\n"
        "signet dpop verify --batch < requests.jsonl > answers.jsonl",
    .run = run_dpop_verify,
};

}  // namespace signet::cli
