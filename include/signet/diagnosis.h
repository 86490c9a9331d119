// Why a token is refused: every step of a verifier, in its order, with what came of it. For people and for logs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "signet/result.h"

namespace signet::jwt {

/// The steps of Verifier::verify() in their order. `decryption` is that of an encrypted token; `types` and `values` are
/// those of the registered claims, `companions` the rules between claims, `checks` the caller's own.
enum class Step : std::uint8_t {
  decryption,
  form,
  header,
  algorithm,
  key,
  signature,
  payload,
  typ,
  types,
  iss,
  aud,
  required,
  exp,
  nbf,
  iat,
  max_age,
  values,
  companions,
  profile,
  revocation,
  checks,
};
/// "form", "max_age" ...
std::string_view name_of(Step step) noexcept;

/// What came of one step.
struct Finding {
  enum class State : std::uint8_t {
    held,
    failed,
    unknown,  ///< it was not looked at, since an earlier step failed that it needs
  };
  Step step{};
  State state = State::unknown;
  std::optional<Error> error = {};  ///< exactly when it failed
};

/// What Verifier::explain() found. Steps after the signature are judged even when it did not hold; what they say is
/// then about claims that anyone could have written.
struct Diagnosis {
  /// In the order of Step, each step at least once and once for each of its failures. `decryption` is there only when
  /// the policy wants encrypted tokens, and the other steps are then about the token inside. `profile`, `revocation`
  /// and `checks` are there only when the policy has them, and they run only on claims that are proven and have their types.
  std::vector<Finding> findings;
  /// Whether form, header, algorithm, key and signature held. It says nothing about the claims.
  bool signature_held = false;
  /// What verify() says: the first failure. Nothing: the token is good.
  std::optional<Error> refusal;
};

}  // namespace signet::jwt
