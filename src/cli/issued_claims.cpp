#include "cli/issued_claims.h"

#include <algorithm>

#include "cli/text.h"
#include "cli/when.h"
#include "crypto/random.h"
#include "jose/header.h"
#include "signet/base64url.h"
#include "signet/profiles.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::size_t kIdOctets = 16;

/// How a claim is given, for the hint when it is missing.
struct ClaimFlag {
  std::string_view claim;
  std::string_view spelling;
};
constexpr ClaimFlag kSpellings[] = {
    {"iss", "--issuer https://as.example"},
    {"sub", "--subject TEXT"},
    {"aud", "--audience TEXT"},
    {"exp", "--expires 10m"},
    {"nbf", "--not-before 0s"},
    {"jti", "--id TEXT"},
    {"iat", "--now, or leave out --no-iat"},
    {"at_hash", "--access-token-file FILE"},
    {"c_hash", "--code-file FILE"},
};

/// A file whose first line is hashed into a claim.
struct HashedFile {
  std::string_view flag;
  std::string_view claim;
  std::string_view thing;
};
constexpr HashedFile kHashedFiles[] = {{"--access-token-file", "at_hash", "access token"},
                                       {"--code-file", "c_hash", "code"}};

// The text of --claims, checked to be an object.
Outcome<json::Document> read_object(Invocation& run) {
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

Outcome<> add_hashes(Invocation& run, const Profiles& profiles, const HashChoice& hashes, jwt::Builder& builder) {
  for (const HashedFile& file : kHashedFiles) {
    if (!run.args.has(file.flag)) continue;
    if (!name_claim(profiles, file.claim))
      return usage(file.flag, text("no profile of the token has {}", file.claim), "add --profile openid-id-token");
    if (hashes.algorithm == nullptr) return usage(file.flag, "the hash depends on the algorithm of a signature");
    SIGNET_TRY(const Secret content, run.read_first_line(file.flag, file.thing, jwt::kMaxSize));
    SIGNET_TRY(const std::string hash, jwt::token_hash(as_text(content.expose()), *hashes.algorithm, hashes.crv));
    builder.claim(file.claim, hash);
  }
  return {};
}

Outcome<> add_id(const Invocation& run, const Profiles& profiles, const json::Value& claims, jwt::Builder& builder) {
  if (const auto id = run.args.value("--id")) {
    builder.token_id(*id);
    return {};
  }
  const auto required = required_claims(profiles);
  if (claims.find("jti") || std::ranges::find(required, "jti") == required.end()) return {};
  SIGNET_TRY(const Secret random, crypto::random_secret(kIdOctets));
  builder.token_id(base64url::encode(random.expose()));
  return {};
}

}  // namespace

Outcome<std::string> chosen_typ(const Arguments& args) {
  SIGNET_TRY(const Profiles profiles, chosen_token_profiles(args));
  const jwt::Profile* kind = kind_of(profiles);
  const auto typ = args.value("--typ");
  if (!typ) return std::string(kind == nullptr || kind->typ.empty() ? "JWT" : kind->typ);
  const auto accepted = [&](std::string_view one) { return jose::same_media_type(*typ, one); };
  if (kind == nullptr || kind->needs_explicit_typ() || std::ranges::any_of(kind->accepted_typs, accepted)) return *typ;
  return usage("--typ", text("a token of the profile {} has the typ {}", kind->id, accepted_typs(*kind)),
               "leave out --typ: the profile decides");
}

Outcome<jwt::Builder> read_claims(Invocation& run, const HashChoice& hashes) {
  SIGNET_TRY(const Profiles profiles, chosen_token_profiles(run.args));
  SIGNET_TRY(const std::string typ, chosen_typ(run.args));
  SIGNET_TRY(const json::Document claims, read_object(run));
  jwt::Builder builder;
  for (const jwt::Profile* profile : profiles) builder.profile(*profile);
  builder.typ(typ).header_json(run.args.value("--header").value_or("")).claims_json(claims.text());
  if (const auto issuer = run.args.value("--issuer")) builder.issuer(*issuer);
  if (const auto subject = run.args.value("--subject")) builder.subject(*subject);
  const std::vector<std::string> audiences = run.args.values("--audience");
  const std::vector<std::string_view> views(audiences.begin(), audiences.end());
  if (views.size() == 1) builder.audience(views.front());
  if (views.size() > 1) builder.audience(views);
  SIGNET_CHECK(add_times(run, claims.root(), builder));
  SIGNET_CHECK(add_id(run, profiles, claims.root(), builder));
  SIGNET_CHECK(add_hashes(run, profiles, hashes, builder));
  return builder;
}

Outcome<std::string> make_payload(const jwt::Builder& builder) {
  Result<std::string> payload = builder.payload();
  if (payload) return *std::move(payload);
  Failure failure(std::move(payload).error());
  if (failure.error.code == Errc::claim_missing) {
    const auto* const row = std::ranges::find(kSpellings, failure.error.subject, &ClaimFlag::claim);
    failure.hint = row != std::end(kSpellings)
                       ? text("set it with {}", row->spelling)
                       : text("put it into --claims, as '{{\"{}\":...}}'; signet claims {} says what it is",
                              failure.error.subject, failure.error.subject);
  } else if (failure.error.code == Errc::header_parameter) {
    failure.hint = text("set it with --header, as '{{\"{}\":...}}'", failure.error.subject);
  }
  return std::unexpected(std::move(failure));
}

}  // namespace signet::cli
