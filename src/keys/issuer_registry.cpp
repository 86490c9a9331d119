#include "signet/issuer_registry.h"

#include <utility>

#include "keys/issuer_registry_state.h"
#include "keys/refresh_plan.h"
#include "try.h"

namespace signet {
namespace {

constexpr std::size_t kMostIssuers = 10'000'000;
constexpr std::size_t kMostOpen = 1'000'000;

}  // namespace

Result<IssuerRegistry> IssuerRegistry::build(RemoteSeams seams, IssuerRegistryOptions options) {
  if (!seams.http || !seams.timers || !seams.clock) return fail(Errc::policy_incomplete, "seams");
  if (options.max_issuers == 0 || options.max_issuers > kMostIssuers) return fail(Errc::limit_exceeded, "max_issuers");
  if (options.max_open == 0 || options.max_open > kMostOpen) return fail(Errc::limit_exceeded, "max_open");
  SIGNET_CHECK(keys::check_options(options.remote));
  return IssuerRegistry(std::make_shared<IssuerRegistryState>(std::move(seams), std::move(options)));
}

Result<> IssuerRegistry::put(std::string issuer, jwt::Policy policy, IssuerKeys keys) {
  return state_->put(std::move(issuer), std::move(policy), std::move(keys));
}

bool IssuerRegistry::remove(std::string_view issuer) {
  return state_->remove(issuer);
}

Result<jwt::Verified> IssuerRegistry::verify(std::string_view token, Timestamp now, const jwt::Context& context) const {
  // Only to choose among those that are registered: the chosen verifier demands the same value again.
  SIGNET_TRY(const std::string issuer, jwt::peek_issuer(token));
  SIGNET_TRY(const IssuerRegistryState::Found found, state_->find(issuer));
  Result<jwt::Verified> verified = found.opened->verifier.verify(token, now, context);
  if (verified) state_->note_proven(*found.entry);
  return verified;
}

Result<jwt::VerifiedView> IssuerRegistry::verify(std::string_view token, Timestamp now, jwt::Scratch& scratch,
                                                 const jwt::Context& context) const {
  SIGNET_TRY(const std::string issuer, jwt::peek_issuer(token));
  SIGNET_TRY(const IssuerRegistryState::Found found, state_->find(issuer));
  Result<jwt::VerifiedView> verified = found.opened->verifier.verify(token, now, scratch, context);
  if (verified) state_->note_proven(*found.entry);
  return verified;
}

Result<jwt::Verifier> IssuerRegistry::find(std::string_view issuer) const {
  SIGNET_TRY(const IssuerRegistryState::Found found, state_->find(issuer));
  return found.opened->verifier;
}

std::optional<RemoteKeyReport> IssuerRegistry::report(std::string_view issuer) const {
  const IssuerRegistryState::Entry entry = state_->look_up(issuer);
  const auto opened = entry ? entry->opened.load() : nullptr;
  if (!opened || !opened->remote) return std::nullopt;
  return opened->remote->report();
}

std::size_t IssuerRegistry::size() const {
  return state_->size();
}

std::size_t IssuerRegistry::open() const {
  return state_->open();
}

}  // namespace signet
