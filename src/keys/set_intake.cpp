#include "keys/set_intake.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "crypto/digest.h"
#include "keys/poll_options.h"
#include "signet/profiles.h"
#include "try.h"

namespace signet {
namespace {

constexpr Duration kMaxTokenLifetime = std::chrono::hours(24 * 366);
constexpr Rule kSameId{"RFC 8936 2.3", "a SET is named by its jti"};

Result<std::array<std::uint8_t, 32>> sha256(std::string_view text) {
  std::array<std::uint8_t, crypto::kMaxDigest> out;
  if (!crypto::digest(crypto::Hash::sha256, as_bytes(text), out)) return fail(Errc::internal, "digest");
  std::array<std::uint8_t, 32> digest;
  std::copy_n(out.begin(), digest.size(), digest.begin());
  return digest;
}

Result<> check_options(const SecurityEventOptions& options) {
  const SecurityEventRules& rules = options.rules;
  if (options.revocations == nullptr) return fail(Errc::policy_incomplete, "revocations");
  if (rules.token_lifetime <= Duration::zero() || rules.token_lifetime > kMaxTokenLifetime)
    return fail(Errc::limit_exceeded, "token_lifetime");
  if (rules.opaque_session != RevokedKind::sid && rules.opaque_session != RevokedKind::jti)
    return fail(Errc::policy_incomplete, "opaque_session");
  return {};
}

Result<jwt::Verifier> verifier_of(const SecurityEventOptions& options) {
  jwt::Policy policy;
  // RFC 8417 leaves typ open; the Shared Signals Framework 1.0 section 4.1.1 does not.
  policy.profile(*jwt::find_profile("set")).typ("secevent+jwt");
  policy.issuer(options.issuer).algorithms(keys::asymmetric_algorithms());
  if (options.audience.empty()) {
    policy.any_audience();
  } else {
    policy.audience(options.audience);
  }
  return jwt::Verifier::build(std::move(policy), options.keys);
}

}  // namespace

SetIntake::SetIntake(SecurityEventOptions options, jwt::Verifier verifier)
    : options_(std::move(options)), verifier_(std::move(verifier)) {}

Result<std::shared_ptr<const SetIntake>> SetIntake::make(SecurityEventOptions options) {
  SIGNET_CHECK(check_options(options));
  SIGNET_TRY(jwt::Verifier verifier, verifier_of(options));
  return std::shared_ptr<const SetIntake>(new SetIntake(std::move(options), std::move(verifier)));
}

Result<SetIntake::Taken> SetIntake::take(std::string_view token, const std::string_view* expected_id,
                                         Timestamp now) const {
  SIGNET_TRY(const jwt::Verified set, verifier_.verify(token, now));
  const jwt::Claims& claims = set.claims();
  if (options_.revocations->is_revoked_kid(options_.issuer, set.key_id(), now)) return fail(Errc::revoked, "kid");
  if (expected_id != nullptr && claims.token_id() != *expected_id) return fail(Errc::claim_mismatch, "jti", &kSameId);
  SIGNET_TRY(const std::vector<Revocation> entries, read_security_event(claims, options_.rules, now));
  for (const Revocation& entry : entries)
    if (entry.expires > now) SIGNET_CHECK(options_.revocations->add(entry, now));
  // Only now: what is remembered as taken is in the set. To add it a second time changes nothing there.
  SIGNET_TRY(const bool repeated, was_taken_before(claims, now));
  return Taken{entries.size(), repeated};
}

Result<bool> SetIntake::was_taken_before(const jwt::Claims& claims, Timestamp now) const {
  if (options_.replay == nullptr) return false;
  ReplayId id;
  SIGNET_TRY(id.owner, sha256(*claims.issuer()));
  SIGNET_TRY(id.token, sha256(*claims.token_id()));
  try {
    const Result<> used = options_.replay->use_once(id, now + options_.rules.token_lifetime, now);
    // A store without room cannot tell; what the SET says is in the set all the same.
    return !used && used.error().code == Errc::replayed;
  } catch (...) {
    return fail(Errc::internal, "replay");
  }
}

void SetIntake::tell(SecurityEventNotice::Kind kind, const Error* error, std::size_t entries) const {
  if (!options_.on_event) return;
  options_.on_event({kind, error == nullptr ? std::nullopt : std::optional(*error), entries});
}

void SetIntake::tell(const Result<Taken>& taken) const {
  using Kind = SecurityEventNotice::Kind;
  if (taken) return tell(taken->repeated ? Kind::repeated : Kind::applied, nullptr, taken->entries);
  tell(set_error_of(taken.error()) ? Kind::refused : Kind::postponed, &taken.error(), 0);
}

}  // namespace signet
