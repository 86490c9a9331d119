#include "signet/token_cache.h"

#include <atomic>
#include <optional>
#include <utility>

#include "jwt/remembered.h"
#include "keys/token_cache_hash.h"
#include "keys/token_cache_table.h"
#include "try.h"

namespace signet::jwt {
namespace {

constexpr std::size_t kMinBytes = 64u << 10;
constexpr std::size_t kMaxBytes = std::size_t{1} << 40;
constexpr std::size_t kMaxEntries = std::size_t{1} << 24;

using Answer = Result<std::shared_ptr<const Verified>>;

Result<> check_options(const TokenCacheOptions& options) {
  if (options.max_bytes < kMinBytes || options.max_bytes > kMaxBytes) return fail(Errc::limit_exceeded, "max_bytes");
  if (options.max_entries < 1 || options.max_entries > kMaxEntries) return fail(Errc::limit_exceeded, "max_entries");
  return {};
}

/// The token for the caller, who keeps all of what is remembered of it.
std::shared_ptr<const Verified> token_of(Held held) noexcept {
  const Verified* token = &held->token();
  return {std::move(held), token};
}

/// Whether it will never hold again, whatever it is held against.
bool is_final(const Error& error) noexcept {
  return error.code == Errc::token_expired || error.code == Errc::revoked;
}

}  // namespace

struct CachingVerifierState {
  CachingVerifierState(Verifier checked, const TokenHash& keyed, const TokenCacheOptions& options)
      : verifier(std::move(checked)), longest(Remembered::max_size(verifier)), hash(keyed), table(options) {}

  Verifier verifier;
  std::size_t longest;
  TokenHash hash;
  TokenTable table;
  std::atomic<std::uint64_t> misses = 0;
  std::atomic<std::uint64_t> stale = 0;  // found, and of other keys

  Answer verify(std::string_view token, Timestamp now, const Context* context);
  Answer verify_unremembered(std::string_view token, Timestamp now, const Context* context);
};

Answer CachingVerifierState::verify(std::string_view token, Timestamp now, const Context* context) {
  // Before the token is looked at: what changes meanwhile is then another version the next time.
  const std::optional<Versions> versions = Remembered::versions(verifier);
  if (!versions || token.size() > longest) return verify_unremembered(token, now, context);
  const std::uint64_t place = hash(token);
  Held held = table.find(place, token);
  if (held && held->has_keys_of(*versions)) {
    Result<> holds = held->still_holds(verifier, *versions, now, context);
    if (holds) return token_of(std::move(held));
    if (is_final(holds.error())) table.drop(place, held);
    return std::unexpected(std::move(holds).error());
  }
  if (held) stale.fetch_add(1, std::memory_order_relaxed);
  misses.fetch_add(1, std::memory_order_relaxed);
  Result<Held> verified = Remembered::verify(verifier, *versions, token, now, context);
  if (!verified) {
    if (held) table.drop(place, held);
    return std::unexpected(std::move(verified).error());
  }
  table.keep(place, token, *verified);
  return token_of(*std::move(verified));
}

Answer CachingVerifierState::verify_unremembered(std::string_view token, Timestamp now, const Context* context) {
  misses.fetch_add(1, std::memory_order_relaxed);
  SIGNET_TRY(Held verified, Remembered::verify(verifier, {}, token, now, context));
  return token_of(std::move(verified));
}

Result<CachingVerifier> CachingVerifier::build(const Verifier& verifier, const TokenCacheOptions& options) {
  SIGNET_CHECK(check_options(options));
  if (!Remembered::is_possible(verifier)) return fail(Errc::policy_incomplete, "cache");
  SIGNET_TRY(const TokenHash hash, TokenHash::random());
  return CachingVerifier(std::make_shared<CachingVerifierState>(verifier, hash, options));
}

Answer CachingVerifier::verify(std::string_view token, Timestamp now) const {
  return state_->verify(token, now, nullptr);
}

Answer CachingVerifier::verify(std::string_view token, Timestamp now, const Context& context) const {
  return state_->verify(token, now, &context);
}

void CachingVerifier::clear() const {
  state_->table.clear();
}

TokenCacheReport CachingVerifier::report() const {
  const TokenTable::Count count = state_->table.count();
  return {.hits = count.found - state_->stale.load(std::memory_order_relaxed),
          .misses = state_->misses.load(std::memory_order_relaxed),
          .evictions = count.evictions,
          .entries = count.entries,
          .bytes = count.octets};
}

}  // namespace signet::jwt
