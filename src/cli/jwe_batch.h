// jwe decrypt --batch: what a line asks, in every serialization.
#pragma once

#include "cli/batch.h"
#include "cli/batch_case.h"
#include "signet/jwe.h"
#include "signet/jwk_set.h"

namespace signet::cli {

/// A token that is a string is compact; one that is an object is a general JWE when it has "recipients", else a
/// flattened one. "key" is a private or shared JWK or a JWK Set; "passphrase", a text, stands for it where PBES2 is
/// used.
class JweDecryptWorker final : public BatchWorker {
  Result<> check(const json::Value& line, std::string& members) override;
  RecentlyMade<Result<JwkSet>> keys_;
};

/// Decrypts by the form that `token` has. Errors: malformed_case(token), those of jwe.h.
Result<jwe::Decrypted> decrypt_value(const json::Value& token, const JwkSet& keys, const jwe::Policy& policy);

}  // namespace signet::cli
