// What `verify` demands of a token: from flags, or from a line of a batch.
#pragma once

#include "cli/invocation.h"
#include "signet/json.h"
#include "signet/jwt.h"

namespace signet::cli {

inline constexpr Flag kExpectationFlags[] = {
    {"--issuer", "TEXT", "the only issuer that is accepted; may be repeated", true},
    {"--any-issuer", "", "accept every issuer"},
    {"--audience", "TEXT", "the token must be for this audience; of several, for one", true},
    {"--any-audience", "", "accept every audience"},
    {"--alg", "NAME[,NAME]", "the algorithms that are accepted, when the keys do not name them", true},
    {"--typ", "TYPE", "the type that the header must name, instead of JWT or none; may be repeated", true},
    {"--any-typ", "", "accept every type"},
    {"--require", "NAME[,NAME]", "claims that must be there", true},
};
inline constexpr Flag kTimeFlags[] = {
    {"--now", "TIME", "take this as the time: seconds, or 2026-11-01T12:00:00Z"},
    {"--leeway", "DURATION", "how far clocks may differ: 10s unless given, 60s at most"},
    {"--max-age", "DURATION", "how long ago the token may have been made, by its iat"},
};

/// The verifier that the flags describe. Errors: policy_incomplete(issuer|audience), usage(FLAG), and those of keys.
Outcome<jwt::Verifier> build_verifier(Invocation& run);

/// The members of a batch line that decide, without id, token and now, as one text: lines with the same text have
/// the same verifier.
std::string decisions_of(const json::Value& line);
/// The verifier that a line describes. Errors: malformed_case(MEMBER), and those of keys and policy.
Result<jwt::Verifier> build_verifier(const json::Value& line);

}  // namespace signet::cli
