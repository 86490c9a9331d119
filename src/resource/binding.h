// Whether who presents a token holds the key that it is bound to.
#pragma once

#include "resource/credentials.h"
#include "signet/confirmation.h"
#include "signet/resource.h"

namespace signet::resource {

/// What came of a token's binding.
struct Bond {
  bool is_bound = false;
  std::string nonce = {};  ///< of the proof, if there was one
};

/// Why a token is not proven to be its presenter's, and whether it is the proof that is wrong.
struct Unbound {
  Error error;
  bool is_of_proof = false;
};

/// Errors of tokens: claim_missing(cnf) for one that has to be bound and is not; not_confirmable(jkt) for one that
/// wants another scheme (RFC 9449 section 7.1 and 7.2); those of confirmation::Engine. Errors of proofs: those of
/// dpop::Verifier::verify_fields.
std::expected<Bond, Unbound> check_binding(const Rules& rules, const confirmation::Engine& engine,
                                           const Request& request, const Credentials& credentials,
                                           const jwt::Verified& token, Timestamp now);

}  // namespace signet::resource
