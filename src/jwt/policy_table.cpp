#include "signet/policy_table.h"

#include <algorithm>
#include <iterator>

#include "signet/json.h"
#include "signet/jwe.h"
#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "signet/seams/key_source.h"

namespace signet::jwt {
namespace {

// draft-ietf-oauth-rfc8725bis section 3.2 asks for current algorithms and prefers fully-specified names (RFC 9864);
// EdDSA is beside Ed25519 since tokens in use say so. RSA is taken with PSS alone (RFC 8017 section 8: new
// applications use PSS), and HMAC not at all: who can verify could sign as well.
constexpr std::string_view kAlgorithms2026[] = {"Ed25519", "EdDSA", "ES256", "ES384",
                                                "ES512",   "PS256", "PS384", "PS512"};
// Without exp a token that was stolen is good for ever.
constexpr std::string_view kRequired2026[] = {"exp"};

// A constant that changes is a new row: the old one then keeps its number.
constexpr DatedPolicy kPolicies[] = {
    {.name = "2026-11",
     .algorithms = kAlgorithms2026,
     .required_claims = kRequired2026,
     .leeway = kDefaultLeeway,
     .max_leeway = kMaxLeeway,
     .rsa_min_bits = kMinRsaBits,
     .rsa_max_bits = kMaxRsaBits,
     .max_jwt = kMaxSize,
     .max_jws = jws::kMaxSize,
     .max_header = jws::kMaxHeader,
     .max_kid = kMaxKidBytes,
     .max_json_depth = json::Limits{}.max_depth,
     .max_key_candidates = kMaxKeyCandidates,
     .max_signatures = jws::kMaxSignatures,
     .max_key_trials = jws::kMaxKeyTrials,
     .max_jwe = jwe::kMaxSize,
     .max_recipients = jwe::kMaxRecipients,
     .max_inflated = jwe::kMaxInflated,
     .min_iterations = jwe::kMinIterations,
     .max_iterations = jwe::kMaxIterations,
     .max_key_set_keys = kMaxKeySetKeys,
     .max_key_set_text = kMaxKeySetText},
};

}  // namespace

std::span<const DatedPolicy> dated_policies() noexcept {
  return kPolicies;
}

const DatedPolicy& current_policy() noexcept {
  return kPolicies[0];
}

const DatedPolicy* find_dated_policy(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kPolicies, name, &DatedPolicy::name);
  return found == std::end(kPolicies) ? nullptr : found;
}

}  // namespace signet::jwt
