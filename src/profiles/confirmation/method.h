// One method of confirmation: a member of "cnf", and how what was presented confirms it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signet/confirmation.h"

namespace signet::confirmation {

struct EngineState {
  Engine::Options options;
  std::vector<std::string> origins;  ///< in their normal form
};

/// What a method sees.
struct Situation {
  const EngineState& engine;
  const Presented& presented;
  json::Value cnf;
  bool came_encrypted;
};

struct Method {
  std::string_view name;
  /// Only chooses a key where one of jwk, jwe and jku is there.
  bool selects;
  /// Errors: as Engine::confirm.
  Result<> (*confirm)(const Situation& situation, const json::Value& member);
};

#define SIGNET_METHOD(name) extern const Method name;
#include "profiles/confirmation/list.inc"
#undef SIGNET_METHOD

/// Whether what was presented proves possession of this key: a signature over the challenge, or else a DPoP proof.
/// `method` is for errors.
Result<> prove_possession(const Situation& situation, const Key& key, std::string_view method);

/// The same for a key that is known by a kid alone.
Result<> prove_by_challenge(const Situation& situation, const KeySource& keys, std::string_view kid,
                            std::string_view method);

inline std::unexpected<Error> not_bound(std::string_view method, const Rule* rule = nullptr) {
  return fail(Errc::not_bound, method, rule);
}
inline std::unexpected<Error> not_confirmable(std::string_view method, const Rule* rule = nullptr) {
  return fail(Errc::not_confirmable, method, rule);
}

/// Two texts that an attacker may know one of.
bool same_text(std::string_view a, std::string_view b) noexcept;

}  // namespace signet::confirmation
