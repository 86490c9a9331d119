// jws verify --batch: what a line asks, in every serialization.
#pragma once

#include "cli/batch.h"
#include "cli/batch_case.h"
#include "signet/jwk_set.h"

namespace signet::cli {

/// A token that is a string is compact; one that is an object is a general JWS when it has "signatures", else a
/// flattened one. With "payload" (base64url) the token is detached. "require" says how many signatures of a general
/// JWS must hold: "all" (also when it is not there), "any", or a number of keys.
class JwsVerifyWorker final : public BatchWorker {
  Result<> check(const json::Value& line, std::string& members) override;
  RecentlyMade<Result<JwkSet>> keys_;
};

}  // namespace signet::cli
