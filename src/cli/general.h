// JWS with several signatures on the command line: RFC 7515 section 7.2.1.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/invocation.h"
#include "signet/algorithm.h"
#include "signet/jws.h"
#include "signet/seams/key_source.h"

namespace signet::cli {

inline constexpr Flag kRequireFlag = {
    "--require", "HOW", "of a general JWS: all signatures (the default), any of them, or a number of keys"};

/// "all", "any" or a number of keys from 1 on. Errors: malformed_case(require).
Result<jws::SignaturePolicy> parse_require(std::string_view word);

/// Signs with each request; --add-to adds one signature to the JWS of a file. Errors: those of jws::sign_general.
Outcome<std::string> sign_general(Invocation& run, std::span<const jws::SignatureRequest> requests);

/// Verifies as --require says and prints payload and signatures; with --payload the JWS is detached.
Outcome<> verify_general(Invocation& run, std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                         std::size_t max_size);

/// ,"signatures":[{"index","alg","kid","header","unprotected"}],"failures":[{"index","code","subject"}],"keys":N
void write_signatures(json::Writer& out, const jws::VerifiedSignatures& verified);

}  // namespace signet::cli
