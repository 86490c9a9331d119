// Flags that become members of a record: what a body of the admin API is made of.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "cli/invocation.h"

namespace signet::cli {

/// How a flag's value stands in JSON.
enum class MemberForm : unsigned char {
  text,
  texts,  // repeated, each may be a comma list
  flag,   // true
  number,
  json_file,  // what the file holds
  text_file,  // its first line: a secret
};

struct RecordFlag {
  Flag flag;
  std::string_view member;  // "keys.algorithms": one level of nesting
  MemberForm form;
};

inline constexpr RecordFlag kTenantMembers[] = {
    {{"--issuer", "URL", "issuer identifier on a host of its own: https://login.example"}, "issuer", MemberForm::text},
    {{"--title", "TEXT", "for people"}, "title", MemberForm::text},
    {{"--alg", "NAME", "signing keys are kept for it; the first one signs where an API names none", true},
     "keys.algorithms",
     MemberForm::texts},
    {{"--active-for", "DURATION", "how long a key signs before the next one does (90d)"},
     "keys.active_for",
     MemberForm::text},
    {{"--publish-ahead", "DURATION", "how long a key is published before it signs (24h)"},
     "keys.publish_ahead",
     MemberForm::text},
    {{"--max-age", "DURATION", "for how long verifiers may keep the key set (10m)"}, "keys.max_age", MemberForm::text},
    {{"--kid", "STYLE", "how keys are named: thumbprint, random or date"}, "keys.kid", MemberForm::text},
    {{"--certificates", "", "publish a self-signed certificate with each key (x5c)"},
     "keys.certificates",
     MemberForm::flag},
    {{"--rsa-bits", "NUMBER", "size of RSA keys: 2048, 3072 or 4096"}, "keys.rsa_bits", MemberForm::number},
    {{"--token-lifetime", "DURATION", "of access tokens (1h)"}, "token_lifetime", MemberForm::text},
    {{"--max-token-lifetime", "DURATION", "what no API or client may exceed (24h)"},
     "max_token_lifetime",
     MemberForm::text},
};

inline constexpr RecordFlag kClientMembers[] = {
    {{"--title", "TEXT", "for people"}, "title", MemberForm::text},
    {{"--auth", "METHOD", "client_secret_basic, client_secret_post, client_secret_jwt, private_key_jwt or none"},
     "auth",
     MemberForm::text},
    {{"--grant", "NAME", "what it may ask for tokens with: client_credentials, jwt-bearer", true},
     "grants",
     MemberForm::texts},
    {{"--scope", "SCOPE", "that it may have", true}, "scopes", MemberForm::texts},
    {{"--api", "AUDIENCE", "that it may have tokens for, instead of the default API", true}, "apis", MemberForm::texts},
    {{"--introspects", "AUDIENCE", "it is the server of this API, and may ask about its tokens", true},
     "introspects",
     MemberForm::texts},
    {{"--role", "NAME", "claim roles of its tokens", true}, "roles", MemberForm::texts},
    {{"--group", "NAME", "claim groups of its tokens", true}, "groups", MemberForm::texts},
    {{"--entitlement", "NAME", "claim entitlements of its tokens", true}, "entitlements", MemberForm::texts},
    {{"--authorization-type", "NAME", "type of authorization_details that it may ask for", true},
     "authorization_types",
     MemberForm::texts},
    {{"--claims", "FILE", "JSON: further claims of its tokens"}, "claims", MemberForm::json_file},
    {{"--token-lifetime", "DURATION", "of its tokens, where that is less than the API's"},
     "token_lifetime",
     MemberForm::text},
    {{"--dpop-required", "", "its tokens are bound to its key"}, "dpop_required", MemberForm::flag},
    {{"--legacy-audience", "", "its assertions may name the token endpoint, or several audiences"},
     "legacy_audience",
     MemberForm::flag},
    {{"--jwks", "FILE", "its public keys: a JWK Set or one JWK"}, "jwks", MemberForm::json_file},
    {{"--jwks-uri", "URL", "where its public keys are"}, "jwks_uri", MemberForm::text},
};

inline constexpr RecordFlag kApiMembers[] = {
    {{"--title", "TEXT", "for people"}, "title", MemberForm::text},
    {{"--alg", "NAME", "what its tokens are signed with; HS256 and its like get a secret"}, "alg", MemberForm::text},
    {{"--scope", "SCOPE", "that exists for it", true}, "scopes", MemberForm::texts},
    {{"--token-lifetime", "DURATION", "of its tokens"}, "token_lifetime", MemberForm::text},
    {{"--dpop-required", "", "its tokens are bound to a key of the client"}, "dpop_required", MemberForm::flag},
    {{"--claims", "FILE", "JSON: further claims of its tokens"}, "claims", MemberForm::json_file},
};

inline constexpr RecordFlag kIssuerMembers[] = {
    {{"--title", "TEXT", "for people"}, "title", MemberForm::text},
    {{"--jwks", "URL", "where its public keys are"}, "jwks_uri", MemberForm::text},
    {{"--jwks-file", "FILE", "its public keys: a JWK Set or one JWK"}, "jwks", MemberForm::json_file},
    {{"--secret-file", "FILE", "the first line of FILE is the secret that both share; 32 octets or more"},
     "secret",
     MemberForm::text_file},
    {{"--alg", "NAME", "that its assertions may be signed with", true}, "algorithms", MemberForm::texts},
    {{"--subject", "PATTERN", "sub that it may speak of: exact, or with * as the last character", true},
     "subjects",
     MemberForm::texts},
    {{"--scope", "SCOPE", "that its subjects may have", true}, "scopes", MemberForm::texts},
    {{"--api", "AUDIENCE", "that its subjects may have tokens for, instead of the default API", true},
     "apis",
     MemberForm::texts},
    {{"--aud-array", "WORD", "one: an array of exactly the issuer identifier is taken, too; refuse"},
     "aud_array",
     MemberForm::text},
    {{"--max-lifetime", "DURATION", "from now to exp of an assertion, at most 1h (5m)"},
     "max_lifetime",
     MemberForm::text},
    {{"--reusable", "", "an assertion counts until it expires, and not once"}, "single_use", MemberForm::flag},
    {{"--client-required", "", "a client has to authenticate with the assertion"}, "client_required", MemberForm::flag},
    {{"--claims", "FILE", "JSON: further claims of tokens"}, "claims", MemberForm::json_file},
    {{"--token-lifetime", "DURATION", "of tokens, where that is less than the API's"},
     "token_lifetime",
     MemberForm::text},
};

/// The flags alone, for a command.
template <std::size_t count>
constexpr std::array<Flag, count> flags_of(const RecordFlag (&rows)[count]) {
  std::array<Flag, count> flags;
  for (std::size_t i = 0; i < count; ++i) flags[i] = rows[i].flag;
  return flags;
}

/// --unset, for commands that change a record.
inline constexpr Flag kUnsetFlag = {"--unset", "MEMBER", "takes back what was set", true};

/// An object of the flags that were given, after `name` and its value where that is not empty; --unset becomes null.
/// Errors: those of reading files, malformed_json(FLAG), usage(FLAG).
Outcome<std::string> body_of(Invocation& run, std::span<const RecordFlag> rows, std::string_view name = {},
                             std::string_view value = {});

}  // namespace signet::cli
