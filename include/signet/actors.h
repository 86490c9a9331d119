// Who acts for whom: "act" and "may_act" of RFC 8693 section 4.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "signet/claims.h"
#include "signet/json.h"

namespace signet::jwt {

/// One actor: the claims that identify it. A view into the token.
class Actor {
 public:
  explicit Actor(json::Value claims) noexcept : claims_(claims) {}
  std::optional<std::string_view> subject() const noexcept { return text_of("sub"); }
  std::optional<std::string_view> issuer() const noexcept { return text_of("iss"); }
  /// All of them; exp, nbf and aud mean nothing here (section 4.1).
  json::Value claims() const noexcept { return claims_; }
  /// The actor before this one; nothing for the first one.
  std::optional<Actor> previous() const noexcept;

 private:
  std::optional<std::string_view> text_of(std::string_view name) const noexcept;
  json::Value claims_;
};

/// Who acts now: the outermost "act", the only one that counts for access decisions (section 4.1). The ones before it,
/// Actor::previous(), say how it came to this, for a log. Nothing when nobody acts for the subject.
std::optional<Actor> current_actor(const Claims& claims) noexcept;
/// How many have acted, one after the other; 0 when nobody acts for the subject.
std::size_t count_actors(const Claims& claims) noexcept;
/// Who may become the actor (section 4.4).
std::optional<Actor> eligible_actor(const Claims& claims) noexcept;

}  // namespace signet::jwt
