// signet verify
#include <algorithm>

#include "cli/batch.h"
#include "cli/batch_case.h"
#include "cli/encryption.h"
#include "cli/keys.h"
#include "cli/network.h"
#include "cli/revocations.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "cli/token_input.h"
#include "cli/verify_policy.h"
#include "signet/jwt.h"
#include "signet/unsecured.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kReportFlags[] = {
    {"--all", "", "report every claim that does not hold, not the first alone"},
};
constexpr Flag kUnsecuredFlags[] = {
    {"--unsecured", "", "take an unsecured token (alg none), which nothing protects, and no other; takes no keys"},
};
constexpr FlagGroup kGroups[] = {
    {"Keys (one of them)", kVerificationKeyFlags},
    {"Keys from the network", kRemoteKeyFlags},
    {"What was revoked", kRevocationFlags},
    {"Encrypted keys", kPassphraseFlags},
    {"What the token must be", kExpectationFlags},
    kProfileGroup,
    {"Time", kTimeFlags},
    {"Input", kTokenFlags},
    {"Report", kReportFlags},
    {"Encrypted tokens", kDecryptionFlags},
    {"Unsecured tokens", kUnsecuredFlags},
    {"Batch", kBatchFlags},
};

// What has no meaning where nothing is verified.
constexpr std::string_view kOnlyForSigned[] = {
    "--jwks",   "--key", "--keys",         "--discover",          "--ca-file", "--allow-loopback", "--alg",
    "--policy", "--all", "--decrypt-with", "--shared-key-claims", "--profile", "--revocations",    "--grant-claim"};

/// What a batch looks at when it is held against a feed: whose that is, and with which keys its pages are proven.
constexpr std::string_view kForBatchWithFeed[] = {"--revocations", "--grant-claim",   "--issuer",   "--jwks",
                                                  "--key",         "--keys",          "--discover", "--passphrase-file",
                                                  "--ca-file",     "--allow-loopback"};

class VerifyWorker final : public BatchWorker {
 public:
  explicit VerifyWorker(Revocations revocations) : revocations_(std::move(revocations)) {}

 private:
  Result<> check(const json::Value& line, std::string& members) override {
    SIGNET_TRY(const std::string_view token, token_of(line));
    // The feed has forgotten what had expired when it was read.
    const auto as_of = line.find("now");
    if (revocations_.source && as_of && !as_of->is_null()) return fail(Errc::revocations_unknown, "now");
    SIGNET_TRY(const Timestamp now, now_of(line));
    SIGNET_TRY(const KnownContext context, KnownContext::read(line));
    const auto& verifier = verifiers_.get(decisions_of(line), [&] { return build_verifier(line, revocations_); });
    if (!verifier) return std::unexpected(verifier.error());
    SIGNET_TRY(const jwt::VerifiedView verified, verifier->verify(token, now, scratch_, context.view()));
    members += ",\"claims\":";
    members += json::to_compact(verified.claims().json());
    return {};
  }

  const Revocations revocations_;
  RecentlyMade<Result<jwt::Verifier>> verifiers_;
  jwt::Scratch scratch_;
};

std::string verified_json(const jwt::Verified& verified) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key("claims").raw(json::to_compact(verified.claims().json()));
  out.member("alg", verified.algorithm()).key("kid");
  if (verified.key_id().empty()) {
    out.null();
  } else {
    out.string(verified.key_id());
  }
  if (!verified.encryption().empty()) out.member("enc", verified.encryption());
  if (!verified.warnings().empty()) {
    out.key("warnings").begin_array();
    for (const Error& warning : verified.warnings()) {
      out.begin_object().member("code", name_of(warning.code)).member("subject", warning.subject);
      out.member("message", sentence_of(Failure(warning))).end_object();
    }
    out.end_array();
  }
  out.end_object();
  return out.take_string();
}

