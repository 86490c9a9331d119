// signet sign
#include "cli/encryption.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "cli/when.h"
#include "signet/jws.h"
#include "signet/jwt.h"
#include "signet/unsecured.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kKeyFlags[] = {
    {"--key", "FILE", "the private or symmetric key, in any form"},
    {"--alg", "NAME", "the algorithm, when the key does not name one"},
    {"--no-kid", "", "leave the key's kid out of the header"},
    {"--typ", "TYPE", "the type in the header, instead of JWT"},
    {"--header", "JSON", "further members of the header: an object"},
    {"--unsecured", "",
     "sign nothing: alg is none, and anyone can forge such a token; of these flags only --typ goes with it"},
};
constexpr Flag kClaimFlags[] = {
    {"--claims", "JSON|FILE", "claims: an object when it starts with {, otherwise a file, - for standard input"},
    {"--issuer", "TEXT", "iss: who makes the token"},
    {"--subject", "TEXT", "sub: whom the token is about"},
    {"--audience", "TEXT", "aud: for whom the token is; given twice, it becomes an array", true},
    {"--expires", "WHEN", "exp: a duration from now on (10m), or a time"},
    {"--not-before", "WHEN", "nbf: a duration from now on, or a time"},
    {"--id", "TEXT", "jti: the token's own identifier"},
    {"--no-iat", "", "leave out iat, which is otherwise now"},
    {"--now", "TIME", "take this as the time: seconds, or 2026-11-01T12:00:00Z"},
};
constexpr FlagGroup kGroups[] = {{"Signature", kKeyFlags},
                                 {"Encrypted keys", kPassphraseFlags},
                                 {"Claims", kClaimFlags},
                                 {"Encryption", kEncryptionFlags},
                                 {"Output", kOutputFlags}};

// The text of --claims, checked to be an object.
Outcome<json::Document> read_claims(Invocation& run) {
  const auto typed = run.args.value("--claims");
  Secret content;
  if (!typed) {
    content = Secret::copy_of(as_bytes("{}"));
  } else if (typed->starts_with('{')) {
    content = Secret::copy_of(as_bytes(*typed));
  } else {
    SIGNET_TRY(content, run.read("--claims", *typed, jwt::kMaxSize));
  }
  SIGNET_TRY(json::Document claims, json::Document::parse(as_text(content.expose())));
  if (!claims.root().is_object()) return std::unexpected(Failure(Error{Errc::claim_type, "payload"}));
  return claims;
}

Outcome<> add_times(const Invocation& run, const json::Value& claims, jwt::Builder& builder) {
  SIGNET_TRY(const Timestamp exact, run.now());
  const auto now = std::chrono::floor<std::chrono::seconds>(exact);
  if (!claims.find("iat") && !run.args.has("--no-iat")) builder.issued_at(now);
  if (run.args.has("--not-before")) {
    SIGNET_TRY(const Timestamp when, run.time_or_duration("--not-before", now));
    builder.not_before(when);
  }
  if (run.args.has("--expires")) {
    SIGNET_TRY(const Timestamp when, run.time_or_duration("--expires", now));
    builder.expires_at(when);
  }
  return {};
}

Outcome<std::string> make_payload(Invocation& run) {
  SIGNET_TRY(const json::Document claims, read_claims(run));
  jwt::Builder builder;
  builder.claims_json(claims.text());
  if (const auto issuer = run.args.value("--issuer")) builder.issuer(*issuer);
  if (const auto subject = run.args.value("--subject")) builder.subject(*subject);
  const std::vector<std::string> audiences = run.args.values("--audience");
  const std::vector<std::string_view> views(audiences.begin(), audiences.end());
  if (views.size() == 1) builder.audience(views.front());
  if (views.size() > 1) builder.audience(views);
  SIGNET_CHECK(add_times(run, claims.root(), builder));
  if (const auto id = run.args.value("--id")) builder.token_id(*id);
  SIGNET_TRY(std::string payload, builder.payload());
  return payload;
}

// RFC 7519 section 6. Everything that has to do with a key contradicts it.
Outcome<> sign_nothing(Invocation& run) {
  for (const Flag& flag : kEncryptionFlags)
    if (run.args.has(flag.name))
      return usage(flag.name, "the flag contradicts --unsecured", "a token that is encrypted has a signed one inside");
  for (const Flag& flag : kKeyFlags)
    if (flag.name != "--unsecured" && flag.name != "--typ" && run.args.has(flag.name))
      return usage(flag.name, "the flag contradicts --unsecured", "a token is signed with a key, or it is unsecured");
  SIGNET_TRY(const std::string payload, make_payload(run));
  const std::string typ = run.args.value("--typ").value_or("JWT");
  SIGNET_TRY(const std::string token, unsecured::sign(as_bytes(payload), {.typ = typ}));
  return run.deliver({.content = as_bytes(token), .form = Product::Form::text, .member = "token"});
}

Outcome<> run_sign(Invocation& run) {
  if (run.args.has("--unsecured")) return sign_nothing(run);
  SIGNET_TRY(const std::shared_ptr<const Signer> signer, load_signer(run));
  SIGNET_TRY(const std::string payload, make_payload(run));
  const std::string typ = run.args.value("--typ").value_or("JWT");
  const std::string header = run.args.value("--header").value_or("");
  SIGNET_TRY(const std::string token,
             jws::sign_compact(as_bytes(payload), *signer,
                               {.typ = typ, .with_kid = !run.args.has("--no-kid"), .extra_json = header}));
  SIGNET_TRY(const std::string product, add_outer_layer(run, payload, token));
  return run.deliver({.content = as_bytes(product), .form = Product::Form::text, .member = "token"});
}

}  // namespace

constinit const Command rows::sign = {
    .section = kTokens,
    .name = "sign",
    .summary = "make a signed token",
    .about =
        "Makes a JWT from claims and signs it. The algorithm is the one that the key names, or --alg. Claims keep "
        "their order; those of flags follow, or replace the value of the same name. iat is set to now unless it "
        "is among the claims.\n"
        "With --encrypt-to the signed token is encrypted to a recipient: a nested token, cty JWT, which signet verify "
        "takes with --decrypt-with.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet sign --key k.jwk --claims '{\"sub\":\"user-42\",\"scope\":\"read\"}' \\\n"
        "  --issuer https://as.example --audience api --expires 10m > t.jwt",
    .run = run_sign,
};

}  // namespace signet::cli
