// The only maker of jws::Verified and its kin: what it makes has been verified by the function that calls it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/jws.h"
#include "signet/key.h"

namespace signet::jws {

class Verification {
 public:
  static VerifiedSignature signature(json::Document header, const VerificationKey& key) {
    VerifiedSignature made;
    fill(made, std::move(header), key);
    return made;
  }
  static Verified attached(json::Document header, const VerificationKey& key, Bytes payload) {
    Verified made;
    fill(made, std::move(header), key);
    made.payload_ = std::move(payload);
    return made;
  }

 private:
  static void fill(VerifiedSignature& made, json::Document header, const VerificationKey& key);
};

}  // namespace signet::jws
