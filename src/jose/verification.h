// The only maker of jws::Verified and its kin: what it makes has been verified by the function that calls it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/jws.h"
#include "signet/key.h"

namespace signet::jws {

/// What the signatures of one object came to.
struct Judgement {
  std::vector<VerifiedSignature> held;
  std::vector<SignatureFailure> failures;
  std::vector<KeyIdentity> keys;  // of those that held, each once
  bool b64 = true;                // what they agree on
};

class Verification {
 public:
  static VerifiedSignature signature(json::Document header, const VerificationKey& key);
  static VerifiedSignature signature(json::Document header, std::optional<json::Document> unproven_header,
                                     const VerificationKey& key, std::size_t index);
  static Verified attached(VerifiedSignature signature, Bytes payload);
  static VerifiedSignatures detached(Judgement judgement);
  static VerifiedGeneral attached(Judgement judgement, Bytes payload);
};

}  // namespace signet::jws