// The usual object, with all failures beside the first.
std::string failures_json(const Failure& first) {
  const std::string usual = to_json(first);
  json::Writer all;
  all.begin_array();
  const auto add = [&](const Failure& failure) {
    all.begin_object().member("code", name_of(failure.error.code)).member("subject", failure.error.subject);
    all.member("message", sentence_of(failure)).end_object();
  };
  add(first);
  for (const Failure& failure : first.also) add(failure);
  all.end_array();
  return text("{},\"failures\":{}}}", std::string_view(usual).substr(0, usual.size() - 1), all.text());
}

/// Says more about a token that is encrypted, where none was expected, and about a key that its issuer does not have.
Failure explain_refusal(const Invocation& run, const Trust& trust, std::string_view token, Error error) {
  Failure failure = explain_token(run, std::move(error));
  const bool has_five_parts = std::ranges::count(token, '.') == 4;
  if (!has_five_parts) failure.hint += where_looked(failure.error, trust.remote.get(), token);
  if (const ContextRow* row = missing_context(failure.error))
    failure.hint = text("the profile compares it: give {}", row->flag);
  if (failure.error.code == Errc::malformed_token && has_five_parts && !run.args.has("--decrypt-with"))
    failure.hint = "the token is encrypted: give the recipient's key with --decrypt-with FILE";
  return failure;
}

Outcome<> refuse_with_all(const Invocation& run, const Trust& trust, std::string_view token,
                          std::vector<Error> errors) {
  if (errors.empty()) return {};
  Failure failure = explain_refusal(run, trust, token, std::move(errors.front()));
  for (std::size_t i = 1; i < errors.size(); ++i) failure.also.emplace_back(std::move(errors[i]));
  failure.json = failures_json(failure);
  return std::unexpected(std::move(failure));
}

// RFC 7519 section 6: claims that nobody has signed, held against issuer, audience, typ and times.
Outcome<> run_unsecured(Invocation& run) {
  for (const std::string_view flag : kOnlyForSigned)
    if (run.args.has(flag))
      return usage(flag, "the flag contradicts --unsecured", "a token is verified with keys, or it is unsecured");
  SIGNET_TRY(const Demands demands, read_demands(run));
  SIGNET_TRY(const Timestamp now, run.now());
  SIGNET_TRY(const std::string token, run.read_token(demands.max_size));
  SIGNET_CHECK(KnownContext::read(run));  // without a profile nothing would be compared with what the flags say
  const auto shown = unsecured::decode(token, demands.max_size);
  if (!shown) return std::unexpected(explain_token(run, shown.error()));
  SIGNET_CHECK(unsecured::check(*shown, to_policy(demands), now));
  run.console.warn("nothing protects an unsecured token: anyone can have written these claims");
  const json::Value claims = shown->unprotected_claims().json();
  if (!run.json()) return run.console.write_json(claims);
  return run.console.write_json(text("{{\"ok\":true,\"verified\":false,\"claims\":{}}}", json::to_compact(claims)));
}

/// Lines bring their own keys, but what was revoked is read once, for all of them.
Outcome<> run_verify_batch(Invocation& run) {
  std::span<const std::string_view> flags;
  if (run.args.has("--revocations")) flags = kForBatchWithFeed;
  SIGNET_CHECK(check_batch_flags(run, flags));
  Revocations revocations;
  SIGNET_TRY(const std::optional<FeedPlace> feed, feed_place(run));
  if (feed) {
    SIGNET_TRY(const TrustedKeys keys, load_verification_keys(run));
    SIGNET_TRY(revocations, read_feed(run, *feed, keys.set));
  }
  return run_batch(run, [&] { return std::make_unique<VerifyWorker>(revocations); }, flags);
}

