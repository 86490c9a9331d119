#include "server/oauth/held_limits.h"

#include <utility>

namespace signet::server::oauth {

bool HeldLimits::enter(std::string whose) {
  const std::scoped_lock lock(mutex_);
  if (all_ >= most_) return false;
  std::size_t& count = held_[std::move(whose)];
  if (count >= most_each_) return false;
  ++count;
  ++all_;
  return true;
}

void HeldLimits::leave(const std::string& whose) {
  const std::scoped_lock lock(mutex_);
  const auto found = held_.find(whose);
  if (found == held_.end()) return;
  --all_;
  if (--found->second == 0) held_.erase(found);
}

}  // namespace signet::server::oauth
