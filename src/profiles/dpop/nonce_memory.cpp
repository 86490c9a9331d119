// The nonces that servers gave to a client.
#include <algorithm>
#include <list>
#include <mutex>
#include <utility>

#include "codec/uri.h"
#include "profiles/dpop/request_syntax.h"
#include "signet/dpop.h"
#include "try.h"

namespace signet::dpop {
namespace {

constexpr std::size_t kMaxOrigins = 64;

/// Scheme, host and port (RFC 6454 section 4): what normal_http_target() has before its path.
std::optional<std::string> origin_of(std::string_view url) {
  auto target = codec::normal_http_target(url);
  if (!target) return std::nullopt;
  target->resize(target->find('/', target->find("://") + 3));
  return target;
}

}  // namespace

struct NonceMemory::State {
  struct Entry {
    std::string origin;
    std::string nonce;
  };
  mutable std::mutex mutex;
  std::list<Entry> entries;  // the newest first

  auto find(const std::string& origin) { return std::ranges::find(entries, origin, &Entry::origin); }
};

NonceMemory::NonceMemory() : state_(std::make_unique<State>()) {}
NonceMemory::~NonceMemory() = default;

Result<> NonceMemory::remember(std::string_view url, std::string_view nonce) {
  auto origin = origin_of(url);
  if (!origin) return fail(Errc::claim_rule, "htu");
  SIGNET_CHECK(check_nonce_syntax(nonce));
  const std::lock_guard lock(state_->mutex);
  if (const auto old = state_->find(*origin); old != state_->entries.end()) state_->entries.erase(old);
  state_->entries.push_front({std::move(*origin), std::string(nonce)});
  if (state_->entries.size() > kMaxOrigins) state_->entries.pop_back();
  return {};
}

std::optional<std::string> NonceMemory::find(std::string_view url) const {
  const auto origin = origin_of(url);
  if (!origin) return std::nullopt;
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->find(*origin);
  return found == state_->entries.end() ? std::nullopt : std::optional(found->nonce);
}

}  // namespace signet::dpop
