#include "keys/issuer_registry_state.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "jwt/policy_reader.h"
#include "try.h"

namespace signet {
namespace {

constexpr Duration kProofGrain = std::chrono::seconds(1);  // an issuer in use is noted no more often

std::int64_t ticks(Timestamp time) noexcept {
  return time.time_since_epoch().count();
}

bool is_remote(const IssuerKeys& keys) noexcept {
  return !std::holds_alternative<std::shared_ptr<const KeySource>>(keys);
}

}  // namespace

Result<std::shared_ptr<const IssuerRegistryState::Opened>> IssuerRegistryState::make(const std::string& issuer,
                                                                                     const jwt::Policy& policy,
                                                                                     const IssuerKeys& keys) const {
  if (const auto* const source = std::get_if<std::shared_ptr<const KeySource>>(&keys)) {
    SIGNET_TRY(jwt::Verifier verifier, jwt::Verifier::build(policy, *source));
    return std::make_shared<const Opened>(Opened{.remote = nullptr, .verifier = std::move(verifier)});
  }
  const auto* const at = std::get_if<KeysAt>(&keys);
  SIGNET_TRY(std::shared_ptr<const RemoteJwkSet> remote, at == nullptr
                                                             ? RemoteJwkSet::of_issuer(issuer, seams_, options_.remote)
                                                             : RemoteJwkSet::of_url(at->url, seams_, options_.remote));
  SIGNET_TRY(jwt::Verifier verifier, jwt::Verifier::build(policy, remote));
  return std::make_shared<const Opened>(Opened{.remote = std::move(remote), .verifier = std::move(verifier)});
}

Result<> IssuerRegistryState::put(std::string issuer, jwt::Policy policy, IssuerKeys keys) {
  if (issuer.empty() || jwt::PolicyReader::decides_issuer(policy)) return fail(Errc::policy_incomplete, "issuer");
  policy.issuer(issuer);
  // What is wrong is told now, though a remote set is made anew when somebody needs it.
  SIGNET_TRY(std::shared_ptr<const Opened> opened, make(issuer, policy, keys));
  auto entry = std::make_shared<RegisteredIssuer>(std::move(policy), std::move(keys));
  if (!is_remote(entry->keys)) entry->opened.store(std::move(opened));
  {
    const std::scoped_lock lock(mutex_);
    const auto place = issuers_.find(issuer);
    if (place != issuers_.end()) {
      place->second.swap(entry);
    } else {
      if (issuers_.size() >= options_.max_issuers) return fail(Errc::limit_exceeded, "issuers");
      issuers_.emplace(std::move(issuer), std::exchange(entry, nullptr));
    }
  }
  if (entry) close(entry);
  return {};
}

bool IssuerRegistryState::remove(std::string_view issuer) {
  Entry entry;
  {
    const std::scoped_lock lock(mutex_);
    const auto place = issuers_.find(issuer);
    if (place == issuers_.end()) return false;
    entry = std::move(place->second);
    issuers_.erase(place);
  }
  close(entry);
  return true;
}

void IssuerRegistryState::close(const Entry& entry) {
  const std::scoped_lock lock(open_mutex_);
  entry->is_removed = true;
  if (std::erase(open_, entry) > 0) entry->opened.store(nullptr);
}

IssuerRegistryState::Entry IssuerRegistryState::look_up(std::string_view issuer) const {
  const std::shared_lock lock(mutex_);
  const auto place = issuers_.find(issuer);
  return place == issuers_.end() ? nullptr : place->second;
}

Result<IssuerRegistryState::Found> IssuerRegistryState::find(std::string_view issuer) {
  while (true) {
    Entry entry = look_up(issuer);
    if (!entry) return fail(Errc::claim_mismatch, "iss");
    if (std::shared_ptr<const Opened> opened = entry->opened.load())
      return Found{.entry = std::move(entry), .opened = std::move(opened)};
    SIGNET_TRY(std::shared_ptr<const Opened> opened, open_now(std::string(issuer), entry));
    if (opened) return Found{.entry = std::move(entry), .opened = std::move(opened)};
    // It was replaced or removed between the two: once more.
  }
}

/// Null: it is not registered any more.
Result<std::shared_ptr<const IssuerRegistryState::Opened>> IssuerRegistryState::open_now(const std::string& issuer,
                                                                                         const Entry& entry) {
  const Timestamp now = seams_.clock->now();
  const std::scoped_lock lock(open_mutex_);
  if (entry->is_removed) return nullptr;
  if (std::shared_ptr<const Opened> opened = entry->opened.load()) return opened;
  const bool is_too_soon = entry->opened_at && now - *entry->opened_at < options_.remote.cool_down;
  if (is_too_soon) return fail(Errc::keys_unavailable, "recently");
  SIGNET_TRY(std::shared_ptr<const Opened> opened, make(issuer, entry->policy, entry->keys));
  if (open_.size() >= options_.max_open) close_one();
  open_.push_back(entry);
  entry->opened_at = now;
  entry->opened.store(opened);
  return opened;
}

/// The one whose tokens have held least lately; of those that have proven none, the oldest. The lock is held.
void IssuerRegistryState::close_one() {
  const auto worth = [](const Entry& entry) {
    return std::pair(entry->proven_at.load(std::memory_order_relaxed), ticks(entry->opened_at.value_or(Timestamp{})));
  };
  const auto least = std::ranges::min_element(open_, {}, worth);
  (*least)->opened.store(nullptr);
  std::swap(*least, open_.back());
  open_.pop_back();
}

void IssuerRegistryState::note_proven(RegisteredIssuer& entry) const {
  if (!is_remote(entry.keys)) return;
  const std::int64_t now = ticks(seams_.clock->now());
  const std::int64_t before = entry.proven_at.load(std::memory_order_relaxed);
  const bool is_recent = before != INT64_MIN && now - before < kProofGrain.count();
  if (!is_recent) entry.proven_at.store(now, std::memory_order_relaxed);
}

std::size_t IssuerRegistryState::size() const {
  const std::shared_lock lock(mutex_);
  return issuers_.size();
}

std::size_t IssuerRegistryState::open() const {
  const std::scoped_lock lock(open_mutex_);
  return open_.size();
}

}  // namespace signet
