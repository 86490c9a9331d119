// From the text of a proof to a Proof: everything that does not depend on the request.
#pragma once

#include <string_view>

#include "profiles/dpop/verifier_state.h"
#include "signet/dpop.h"
#include "signet/result.h"

namespace signet::dpop {

class ProofReader {
 public:
  /// Steps 2 to 7 of RFC 9449 section 4.3: the claims are there and have their types, nothing more.
  static Result<Proof> read(const VerifierState& state, std::string_view text);
};

}  // namespace signet::dpop