Outcome<> run_verify(Invocation& run) {
  if (run.args.has("--batch")) return run_verify_batch(run);
  if (run.args.has("--unsecured")) return run_unsecured(run);
  SIGNET_TRY(const Demands demands, read_demands(run));
  SIGNET_TRY(const Trust trust, load_trust(run));
  SIGNET_TRY(const std::optional<Decryption> decryption, load_decryption(run));
  SIGNET_TRY(const jwt::Verifier verifier, build_verifier(demands, trust, decryption));
  SIGNET_TRY(const Timestamp now, run.now());
  SIGNET_TRY(const std::size_t max_size, run.max_size(jwt::kMaxSize, jws::kMaxSize));
  SIGNET_TRY(const std::string token, run.read_token(max_size));
  SIGNET_TRY(const KnownContext context, KnownContext::read(run));
  if (run.args.has("--all"))
    SIGNET_CHECK(refuse_with_all(run, trust, token, verifier.failures(token, now, context.view())));
  const Result<jwt::Verified> verified = verifier.verify(token, now, context.view());
  if (!verified) return std::unexpected(explain_refusal(run, trust, token, verified.error()));
  for (const Error& warning : verified->warnings())
    run.console.warn(text("{}: {}", to_string(warning), sentence_of(Failure(warning))));
  if (run.json()) return run.console.write_json(verified_json(*verified));
  return run.console.write_json(verified->claims().json());
}

}  // namespace

constinit const Command rows::verify = {
    .section = kTokens,
    .name = "verify",
    .summary = "verify a token and print its claims",
    .about =
        "Verifies a signed JWT: first the signature, then type, issuer, audience and times. Prints the claims, on one "
        "line, or indented on a terminal; refuses with exit 1.\n"
        "Nothing is left open: say which issuer and audience you expect, or that any will do. Algorithms come from "
        "--alg, or from the alg members of the keys; HS256, HS384 and HS512 only from --alg. --policy names a dated "
        "policy: the claims that it requires are required, and unless --alg is there its algorithms are the "
        "allow-list, "
        "whatever the keys name.\n"
        "With --jwks URL the keys are fetched, once, and with --discover the address is what the metadata of the one "
        "--issuer name, found by OpenID Connect Discovery or RFC 8414. Only https is taken, from machines that are "
        "public, without following redirects.\n"
        "With --revocations URL what the issuer's feed revokes is refused, too. It is read once, to its end, and its "
        "pages are proven with the keys that verify the token; a feed that cannot be read refuses everything.\n"
        "With --profile the token is held against the rules of its kind: the typ that the document wants (then --typ "
        "is "
        "not needed), its claims, and what the flags say of the request that it belongs to.\n"
        "With --decrypt-with a token is decrypted first, and must hold a signed one (cty JWT): a token that is only "
        "signed, or only encrypted, is refused.\n"
        "signet explain takes the same flags and says what is wrong with a token.\n"
        "A line of a batch is {\"id\",\"token\",\"key\",\"algs\",\"issuer\",\"audience\",\"typ\",\"now\",\"leeway\"}: "
        "key is a JWK or a JWK Set; issuer, audience and typ are a string, an array, or null to ignore them; now and "
        "leeway are seconds and may be left out. \"profile\" is an id or an array of ids, and typ may then be left out "
        "where the profile decides it; \"context\" is an object with what the profile compares, named as "
        "the flags are: client_id, nonce, access_token (the token itself), acr_values (an array), max_auth_age "
        "(seconds), "
        "front_channel (a boolean) and so on. A batch takes --revocations as well, with --issuer and the keys of the "
        "feed's pages: the feed is read once, before the first line, and a line then has no now. The answer is "
        "{\"id\",\"ok\":true,\"claims\"} or "
        "{\"id\",\"ok\":false,\"code\",\"subject\"}.",
    .positional = {.name = "TOKEN", .help = "a file, - for standard input, or the token itself", .required = false},
    .groups = kGroups,
    .example =
        "signet verify --jwks jwks.json --issuer https://as.example --audience api --alg ES256 t.jwt\n"
        "signet verify --discover --issuer https://as.example --audience api t.jwt\n"
        "signet verify --batch < cases.jsonl > answers.jsonl",
    .run = run_verify,
};

}  // namespace signet::cli
