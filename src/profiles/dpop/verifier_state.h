// What a dpop::Verifier holds.
#pragma once

#include <cstddef>
#include <memory>

#include "jwt/claim_rules.h"
#include "signet/algorithm.h"
#include "signet/dpop.h"
#include "signet/seams/replay_store.h"

namespace signet::dpop {

struct VerifierState {
  AlgorithmSet algorithms;
  jwt::ClaimRules rules;  // typ, and the times: leeway is the skew
  std::size_t max_size = kMaxProof;
  std::shared_ptr<ReplayStore> replay;  // null: proofs are not remembered
};

}  // namespace signet::dpop
