#include "keys/unknown_kids.h"

#include <algorithm>

namespace signet::keys {

bool UnknownKids::may_ask(std::string_view kid, Timestamp now, Duration first, Duration longest) {
  const auto known = std::ranges::find(entries_, kid, &Entry::kid);
  if (known != entries_.end()) {
    if (now < known->next) return false;
    known->interval = std::min(known->interval * 2, longest);
    known->next = now + known->interval;
    return true;
  }
  if (entries_.size() == kMaxUnknownKids) entries_.erase(std::ranges::min_element(entries_, {}, &Entry::next));
  entries_.push_back({.kid = std::string(kid), .next = now + first, .interval = first});
  return true;
}

}  // namespace signet::keys
