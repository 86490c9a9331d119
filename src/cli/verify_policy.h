// What `verify` demands of a token: from flags, or from a line of a batch.
#pragma once

#include "cli/demands.h"
#include "cli/encryption.h"
#include "cli/invocation.h"
#include "signet/json.h"
#include "signet/jwt.h"

namespace signet::cli {

/// The verifier that the flags describe. Errors: policy_incomplete(typ|context), usage(FLAG), and those of keys.
Outcome<jwt::Verifier> build_verifier(const Demands& demands, const Trust& trust,
                                      const std::optional<Decryption>& decryption);

/// The members of a batch line that decide, without id, token and now, as one text: lines with the same text have
/// the same verifier.
std::string decisions_of(const json::Value& line);
/// The verifier that a line describes, which asks for revocations as well. Errors: malformed_case(MEMBER), and those of
/// keys and policy.
Result<jwt::Verifier> build_verifier(const json::Value& line, const Revocations& revocations);

}  // namespace signet::cli
