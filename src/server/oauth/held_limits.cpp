#include "server/oauth/held_limits.h"

#include "net/ip_range.h"

namespace signet::server::oauth {

bool HeldLimits::enter(std::string_view address) {
  std::string block = net::client_block(address);
  const std::scoped_lock lock(mutex_);
  if (all_ >= kAll) return false;
  std::size_t& count = held_[std::move(block)];
  if (count >= kPerAddress) return false;
  ++count;
  ++all_;
  return true;
}

void HeldLimits::leave(std::string_view address) {
  const std::string block = net::client_block(address);
  const std::scoped_lock lock(mutex_);
  const auto found = held_.find(block);
  if (found == held_.end()) return;
  --all_;
  if (--found->second == 0) held_.erase(found);
}

}  // namespace signet::server::oauth
