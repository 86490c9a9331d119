// The claims that `sign` is asked to make, from flags and a profile.
#pragma once

#include "cli/invocation.h"
#include "cli/profile_choice.h"
#include "signet/algorithm.h"
#include "signet/jwt.h"

namespace signet::cli {

inline constexpr Flag kClaimFlags[] = {
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
inline constexpr Flag kIssuedProfileFlags[] = {
    {"--profile", "ID[,ID]", "make a token of this profile, as signet profiles lists them: with its typ and its claims",
     true},
    {"--access-token-file", "FILE", "at_hash: the hash of the access token that is FILE's first line"},
    {"--code-file", "FILE", "c_hash: the hash of the authorization code that is FILE's first line"},
};

/// What hashes of other tokens depend on; null where nothing is signed.
struct HashChoice {
  const SignatureAlgorithm* algorithm = nullptr;
  std::string crv = {};
};

/// A builder with all claims and profiles that the flags say, and the header that they want. iat is set to now, and jti
/// at random where a profile requires it, unless they are given.
/// Errors: usage(FLAG), those of reading, malformed_json, claim_type(payload).
Outcome<jwt::Builder> read_claims(Invocation& run, const HashChoice& hashes);

/// The payload. A claim that a profile requires and that is missing is told with how to give it.
/// Errors: those of Builder::payload().
Outcome<std::string> make_payload(const jwt::Builder& builder);

/// The typ of the header: --typ, that of the profile, or JWT. Errors: usage(--typ) for one that the profile refuses.
Outcome<std::string> chosen_typ(const Arguments& args);

}  // namespace signet::cli
