// What is known of a key beside its numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "signet/timestamp.h"

namespace signet::server::keyring {

/// next: published, and not signing yet. active: signs. retiring: published for the tokens that it signed.
/// removed: not there any more.
enum class State : std::uint8_t { next, active, retiring, removed };
std::string_view name_of(State state) noexcept;
std::optional<State> find_state(std::string_view name) noexcept;

/// The zero time says that something is not decided: then the policy decides it, and describe() tells when it will be.
struct KeyInfo {
  std::string kid;
  std::string alg;
  State state = State::next;
  Timestamp created{};
  Timestamp published{};  ///< from when on it is in the key set
  Timestamp activates{};  ///< next: ordered for then, whatever the policy says; later: since when it signed
  Timestamp retires{};    ///< since when it no longer signs
  Timestamp vanishes{};   ///< when it leaves the key set
  /// How long after its last signature it has to stay: the longest that any policy has wanted while it signed.
  Duration stays{};
  bool has_certificate = false;

  bool operator==(const KeyInfo&) const = default;
};

}  // namespace signet::server::keyring
