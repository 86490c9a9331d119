// What the readers of feeds ask of what they are given.
#pragma once

#include <chrono>
#include <string_view>

#include "keys/poll_loop.h"
#include "signet/algorithm.h"
#include "signet/remote_jwks.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::keys {

/// How long a server may be asked to hold a request.
inline constexpr Duration kMaxWait = std::chrono::minutes(1);

/// Errors: fetch_refused(url) for what is no http or https URL, or has a fragment.
Result<> check_url(std::string_view url);
/// Errors: policy_incomplete(http|timers|clock).
Result<> check_seams(const RemoteSeams& seams);
/// Errors: limit_exceeded(answer_within|interval|first_retry|max_retry) for what is not positive or out of order: a
/// server is never asked without a pause.
Result<> check_pacing(Duration answer_within, const Pacing& pacing);
/// All but those with shared keys.
AlgorithmSet asymmetric_algorithms();

}  // namespace signet::keys
