#include "keys/unknown_kids.h"

#include <algorithm>
#include <functional>

namespace signet::keys {
namespace {

std::size_t hash_of(std::string_view kid) noexcept {
  return std::hash<std::string_view>{}(kid);
}

}  // namespace

bool UnknownKids::is_known(std::string_view kid, Timestamp now) const noexcept {
  const auto known = std::ranges::find(entries_, hash_of(kid), &Entry::hash);
  return known != entries_.end() && now < known->until;
}

void UnknownKids::remember(std::string_view kid, Timestamp until) {
  const std::size_t hash = hash_of(kid);
  auto place = std::ranges::find(entries_, hash, &Entry::hash);
  if (place == entries_.end() && entries_.size() == kMaxUnknownKids)
    place = std::ranges::min_element(entries_, {}, &Entry::until);
  if (place == entries_.end()) place = entries_.insert(place, Entry{});
  *place = {.hash = hash, .until = until};
}

}  // namespace signet::keys
