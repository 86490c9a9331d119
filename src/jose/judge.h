// Every signature of a JSON serialization checked, and what a policy makes of the outcome.
#pragma once

#include "jose/json_form.h"
#include "jose/verification.h"
#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/jws.h"
#include "signet/result.h"
#include "signet/seams/key_source.h"

namespace signet::jws {

/// Checks each signature of `form`, over its own payload, or over `detached`, which counts when it carries none.
/// Errors are those of the whole: header_parameter(b64) when the signatures disagree about it,
/// limit_exceeded(signatures) when keys were tried kMaxKeyTrials times; what one signature fails on is in the
/// Judgement.
Result<Judgement> judge(const jose::JsonForm& form, ByteView detached, const KeySource& keys,
                        const AlgorithmSet& allowed);

/// Errors: policy_incomplete(signatures).
Result<> check_policy(const SignaturePolicy& policy);
/// Errors: signatures_insufficient(signatures), or the error of the only signature.
Result<> meet_policy(const SignaturePolicy& policy, const Judgement& judgement);

}  // namespace signet::jws
