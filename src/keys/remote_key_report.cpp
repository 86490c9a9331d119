// How a RemoteKeyState stands, in numbers and in words.
#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "keys/remote_key_state.h"

namespace signet {
namespace {

std::string in_seconds(Duration time) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(time).count()) + " s";
}

std::string keys_in_words(std::size_t keys) {
  return std::to_string(keys) + (keys == 1 ? " key" : " keys");
}

bool has_kid(const JwkSet& keys, std::string_view kid) {
  for (const KeySetEntry& entry : keys.entries())
    if (entry.key && entry.kid == kid) return true;
  return false;
}

}  // namespace

RemoteKeyReport RemoteKeyState::report() const {
  const Timestamp now = seams_.clock->now();
  const std::scoped_lock lock(mutex_);
  const std::shared_ptr<const Snapshot> known = published_.load();
  RemoteKeyReport report = counts_;
  report.url = keys_url_;
  report.last_error = last_error_;
  report.refresh_under_way = plan_.is_under_way();
  if (known) {
    report.keys = known->usable;
    report.age = now - known->life.confirmed;
    report.fresh_for = known->life.stale_at - now;
  }
  if (attempts_ > 0 && !report.refresh_under_way)
    report.next_refresh = std::max<Duration>(plan_.next() - now, Duration::zero());
  return report;
}

std::string RemoteKeyState::why_not_found(std::string_view kid) const {
  const Timestamp now = seams_.clock->now();
  const RemoteKeyReport facts = report();
  const std::shared_ptr<const Snapshot> known = published_.load();
  const std::string error = facts.last_error ? to_string(*facts.last_error) : std::string();
  if (!known) return error.empty() ? "no set was loaded yet" : "no set could be loaded: " + error;
  std::string said = "the set of ";
  said.append(keys_in_words(facts.keys)).append(" is ").append(in_seconds(*facts.age)).append(" old");
  if (now >= known->life.dead_at) return said + ", too old to be used, and no newer one can be had: " + error;
  said.append(has_kid(known->keys, kid) ? " and has a key of this kid, which does not fit the token"
                                        : " and has no key of this kid");
  if (!error.empty()) said.append("; the last refresh failed: ").append(error);
  if (facts.refresh_under_way) return said + "; the issuer is being asked";
  Duration next = facts.next_refresh.value_or(Duration::zero());
  {
    const std::scoped_lock lock(mutex_);
    if (!last_error_) next = std::min(next, std::max(plan_.next_for_kid(), now) - now);
  }
  return said.append("; the issuer may be asked again in ").append(in_seconds(next));
}

}  // namespace signet
