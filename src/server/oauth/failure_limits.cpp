#include "server/oauth/failure_limits.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "net/ip_range.h"

namespace signet::server::oauth {
namespace {

bool tells_who(std::string_view address) {
  return !address.empty() && !address.starts_with("127.") && address != "::1";
}

}  // namespace

FailureLimits::FailureLimits(FailureRules rules) : rules_(rules) {
  if (const auto random = crypto::random_secret(salt_.size())) std::ranges::copy(random->expose(), salt_.begin());
}

std::size_t FailureLimits::IdHash::operator()(const Id& id) const noexcept {
  std::size_t hash = 0;
  std::memcpy(&hash, id.data(), sizeof hash);
  return hash;
}

FailureLimits::Id FailureLimits::id_of(std::string_view tenant, std::string_view client,
                                       std::string_view address) const {
  std::string text(as_text(salt_));
  const std::string block = net::client_block(address);
  for (const std::string_view part : {tenant, client, std::string_view(block)}) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  std::array<std::uint8_t, crypto::kMaxDigest> digest{};
  crypto::digest(crypto::Hash::sha256, as_bytes(text), digest);
  Id id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

std::optional<int> FailureLimits::wait_of(const Id& id, std::size_t limit, Timestamp now) const {
  const auto found = counters_.find(id);
  if (found == counters_.end() || found->second.failures < limit) return std::nullopt;
  const Duration left = found->second.since + rules_.window - now;
  if (left <= Duration::zero()) return std::nullopt;
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(left).count());
}

std::optional<int> FailureLimits::client_must_wait(std::string_view tenant, std::string_view client,
                                                   std::string_view address, Timestamp now) const {
  const std::scoped_lock lock(mutex_);
  if (counters_.empty() || !tells_who(address)) return std::nullopt;
  return wait_of(id_of(tenant, client, address), rules_.per_client, now);
}

std::optional<int> FailureLimits::address_must_wait(std::string_view address, Timestamp now) const {
  const std::scoped_lock lock(mutex_);
  if (counters_.empty() || !tells_who(address)) return std::nullopt;
  return wait_of(id_of({}, {}, address), rules_.per_address, now);
}

void FailureLimits::add(const Id& id, Timestamp now) {
  if (counters_.size() >= rules_.entries && !counters_.contains(id)) {
    std::erase_if(counters_, [&](const auto& entry) { return now - entry.second.since >= rules_.window; });
    if (counters_.size() >= rules_.entries) counters_.erase(counters_.begin());
  }
  Counter& counter = counters_[id];
  if (now - counter.since >= rules_.window) counter = {.since = now, .failures = 0};
  ++counter.failures;
}

void FailureLimits::count(std::string_view tenant, std::string_view client, std::string_view address, Timestamp now) {
  const std::scoped_lock lock(mutex_);
  ++counted_;
  if (!tells_who(address)) return;
  add(id_of(tenant, client, address), now);
  add(id_of({}, {}, address), now);
}

std::uint64_t FailureLimits::counted() const {
  const std::scoped_lock lock(mutex_);
  return counted_;
}

}  // namespace signet::server::oauth
