#include "signet/actors.h"

namespace signet::jwt {
namespace {

std::optional<Actor> actor_of(std::optional<json::Value> value) noexcept {
  return value && value->is_object() ? std::optional(Actor(*value)) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> Actor::text_of(std::string_view name) const noexcept {
  const auto value = claims_.find(name);
  return value ? value->string() : std::nullopt;
}

std::optional<Actor> Actor::previous() const noexcept {
  return actor_of(claims_.find("act"));
}

std::optional<Actor> current_actor(const Claims& claims) noexcept {
  return actor_of(claims.find("act"));
}

std::size_t count_actors(const Claims& claims) noexcept {
  std::size_t count = 0;
  for (auto actor = current_actor(claims); actor; actor = actor->previous()) ++count;
  return count;
}

std::optional<Actor> eligible_actor(const Claims& claims) noexcept {
  return actor_of(claims.find("may_act"));
}

}  // namespace signet::jwt
